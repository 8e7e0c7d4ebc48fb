"""The transaction that moves a confirmed booking. Its own quarter-hours count as free."""

from collections.abc import Mapping
from typing import NamedTuple

from holdfast.bookings import booked
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot, by_day
from holdfast.dynamodb import actions, keys
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.expressions import (
    BOOK_QUARTERS,
    EXISTS,
    FREE,
    FREE_QUARTERS,
    REPLACE_BOOKED,
    SAME_BOOKED,
    SAME_HOLD,
    SAME_STATUS,
    all_of,
    all_open,
    owned_by_either,
    through_link,
)
from holdfast.dynamodb.keys import Key
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.part import Part

Days = Mapping[tuple[int, str], Day]  # by provider and date


def slots(old: Appointment, new: Appointment, caller: Caller, now: int) -> list[Action]:
    """Return the actions on the slots that the booking leaves, keeps and takes."""
    before, after = old.footprint.taken(old.slot), new.footprint.taken(new.slot)
    items = _items(new)
    values = {
        "hold_id": old.hold_id,
        "status": old.status,
        "caller": caller.subject,
        "secret": caller.secret,
        "now": now,
    }

    def condition(slot: Slot) -> str:
        if slot != old.slot:
            return SAME_HOLD
        return all_of(SAME_HOLD, SAME_STATUS, *owned_by_either(caller), *through_link(caller))

    leaves = [
        actions.delete(keys.appointment(slot), condition(slot), values)
        for slot in before
        if slot not in items
    ]
    keeps = [actions.put(items[slot], condition(slot), values) for slot in after if slot in before]
    takes = [actions.put(items[slot], FREE, values) for slot in after if slot not in before]
    return [*leaves, *keeps, *takes]


def days(old: Appointment, new: Appointment, stored: Days) -> list[Action]:
    """Return the actions on the days that the booking touches, or touched; raise Conflict."""
    lost = set(old.footprint.taken(old.slot)) - set(new.footprint.taken(new.slot))
    gained = set(new.footprint.taken(new.slot)) - set(old.footprint.taken(old.slot))
    # What was a buffer need not have been open, so look again.
    visited = set(new.footprint.visit(new.slot)) - set(old.footprint.visit(old.slot))
    made = {(slot.provider_id, slot.day) for slot in gained} - stored.keys()
    touched = {(slot.provider_id, slot.day) for slot in lost | gained} - made
    changes = [
        _change(
            keys.day(*day), _Quarters(*(_on(day, slots) for slots in (lost, gained, visited))), stored[day]
        )
        for day in sorted(touched)
    ]
    if not made:
        return changes
    buffers = by_day(slot for slot in gained if (slot.provider_id, slot.day) in made)
    return [*changes, *booked.adding_new_days(new.slot.provider_id, buffers)]


class _Quarters(NamedTuple):
    """The quarters of one day that a booking leaves, that it takes, and that its visit itself takes."""

    lost: set[int]
    gained: set[int]
    visited: set[int]


def _change(key: Key, quarters: _Quarters, day: Day) -> Action:
    """Return the action on one day. DynamoDB refuses ADD and DELETE of one set in one update.

    Raises Conflict if the booking has left the day since it was read. DynamoDB would refuse the comparison
    with an empty set.
    """
    lost, gained, visited = quarters
    if not lost <= day.booked:
        raise Conflict
    is_open = all_open(sorted(visited)) if visited else EXISTS
    values: Item = {f"q{quarter}": quarter for quarter in visited}
    if lost and gained:
        values |= {"as_read": day.booked, "whole": (day.booked - lost) | gained}
        return actions.update(key, REPLACE_BOOKED, all_of(is_open, SAME_BOOKED), values)
    if gained:
        return actions.update(key, BOOK_QUARTERS, all_of(is_open), values | {"quarters": gained})
    return actions.update(key, FREE_QUARTERS, all_of(is_open), values | {"quarters": lost})


def _items(new: Appointment) -> dict[Slot, Item]:
    """Return the items of the booking where it stands from now on, by slot."""
    parts = [Part(slot, new.slot, new.hold_id or "") for slot in new.footprint.parts(new.slot)]
    return {new.slot: new.to_item()} | {part.slot: part.to_item() for part in parts}


def _on(day: tuple[int, str], slots: set[Slot]) -> set[int]:
    return {slot.quarter for slot in slots if (slot.provider_id, slot.day) == day}
