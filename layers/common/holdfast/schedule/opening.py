"""Open or close a provider's time, either the whole range or nothing. Booked time stays booked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot, by_day, earliest_start
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import PARTITION_BETWEEN
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.part import Claim, Part, claim_of
from holdfast.model.provider import Provider
from holdfast.queries import profiles, working_hours
from holdfast.queries.shown import ShownSlot, show
from holdfast.schedule import day_changes
from holdfast.schedule.time_ranges import TimeRange


class Opened(NamedTuple):
    opened: list[ShownSlot]
    already_open: list[ShownSlot]


class Closed(NamedTuple):
    closed: list[ShownSlot]
    still_booked: list[ShownSlot]


class _Calendar(NamedTuple):
    """The days of a range by date, and its live holds and appointments."""

    days: dict[str, Day]
    live: dict[Slot, Claim]

    @property
    def open(self) -> set[Slot]:
        return {day.slot(quarter) for day in self.days.values() for quarter in day.open}


@retry_on_conflict
def open_time(provider_id: int, time_range: TimeRange, caller: Caller) -> Opened:
    """Open the range; return the newly opened slots and those already open. Raises NotFound, InvalidTimes."""
    provider = profiles.read_own_provider(provider_id, caller)
    slots = time_range.slots(provider)
    before = _read(provider, slots)
    _change(provider, caller, before, {date: _opening(some) for date, some in by_day(slots).items()})
    was_open, earliest = before.open, earliest_start(clock.now(), provider.min_notice_minutes)

    def shown(slot: Slot) -> ShownSlot:
        claim = before.live.get(slot)
        if isinstance(claim, Appointment):
            return show(claim, provider.zone, caller)
        if claim:
            return ShownSlot(slot, provider.zone, "taken")
        return ShownSlot(slot, provider.zone, "available" if slot.start >= earliest else "closed")

    return Opened(
        opened=[shown(slot) for slot in slots if slot not in was_open],
        already_open=[shown(slot) for slot in slots if slot in was_open],
    )


@retry_on_conflict
def close_time(provider_id: int, time_range: TimeRange, caller: Caller) -> Closed:
    """Close the range; return the closed slots and those that stay booked. Raises NotFound, InvalidTimes."""
    provider = profiles.read_own_provider(provider_id, caller)
    slots = time_range.slots(provider)
    # With working hours, closed time stays closed even if it was not open. Without them, nothing would open
    # it again, so nothing is remembered.
    remember = working_hours.find(provider_id) is not None
    before = _read(provider, slots)
    closing = {date: _closing(some, remember=remember) for date, some in by_day(slots).items()}
    _change(provider, caller, before, closing)
    booked, appointments = _still_booked(provider, slots)
    was_open = before.open
    return Closed(
        closed=[
            ShownSlot(slot, provider.zone, "closed")
            for slot in slots
            if slot in was_open and slot not in booked
        ],
        still_booked=[show(each, provider.zone, caller) for each in appointments],
    )


@retry_on_conflict
def _still_booked(provider: Provider, slots: Sequence[Slot]) -> tuple[set[Slot], list[Appointment]]:
    """Return the slots that are booked, and each of their appointments once, now that the time is closed.

    A hold may have been confirmed just before the time was closed. Now that the time is closed, no hold on
    these slots can be confirmed any more, so this read finds every appointment.
    """
    live = _read(provider, slots).live
    booked = {slot: live[slot] for slot in slots if slot in live and live[slot].expires_at is None}
    return set(booked), _appointments(booked.values())


def _appointments(claims: Iterable[Claim]) -> list[Appointment]:
    """Return each appointment once. Read those that begin outside the range.

    Raises Conflict if one was moved or cancelled after a part of it had been read.
    """
    found = list(claims)
    parts = [claim for claim in found if isinstance(claim, Part)]
    missing = {part.head for part in parts} - {claim.slot for claim in found}
    items = table.batch_get([keys.appointment(slot) for slot in missing], consistent=True)
    found += map(claim_of, items.values())
    heads = {claim.slot: claim for claim in found if isinstance(claim, Appointment)}
    if any(part.head not in heads or heads[part.head].hold_id != part.hold_id for part in parts):
        raise Conflict
    return sorted(heads.values(), key=lambda each: each.slot)


def _opening(quarters: set[int]) -> Callable[[Day], Day]:
    def opened(day: Day) -> Day:
        by_hand = day.opened | quarters if day.has_hours else day.opened
        return replace(day, open=day.open | quarters, opened=by_hand, closed=day.closed - quarters)

    return opened


def _closing(quarters: set[int], *, remember: bool) -> Callable[[Day], Day]:
    def closed(day: Day) -> Day:
        by_hand = day.closed | quarters if remember else day.closed
        return replace(day, open=day.open - quarters, opened=day.opened - quarters, closed=by_hand)

    return closed


def _change(
    provider: Provider, caller: Caller, before: _Calendar, changes: Mapping[str, Callable[[Day], Day]]
) -> None:
    """Write the days that the changes change; raise Conflict if the calendar has changed since the read."""
    days = []
    for date, change in changes.items():
        day = before.days.get(date) or Day.new(provider, date)
        if (changed := change(day)) != day:
            days.append(changed.with_rules_of(provider))
    if days:
        day_changes.write(provider, days, caller=caller)


def _read(provider: Provider, slots: Sequence[Slot]) -> _Calendar:
    values = keys.days_until(provider.id, slots[0].day, slots[-1].end)
    calendar, now = _Calendar({}, {}), clock.now()
    for item in table.query(PARTITION_BETWEEN, values, consistent=True):
        if keys.is_day(item):
            day = Day.from_item(item)
            calendar.days[day.date] = day
        elif (claim := claim_of(item)).is_live(now):
            calendar.live[claim.slot] = claim
    return calendar
