"""The connection to DynamoDB: one client, retries, and the meaning of DynamoDB's errors."""

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
    ConnectionError,  # noqa: A004 - botocore's name
    HTTPClientError,
)

from holdfast.core import clock, ids
from holdfast.core.errors import Unavailable
from holdfast.core.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

P = ParamSpec("P")
T = TypeVar("T")

# At DEBUG, botocore logs whole requests, which contain people's names.
logging.getLogger("botocore").setLevel(logging.WARNING)

# The gateway waits at most 30 s, so wait less. botocore's default is 60 s for each attempt.
CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    # Validation takes a fifth of a call's CPU time. It is not needed, because only this layer makes
    # requests, and AWS checks them too.
    parameter_validation=False,
    user_agent="holdfast",
)
# With this many attempts, eight concurrent writers of one item all succeed.
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
    """An item has changed since it was read, or is being changed, so the caller must read again and retry."""


@cache
def client() -> "DynamoDBClient":
    session = botocore.session.get_session()
    return cast("DynamoDBClient", session.create_client("dynamodb", config=CONFIG))


def warm_up() -> None:
    """Open the connection before the first request, by reading an item that never exists.

    The read costs half a read unit. It needs no permission, because the connection stays open even if access
    is denied.
    """
    nothing = {"PK": {"S": "-"}, "SK": {"S": "-"}}
    with suppress(BotoCoreError, ClientError):
        client().get_item(TableName=settings().table_name, Key=nothing)


def retry_on_conflict(attempt: Callable[P, T]) -> Callable[P, T]:
    """Retry the function on Conflict, after a random wait; raise Unavailable if the last attempt fails too.

    Each attempt repeats the function's reads, so no attempt relies on data from an earlier one.
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
    """Send a request and return the response.

    Raises Conflict if another transaction was writing the same item, and Unavailable if the request was
    throttled or its outcome is unknown.
    """
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
    """Raise Conflict if a code means a transaction conflict, or Unavailable if a code means throttling."""
    if codes & _CONFLICTS:
        raise Conflict from error
    if codes & _THROTTLES:
        raise Unavailable from error
