"""Sends events to webhooks. Each message of the queue asks for one attempt."""

from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.notifications import batch
from holdfast.webhooks.attempt import steps_of

_MARGIN_MILLISECONDS = 20_000  # enough for one attempt and what it writes, and for the log line


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Make the attempts; return which messages must come back, in the form that SQS asks for."""
    messages = event["Records"]
    with telemetry.serving(messages[0]["messageId"], context):
        run = batch.take(
            messages, steps_of, lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS
        )
        telemetry.annotate(message="deliveries sent", failed=len(run.failed), Deliveries=run.done)
        return run.response


finish_startup()
