"""Asks for the next attempts of the deliveries that are due."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from holdfast.core import clock
from holdfast.core.settings import webhook_settings
from holdfast.dynamodb import actions, index_keys, table, webhook_keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.expressions import MOVE_NEXT, SAME_NEXT
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed
from holdfast.notifications import due
from holdfast.notifications.queue import send
from holdfast.webhooks import messages
from holdfast.webhooks.attempt import MOVED_SECONDS


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
    bodies = {Key(row["PK"], row["SK"]): messages.message(*webhook_keys.delivery_of(row)) for row in rows}
    refused = send(webhook_settings().queue_url, bodies)
    for row in rows:
        key = Key(row["PK"], row["SK"])
        if key in refused:
            run.failed += 1
            continue
        run.sent += 1
        values = {"as_read": row["by_kind_sk"], "next": now + MOVED_SECONDS}
        with suppress(ConditionFailed):  # an attempt has ended since the index was read
            table.write(actions.update(key, MOVE_NEXT, SAME_NEXT, values))
