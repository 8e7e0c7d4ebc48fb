"""Puts messages into the queue of deliveries."""

from holdfast.core.settings import webhook_settings
from holdfast.notifications import clients


def send(body: str, delay: int = 0) -> None:
    """Send the message, to be received after `delay` seconds, at most 900; raise botocore's errors."""
    clients.client("sqs").send_message(
        QueueUrl=webhook_settings().queue_url, MessageBody=body, DelaySeconds=delay
    )
