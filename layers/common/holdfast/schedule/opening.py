"""Open or close a provider's time, either the whole range or nothing. Booked time stays booked."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot, by_day, earliest_start
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import (
    CLOSE_QUARTERS,
    OPEN_QUARTERS,
    PARTITION_BETWEEN,
    SAME_CALENDAR,
    TOUCH_CALENDAR,
    all_of,
    owned,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.part import Claim, Part, claim_of
from holdfast.model.provider import Provider
from holdfast.queries import profiles
from holdfast.queries.shown import ShownSlot, show
from holdfast.schedule.time_ranges import TimeRange


class Opened(NamedTuple):
    opened: list[ShownSlot]
    already_open: list[ShownSlot]


class Closed(NamedTuple):
    closed: list[ShownSlot]
    still_booked: list[ShownSlot]


class _Calendar(NamedTuple):
    """The open slots of a range, and its live holds and appointments."""

    open: set[Slot]
    live: dict[Slot, Claim]


@retry_on_conflict
def open_time(provider_id: int, time_range: TimeRange, caller: Caller) -> Opened:
    """Open the range; return the newly opened slots and those already open. Raises NotFound, InvalidTimes."""
    provider = profiles.read_own_provider(provider_id, caller)
    slots = time_range.slots(provider)
    before = _read(provider, slots)
    _change(provider, caller, (slot for slot in slots if slot not in before.open), _opening)
    earliest = earliest_start(clock.now(), provider.min_notice_minutes)

    def shown(slot: Slot) -> ShownSlot:
        claim = before.live.get(slot)
        if isinstance(claim, Appointment):
            return show(claim, provider.zone, caller)
        if claim:
            return ShownSlot(slot, provider.zone, "taken")
        return ShownSlot(slot, provider.zone, "available" if slot.start >= earliest else "closed")

    return Opened(
        opened=[shown(slot) for slot in slots if slot not in before.open],
        already_open=[shown(slot) for slot in slots if slot in before.open],
    )


@retry_on_conflict
def close_time(provider_id: int, time_range: TimeRange, caller: Caller) -> Closed:
    """Close the range; return the closed slots and those that stay booked. Raises NotFound, InvalidTimes."""
    provider = profiles.read_own_provider(provider_id, caller)
    slots = time_range.slots(provider)
    before = _read(provider, slots)
    _change(provider, caller, (slot for slot in slots if slot in before.open), _closing)
    # Read again: a hold may have been confirmed just before the time was closed. Now that the time is closed,
    # no hold on these slots can be confirmed any more, so this read finds every appointment.
    live = _read(provider, slots).live
    booked = {slot: live[slot] for slot in slots if slot in live and live[slot].expires_at is None}
    return Closed(
        closed=[
            ShownSlot(slot, provider.zone, "closed")
            for slot in slots
            if slot in before.open and slot not in booked
        ],
        still_booked=[show(each, provider.zone, caller) for each in _appointments(booked.values())],
    )


def _appointments(claims: Iterable[Claim]) -> list[Appointment]:
    """Return each appointment once. Read those that begin outside the range."""
    found = list(claims)
    known = {claim.slot: claim for claim in found if isinstance(claim, Appointment)}
    missing = {claim.head for claim in found if isinstance(claim, Part)} - known.keys()
    items = table.batch_get([keys.appointment(slot) for slot in missing], consistent=True)
    heads = [*known.values(), *map(Appointment.from_item, items.values())]
    return sorted(heads, key=lambda each: each.slot)


def _change(
    provider: Provider,
    caller: Caller,
    slots: Iterable[Slot],
    day_change: Callable[[Provider, str, set[int]], Action],
) -> None:
    """Change all days in one transaction; raise Conflict if `calendar_version` has changed since the read."""
    quarters = by_day(slots)
    if not quarters:
        return
    values = {"caller": caller.subject, "calendar_version": provider.calendar_version, "one": 1}
    condition = all_of(*owned(caller), SAME_CALENDAR)
    touch = actions.update(keys.provider(provider.id), TOUCH_CALENDAR, condition, values)
    try:
        table.transact(touch, *(day_change(provider, date, some) for date, some in quarters.items()))
    except ConditionFailed as failed:
        raise Conflict from failed


def _opening(provider: Provider, date: str, quarters: set[int]) -> Action:
    item = Day.new(provider, date).to_item()
    return actions.update(keys.day(provider.id, date), OPEN_QUARTERS, None, item | {"quarters": quarters})


def _closing(provider: Provider, date: str, quarters: set[int]) -> Action:
    # Time is closed only on days with open slots. Such a day has an item, so the update cannot create it.
    return actions.update(keys.day(provider.id, date), CLOSE_QUARTERS, None, {"quarters": quarters})


def _read(provider: Provider, slots: Sequence[Slot]) -> _Calendar:
    values = keys.days_until(provider.id, slots[0].day, slots[-1].end)
    calendar, now = _Calendar(set(), {}), clock.now()
    for item in table.query(PARTITION_BETWEEN, values, consistent=True):
        if keys.is_day(item):
            day = Day.from_item(item)
            calendar.open.update(map(day.slot, day.open))
        elif (claim := claim_of(item)).is_live(now):
            calendar.live[claim.slot] = claim
    return calendar
