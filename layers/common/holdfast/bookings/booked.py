"""The changes of `booked` on the days that a visit touches. Buffers may lie outside open time."""

from typing import NamedTuple

from holdfast.core.slots import by_day
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.expressions import (
    BOOK_NEW_DAY,
    BOOK_QUARTERS,
    EXISTS,
    FREE_QUARTERS,
    SAME_CALENDAR,
    TOUCH_CALENDAR,
    all_of,
    all_open,
)
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.queries import profiles


class Days(NamedTuple):
    """Actions on the days with quarter-hours of the visit itself, and on those that only buffers touch."""

    visit: list[Action]
    buffer: list[Action]


def adding(appointment: Appointment) -> Days:
    """Return the actions that add the quarter-hours to `booked`, if those of the visit itself are open."""
    visit = by_day(appointment.footprint.visit(appointment.slot))
    taken = by_day(appointment.footprint.taken(appointment.slot))
    of_visit = [_add_if_open(appointment, date, taken[date], open_) for date, open_ in visit.items()]
    buffers = {date: quarters for date, quarters in taken.items() if date not in visit}
    return Days(of_visit, _add_buffers(appointment.slot.provider_id, buffers) if buffers else [])


def removing(appointment: Appointment) -> list[Action]:
    """Return the actions that remove the quarter-hours from `booked`."""
    provider = appointment.slot.provider_id
    return [
        actions.update(keys.day(provider, date), FREE_QUARTERS, EXISTS, {"quarters": quarters})
        for date, quarters in by_day(appointment.footprint.taken(appointment.slot)).items()
    ]


def _add_if_open(appointment: Appointment, date: str, taken: set[int], visit: set[int]) -> Action:
    values = {"quarters": taken, **{f"q{quarter}": quarter for quarter in visit}}
    day = keys.day(appointment.slot.provider_id, date)
    return actions.update(day, BOOK_QUARTERS, all_of(all_open(sorted(visit))), values)


def adding_new_days(provider_id: int, buffers: dict[str, set[int]]) -> list[Action]:
    """Return the actions that make the days, which do not exist, with the provider's rules.

    That counts as a change of the calendar, as opening time does. Otherwise a request that changes the rules
    at the same time would not see the new days, and they would keep the old rules.
    """
    provider = profiles.read_provider(provider_id)
    same = {"calendar_version": provider.calendar_version, "one": 1}
    days = [
        actions.update(
            keys.day(provider_id, date),
            BOOK_NEW_DAY,
            None,
            Day.new(provider, date).to_item() | {"quarters": quarters},
        )
        for date, quarters in buffers.items()
    ]
    return [actions.update(keys.provider(provider_id), TOUCH_CALENDAR, all_of(SAME_CALENDAR), same), *days]


def _add_buffers(provider_id: int, buffers: dict[str, set[int]]) -> list[Action]:
    """Return the actions on days that only buffers touch, and that may not exist."""
    found = table.batch_get([keys.day(provider_id, date) for date in buffers], consistent=True)
    known = {keys.date_of(item) for item in found.values()}
    existing = [
        actions.update(keys.day(provider_id, date), BOOK_QUARTERS, EXISTS, {"quarters": buffers[date]})
        for date in sorted(known)
    ]
    absent = {date: quarters for date, quarters in buffers.items() if date not in known}
    return [*existing, *adding_new_days(provider_id, absent)] if absent else existing
