"""Opens the days that working hours have not reached yet. A schedule runs this function every hour."""

from dataclasses import asdict
from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.schedule import extend

_MARGIN_MILLISECONDS = 15_000  # enough for one provider's walk with its retries, and for the log line


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Open what is due; return and log the result, which `Extension` describes."""
    # An event written by hand may have no id.
    with telemetry.serving(event.get("id"), context) as elapsed:
        run = extend.extend_calendars(lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS)
        telemetry.annotate(
            message="calendars extended",
            finished=run.finished,
            failed=run.failed,
            ExtendedDays=run.days,
            OldestDueCalendar=run.oldest_age,
            ExtendTime=elapsed(),
        )
        return asdict(run)


finish_startup()
