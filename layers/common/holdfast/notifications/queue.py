"""Puts messages into a queue, ten in a request."""

from collections.abc import Mapping
from typing import TypeVar

from holdfast.core import telemetry
from holdfast.notifications import clients

K = TypeVar("K")


def send(url: str, bodies: Mapping[K, str]) -> set[K]:
    """Put up to ten messages into the queue; return the keys of those that it did not take.

    A retry may put a message into the queue twice. The log line names the reason of a refusal. Raises
    botocore's errors if the whole request failed; then some of the messages may be in the queue.
    """
    if not bodies:
        return set()
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies.values())]
    response = clients.client("sqs").send_message_batch(QueueUrl=url, Entries=entries)
    for refused in response.get("Failed", []):
        telemetry.annotate(level="WARN", error=f"SQS {refused['Code']}")
    taken = {entry["Id"] for entry in response.get("Successful", [])}
    return {key for number, key in enumerate(bodies) if str(number) not in taken}
