"""Asks for the next attempts of deliveries that are due. A schedule runs this function every minute."""

from dataclasses import asdict
from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.webhooks.retry import retry_deliveries

# Enough for ten deliveries, and for the log line. If each of their calls is retried, the run is cut off. Then
# the next one repeats some messages, which changes nothing.
_MARGIN_MILLISECONDS = 15_000


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Send what is due; return and log the result, which `Run` describes."""
    # An event written by hand may have no id.
    with telemetry.serving(event.get("id"), context) as elapsed:
        run = retry_deliveries(lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS)
        telemetry.annotate(
            message="deliveries retried",
            finished=run.finished,
            failed=run.failed,
            retried=run.sent,
            OldestDueRetry=run.oldest_age,
            RetryTime=elapsed(),
        )
        return asdict(run)


finish_startup()
