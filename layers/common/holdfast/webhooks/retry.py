"""Asks for the next attempts of the deliveries that are due."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from holdfast.core import clock, telemetry
from holdfast.core.settings import webhook_settings
from holdfast.dynamodb import actions, index_keys, table, webhook_keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import MOVE_NEXT, SAME_NEXT
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed
from holdfast.notifications import due
from holdfast.notifications.queue import send
from holdfast.webhooks import messages
from holdfast.webhooks.steps import MOVED_SECONDS


@dataclass
class Run:
    """The result of a run.

    `sent` deliveries have a message in their queue. `failed` could not be read or sent; the next run tries
    again. `oldest_age` is the number of seconds since the first of all was due. `finished` is False if time
    ran out.
    """

    sent: int = 0
    failed: int = 0
    oldest_age: int = 0
    finished: bool = True


def retry_deliveries(has_time: Callable[[], bool]) -> Run:
    """Send what is due, the longest due of each partition first, as long as `has_time` returns True."""
    run, now = Run(), clock.now()
    for rows in due.rows(index_keys.all_retry_pks(), now):
        run.oldest_age = max(run.oldest_age, now - rows[0]["by_kind_sk"])
        if not has_time():
            run.finished = False
            return run
        _handle(rows, run, now)
    return run


def _handle(rows: list[Item], run: Run, now: int) -> None:
    """Send a message for each delivery, then move it on in the index.

    It stays there until the attempt has ended. So if its message is lost, a later run sends another one.
    """
    bodies = {Key(row["PK"], row["SK"]): body for row in rows if (body := _body(row))}
    sent = bodies.keys() - send(webhook_settings().queue_url, bodies)
    run.sent += len(sent)
    run.failed += len(rows) - len(sent)
    for row in rows:
        key = Key(row["PK"], row["SK"])
        if key in sent:
            _move_on(key, row["by_kind_sk"], now + MOVED_SECONDS)


def _body(row: Item) -> str | None:
    """Return the message, or None for a damaged item, which must not keep the others waiting."""
    try:
        return messages.message(*webhook_keys.delivery_of(row))
    except (LookupError, ValueError) as error:
        telemetry.annotate(level="WARN", error=telemetry.error_name(error))
        return None


@retry_on_conflict
def _move_on(key: Key, as_read: int, next_at: int) -> None:
    with suppress(ConditionFailed):  # an attempt has ended since the index was read
        table.write(actions.update(key, MOVE_NEXT, SAME_NEXT, {"as_read": as_read, "next": next_at}))
