"""Delete lapsed holds. A late deletion does no harm, because a lapsed hold has no effect."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from holdfast.core import clock
from holdfast.dynamodb import actions, index_keys, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.expressions import KIND_UNTIL, LAPSED, SAME_HOLD, all_of
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import Appointment
from holdfast.model.part import claim_of

_ROWS_A_PAGE = 100


@dataclass
class Sweep:
    """The result of a run.

    `oldest_age` is the number of seconds since the oldest hold lapsed. `finished` is False if time ran out.
    """

    cleared: int = 0
    oldest_age: int = 0
    finished: bool = True


def expire_holds(has_time: Callable[[], bool]) -> Sweep:
    """Delete lapsed holds, the oldest of each partition first, as long as `has_time` returns True."""
    sweep = Sweep()
    now = clock.now()
    for partition in _partitions(now):
        values = {"partition": partition, "until": now}
        for due in table.query(KIND_UNTIL, values, index="by_kind", page_size=_ROWS_A_PAGE):
            sweep.oldest_age = max(sweep.oldest_age, now - due["by_kind_sk"])
            if not has_time():
                sweep.finished = False
                return sweep
            sweep.cleared += _clear(due, now)
    return sweep


def _partitions(now: int) -> list[str]:
    """Return the partitions of holds. Each minute, start with the next one, because a run may end early."""
    partitions = index_keys.all_holds_pks()
    first = now // 60 % len(partitions)
    return partitions[first:] + partitions[:first]


def _clear(due: Item, now: int) -> bool:
    """Delete the hold if it has lapsed. The table decides, because the index may be out of date.

    If this process ends before it has deleted all parts of a visit, TTL deletes the others.
    """
    try:
        deleted = claim_of(table.write(actions.delete(Key(due["PK"], due["SK"]), LAPSED, {"now": now})))
    except (ConditionFailed, Conflict):
        return False  # another request has deleted, replaced or confirmed the hold
    if isinstance(deleted, Appointment):  # a part of a later visit may have replaced the hold
        _clear_parts(deleted, now)
    return True


def _clear_parts(hold: Appointment, now: int) -> None:
    values = {"now": now, "hold_id": hold.hold_id}
    for part in hold.footprint.parts(hold.slot):
        with suppress(ConditionFailed, Conflict):  # another visit has taken the part's place
            table.write(actions.delete(keys.appointment(part), all_of(LAPSED, SAME_HOLD), values))
