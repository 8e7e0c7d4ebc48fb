"""Put the reminders that are due into the queue of mails, and drop those that are no longer of use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from holdfast.core import clock, telemetry
from holdfast.core.settings import mail_settings
from holdfast.dynamodb import actions, index_keys, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.model.part import claim_of
from holdfast.model.reminder import MOST_LATE, Reminder
from holdfast.notifications import due, queue
from holdfast.notifications.reminder_message import message_of

T = TypeVar("T")


@dataclass
class Run:
    """The result of a run.

    `sent` reminders are in the queue of mails. `dropped` were too late, or of a booking that stands elsewhere
    or nowhere. `failed` could not be read or sent; the next run tries again. `oldest_age` is the number of
    seconds since the first of all was due. `finished` is False if time ran out.
    """

    sent: int = 0
    dropped: int = 0
    failed: int = 0
    oldest_age: int = 0
    finished: bool = True


def send_reminders(has_time: Callable[[], bool]) -> Run:
    """Send what is due, the longest due of each partition first, as long as `has_time` returns True."""
    run, now = Run(), clock.now()
    for rows in due.rows(index_keys.all_due_pks(), now):
        run.oldest_age = max(run.oldest_age, now - rows[0]["by_kind_sk"])
        if not has_time():
            run.finished = False
            return run
        _handle(rows, run)
    return run


def _handle(rows: list[Item], run: Run) -> None:
    """Send or drop these reminders, then delete their items. A stack that sends no mail drops them all.

    If this process ends in between, the next run sends the same messages, and one id gets one mail. What
    failed stays until it is an hour late.
    """
    now = clock.now()
    is_mail_sent = bool(mail_settings().sender)  # otherwise, nothing reads the queue
    wanted = [row for row in rows if is_mail_sent and now <= row["by_kind_sk"] + MOST_LATE]
    messages, failed = _messages(wanted, now)
    failed |= queue.send(mail_settings().queue_url, messages)
    for row in rows:
        key = Key(row["PK"], row["SK"])
        if key in failed:
            run.failed += 1
            continue
        table.write(actions.delete(key, None, {}))
        run.sent += key in messages
        run.dropped += key not in messages


def _messages(rows: list[Item], now: int) -> tuple[dict[Key, str], set[Key]]:
    """Return the messages of the reminders that still hold, and the keys of those that cannot be read."""
    messages: dict[Key, str] = {}
    unreadable: set[Key] = set()
    reminders = {Key(row["PK"], row["SK"]): _tried(Reminder.from_row, row) for row in rows}
    slots = [keys.appointment(each.slot) for each in reminders.values() if each]
    heads = table.batch_get(slots, consistent=True)
    for key, reminder in reminders.items():
        head = heads.get(keys.appointment(reminder.slot)) if reminder else None
        claim = _tried(claim_of, head) if head else None
        if not reminder or (head and not claim):
            unreadable.add(key)
        elif isinstance(claim, Appointment) and _is_current(reminder, claim) and reminder.is_useful(now):
            messages[key] = message_of(reminder, claim)
    return messages, unreadable


def _tried(read: Callable[[Item], T], item: Item) -> T | None:
    """Return what `read` makes of the item, or None: one damaged item must not keep the others waiting."""
    try:
        return read(item)
    except (LookupError, TypeError, ValueError) as error:
        telemetry.annotate(level="WARN", error=telemetry.error_name(error))
        return None


def _is_current(reminder: Reminder, booking: Appointment) -> bool:
    """Return True if it is the reminder's booking, and has not changed since.

    A booking that was moved has reminders of its newer version.
    """
    return (
        booking.status == CONFIRMED
        and booking.booking_id == reminder.booking_id
        and booking.version == reminder.version
    )
