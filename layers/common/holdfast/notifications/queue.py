"""The connection to SQS. Only functions that put messages into a queue import this module."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

import botocore.session
from botocore.config import Config

from holdfast.core import telemetry

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

K = TypeVar("K")

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    parameter_validation=False,
    user_agent="holdfast",
)


@cache
def client() -> "SQSClient":
    return cast("SQSClient", botocore.session.get_session().create_client("sqs", config=_CONFIG))


def send(url: str, bodies: Mapping[K, str]) -> set[K]:
    """Put up to ten messages into the queue; return the keys of those that it did not take.

    A retry may put a message into the queue twice. The log line names the reason of a refusal. Raises
    botocore's errors if the whole request failed; then some of the messages may be in the queue.
    """
    if not bodies:
        return set()
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies.values())]
    response = client().send_message_batch(QueueUrl=url, Entries=entries)  # type: ignore[arg-type]
    for refused in response.get("Failed", []):
        telemetry.annotate(level="WARN", error=f"SQS {refused['Code']}")
    taken = {entry["Id"] for entry in response.get("Successful", [])}
    return {key for number, key in enumerate(bodies) if str(number) not in taken}
