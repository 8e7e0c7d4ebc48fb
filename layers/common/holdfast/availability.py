"""Opening and closing a provider's time: all of a block or nothing, and never what is booked."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from holdfast import providers, table, times
from holdfast.answers import AppointmentAnswer, ClosedAnswer, OpenedAnswer, of_appointment, of_slot
from holdfast.connection import Conflict, settle
from holdfast.errors import Invalid
from holdfast.expressions import (
    CLOSE_QUARTERS,
    OPEN_QUARTERS,
    PARTITION_BETWEEN,
    SAME_CALENDAR,
    TOUCH_CALENDAR,
    all_of,
    owned,
)
from holdfast.identity import Caller
from holdfast.indexes import by_day_pk, by_day_sk, shard
from holdfast.models import CONFIRMED, Appointment, Day, Provider, is_day
from holdfast.requests import Block
from holdfast.table import Action, Refused
from holdfast.times import QUARTER, Slot

MAX_DAYS = 31
_MAX_DAYS_AHEAD = 1830  # a slip of the keyboard is further away, and a calendar stays readable at once


class _Calendar(NamedTuple):
    """What stands on the days of a block."""

    open: set[Slot]
    live: dict[Slot, Appointment]


def open_time(provider_id: int, block: Block, caller: Caller) -> OpenedAnswer:
    """Open the block and say what is new; raise NotFound, Invalid."""
    return settle(lambda: _open(providers.read_own(provider_id, caller), block, caller))


def close_time(provider_id: int, block: Block, caller: Caller) -> ClosedAnswer:
    """Close the block and name what stays booked in it; raise NotFound, Invalid."""
    return settle(lambda: _close(providers.read_own(provider_id, caller), block, caller))


def _open(provider: Provider, block: Block, caller: Caller) -> OpenedAnswer:
    slots = _slots(provider, block)
    stands = _read(provider, slots)
    _change(provider, caller, [slot for slot in slots if slot not in stands.open], _opening)
    earliest = times.earliest_start(times.now(), provider.min_notice_minutes)

    def shown(slot: Slot) -> AppointmentAnswer:
        if appointment := stands.live.get(slot):
            return of_appointment(appointment, provider.zone, caller)
        return of_slot(slot, provider.zone, "available" if slot.start >= earliest else "closed")

    return {
        "opened": [shown(slot) for slot in slots if slot not in stands.open],
        "already_open": [shown(slot) for slot in slots if slot in stands.open],
    }


def _close(provider: Provider, block: Block, caller: Caller) -> ClosedAnswer:
    slots = _slots(provider, block)
    stood = _read(provider, slots)
    _change(provider, caller, [slot for slot in slots if slot in stood.open], _closing)
    # Read again: a confirm may have come in before the time was closed, none can afterwards.
    live = _read(provider, slots).live
    booked = {slot: live[slot] for slot in slots if slot in live and live[slot].status == CONFIRMED}
    return {
        "closed": [of_slot(s, provider.zone, "closed") for s in slots if s in stood.open and s not in booked],
        "still_booked": [of_appointment(each, provider.zone, caller) for each in booked.values()],
    }


def _change(
    provider: Provider,
    caller: Caller,
    slots: Sequence[Slot],
    day_change: Callable[[Provider, str, set[int]], Action],
) -> None:
    """Change every day in one transaction, provided that neither time nor rules changed since it was read."""
    quarters: defaultdict[str, set[int]] = defaultdict(set)
    for slot in slots:
        quarters[slot.day].add(slot.quarter)
    if not quarters:
        return
    values = {"caller": caller.subject, "calendar_version": provider.calendar_version, "one": 1}
    condition = all_of(*owned(caller), SAME_CALENDAR)
    touch = table.update(Provider.key(provider.id), TOUCH_CALENDAR, condition, values)
    try:
        table.transact(touch, *(day_change(provider, date, some) for date, some in quarters.items()))
    except Refused as refused:
        raise Conflict from refused


def _opening(provider: Provider, date: str, quarters: set[int]) -> Action:
    key = Day.key(provider.id, date)
    values = {
        "quarters": quarters,
        "by_day_pk": by_day_pk(date, shard(provider.id)),
        "by_day_sk": by_day_sk(key),
        "expires_at": Day.expires_at(date),
        "time_zone": provider.time_zone,
        "min_notice_minutes": provider.min_notice_minutes,
        "provider_owner": provider.owner,
    }
    return table.update(key, OPEN_QUARTERS, None, values)


def _closing(provider: Provider, date: str, quarters: set[int]) -> Action:
    # Only days on which something was open: there is an item, so the update makes none.
    return table.update(Day.key(provider.id, date), CLOSE_QUARTERS, None, {"quarters": quarters})


def _read(provider: Provider, slots: Sequence[Slot]) -> _Calendar:
    bounds = Day.key(provider.id, slots[0].day), Appointment.key(slots[-1])
    values = {"partition": bounds[0].PK, "first": bounds[0].SK, "last": bounds[1].SK}
    calendar, now = _Calendar(set(), {}), times.now()
    for item in table.query(PARTITION_BETWEEN, values, consistent=True):
        if is_day(item):
            day = Day.from_item(item)
            calendar.open.update(map(day.slot, day.open))
        elif (appointment := Appointment.from_item(item)).is_live(now):
            calendar.live[appointment.slot] = appointment
    return calendar


def _slots(provider: Provider, block: Block) -> list[Slot]:
    """Read the block in the provider's zone; raise Invalid unless it is ahead, on the grid and short."""
    errors, bounds = [], []
    for field, text in block.model_dump().items():
        try:
            bounds.append(times.parse(text, provider.zone))
            if bounds[-1] % QUARTER:
                errors.append((field, "must be on a quarter-hour"))
        except ValueError as error:
            errors.append((field, str(error)))
    if errors:
        raise Invalid(errors)
    start, end = bounds
    if start < times.now():
        raise Invalid([("start_datetime", "is in the past")])
    if end <= start:
        raise Invalid([("end_datetime", "must be after start_datetime")])
    if times.wall_clock_days(start, end, provider.zone) > MAX_DAYS:
        raise Invalid([("end_datetime", f"must be at most {MAX_DAYS} days after start_datetime")])
    if end > times.now() + _MAX_DAYS_AHEAD * times.DAY:
        raise Invalid([("end_datetime", f"must be at most {_MAX_DAYS_AHEAD} days ahead")])
    return [Slot(provider.id, at) for at in range(start, end, QUARTER)]
