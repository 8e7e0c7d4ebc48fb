"""The way to DynamoDB: one client, and what its errors mean to whoever asked."""

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import cache, wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore calls it so
    HTTPClientError,
)

from holdfast.core import clock, ids
from holdfast.core.errors import Unavailable
from holdfast.core.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

P = ParamSpec("P")
T = TypeVar("T")

# At DEBUG botocore logs whole requests, people's names among them.
logging.getLogger("botocore").setLevel(logging.WARNING)

# The gateway waits 30 s; botocore's own patience (60 s a try) would outlive it.
_CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    # A fifth of the CPU time of a call: requests are made in one place, and DynamoDB checks them too.
    parameter_validation=False,
    user_agent="holdfast",
)
# So many that eight writers of one item at once all get through.
_ATTEMPTS = 8
_LONGEST_PAUSE_SECONDS = 0.32
_CONFLICTS = {"TransactionConflict", "TransactionConflictException", "TransactionInProgressException"}
_THROTTLES = {
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingError",
    "ThrottlingException",
}


class Conflict(Exception):
    """What was read has changed, or is being changed: start again from the read."""


@cache
def client() -> "DynamoDBClient":
    session = botocore.session.get_session()
    return cast("DynamoDBClient", session.create_client("dynamodb", config=_CONFIG))


def warm_up() -> None:
    """Connect now rather than in the first request, by asking for an item that is never there.

    It costs half a read unit. No permission is needed: a refusal leaves the connection open too.
    """
    nothing = {"PK": {"S": "-"}, "SK": {"S": "-"}}
    with suppress(BotoCoreError, ClientError):
        client().get_item(TableName=settings().table_name, Key=nothing)


def retry_on_conflict(attempt: Callable[P, T]) -> Callable[P, T]:
    """Run the function until no Conflict stops it, with jitter between tries; raise Unavailable in the end.

    It reads anew in each try, so that what it decides by is never older than the try.
    """

    @wraps(attempt)
    def retried(*args: P.args, **kwargs: P.kwargs) -> T:
        for tried in range(1, _ATTEMPTS):
            with suppress(Conflict):
                return attempt(*args, **kwargs)
            clock.pause(ids.jitter(min(0.01 * 2**tried, _LONGEST_PAUSE_SECONDS)))
        try:
            return attempt(*args, **kwargs)
        except Conflict as conflict:
            raise Unavailable from conflict

    return retried


def call(operation: str, **request: Any) -> Any:
    """Send a request; raise Unavailable if its outcome is unknown, Conflict if another was faster."""
    try:
        return getattr(client(), operation)(**request)
    except (ConnectionError, HTTPClientError) as error:
        raise Unavailable from error
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable from error
        translate_error({error.response["Error"]["Code"]}, error)
        raise


def translate_error(codes: set[str], error: ClientError) -> None:
    """Raise Conflict or Unavailable if one of the codes says so."""
    if codes & _CONFLICTS:
        raise Conflict from error
    if codes & _THROTTLES:
        raise Unavailable from error
