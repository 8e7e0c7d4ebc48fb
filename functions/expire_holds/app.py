"""Deletes lapsed holds. A schedule runs this function every minute."""

from dataclasses import asdict
from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.bookings import expire
from holdfast.core import telemetry

_MARGIN_MILLISECONDS = 10_000  # enough for the last delete with its retries, and for the log line


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Delete lapsed holds; return and log the result, which `Sweep` describes."""
    # An event written by hand may have no id.
    with telemetry.serving(event.get("id"), context) as elapsed:
        sweep = expire.expire_holds(lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS)
        telemetry.annotate(
            message="holds expired",
            finished=sweep.finished,
            Lapses=sweep.cleared,
            OldestLapsedHold=sweep.oldest_age,
            SweepTime=elapsed(),
        )
        return asdict(sweep)


finish_startup()
