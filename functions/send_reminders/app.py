"""Puts the reminders that are due into the queue of mails. A schedule runs this function every minute."""

from dataclasses import asdict
from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.core import telemetry
from holdfast.notifications.send_reminders import send_reminders

# Enough for ten reminders, and for the log line. If each of their calls is retried, the run is cut off. Then
# the next one repeats some messages, which changes nothing.
_MARGIN_MILLISECONDS = 15_000


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Send what is due; return and log the result, which `Run` describes."""
    # An event written by hand may have no id.
    with telemetry.serving(event.get("id"), context) as elapsed:
        run = send_reminders(lambda: context.get_remaining_time_in_millis() > _MARGIN_MILLISECONDS)
        telemetry.annotate(
            message="reminders sent",
            finished=run.finished,
            failed=run.failed,
            dropped=run.dropped,
            Reminders=run.sent,
            OldestDueReminder=run.oldest_age,
            ReminderTime=elapsed(),
        )
        return asdict(run)


finish_startup()
