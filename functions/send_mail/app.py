"""Sends mails about bookings. Each message of the queue is an event, or a reminder that is due."""

from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.notifications import batch, mail

_MARGIN_MILLISECONDS = 40_000  # enough for one mail with its retries, and for the log line


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Send the mails; return which messages must come back, in the form that SQS asks for."""
    messages = event["Records"]
    with telemetry.serving(messages[0]["messageId"], context):
        run = batch.take(
            messages, mail.steps_of, lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS
        )
        telemetry.annotate(message="mails sent", failed=len(run.failed), MailsSent=run.done)
        return run.response


finish_startup()
