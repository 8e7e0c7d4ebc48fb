"""Clear lapsed holds, each minute."""

from dataclasses import asdict
from typing import Any

from holdfast.startup import ready

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import expiry, telemetry

_MARGIN = 10_000  # milliseconds: enough for a last delete and its retries, and for the report


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Report how many holds were cleared, and how late the oldest was, in seconds."""
    # Who clears holds by hand need not make up an event.
    with telemetry.serving(event.get("id"), context) as elapsed:
        sweep = expiry.expire_holds(lambda: context.get_remaining_time_in_millis() > _MARGIN)
        telemetry.note(
            message="holds expired",
            finished=sweep.finished,
            Lapses=sweep.cleared,
            OldestLapsedHold=sweep.oldest_age,
            SweepTime=elapsed(),
        )
        return asdict(sweep)


ready()
