"""Notes for calendar feeds which bookings were cancelled or moved. A queue has the events."""

from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.feeds.gone import steps_of
from holdfast.notifications import batch

_MARGIN_MILLISECONDS = 5_000  # enough for one item with its retries, and for the log line


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Note each event; return which messages must come back, as SQS asks for it."""
    messages = event["Records"]
    with telemetry.serving(messages[0]["messageId"], context):
        run = batch.take(
            messages, steps_of, lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS
        )
        telemetry.annotate(message="cancellations noted", noted=run.done, failed=len(run.failed))
        return run.response


finish_startup()
