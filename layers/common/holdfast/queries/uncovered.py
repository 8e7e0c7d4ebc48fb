"""Bookings outside open time: hours, a time zone or a closing may leave them there."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.actions import Item
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.part import claim_of
from holdfast.queries import calendars, slot_pages, taken
from holdfast.queries.calendars import ProvidersDay
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot, show

Days = Mapping[tuple[int, str], Day]  # by provider and date


def among(rows: Iterable[Item], days: Days, now: int) -> list[Appointment]:
    """Return the confirmed appointments among the rows with a quarter-hour that is not over and not open.

    Only quarter-hours of the visit itself count, not those of its buffers. `days` says what is open; a date
    that it does not have is closed.
    """
    claims = (claim_of(row) for row in rows if not keys.is_day(row))
    visits = (each for each in claims if isinstance(each, Appointment) and each.expires_at is None)
    return [each for each in visits if any(_outside(each, days, now))]


def of_everybody(window: Window, after: Position | None, caller: Caller) -> Page[ShownSlot, Position]:
    days = calendars.days_of_everybody(window, after, partial(calendars.days_on, window))
    return _page(days, window, after, caller)


def of_provider(
    provider_id: int, window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    return _page(calendars.days_of_provider(provider_id, window, after), window, after, caller)


def _page(
    days: Iterable[ProvidersDay], window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    """List each visit once, at the first of its quarter-hours in the window that is not open."""
    now = clock.now()
    read: dict[tuple[int, str], Day] = {}

    def slots_of(day: ProvidersDay) -> Iterator[ShownSlot]:
        if item := day.item:
            found = read[day.provider_id, day.date] = Day.from_item(item)
            for quarter in sorted(found.booked - found.open):
                if (slot := found.slot(quarter)).end > now:
                    yield ShownSlot(slot, found.zone, "taken")

    page = slot_pages.page_of(days, window, after, slots_of)
    heads = taken.heads([each.slot for each in page.items])
    # Reads may be out of date: the slot may have been cancelled and held again since its day was read.
    visits = {slot: head for slot, head in heads.items() if head.expires_at is None}
    _read_missing(read, visits.values())

    def is_first(slot: Slot) -> bool:
        outside = _outside(visits[slot], read, now)
        return slot == next((each for each in outside if each.start >= window.start), None)

    shown = [
        show(visits[each.slot], each.zone, caller)
        for each in page.items
        if each.slot in visits and is_first(each.slot)
    ]
    return Page(shown, page.last)


def _outside(visit: Appointment, days: Days, now: int) -> Iterator[Slot]:
    for slot in visit.footprint.visit(visit.slot):
        day = days.get((slot.provider_id, slot.day))
        if slot.end > now and not (day and slot.quarter in day.open):
            yield slot


def _read_missing(read: dict[tuple[int, str], Day], visits: Iterable[Appointment]) -> None:
    """Read the days on which visits begin that were listed because of a later day."""
    needed = {(slot.provider_id, slot.day) for visit in visits for slot in visit.footprint.visit(visit.slot)}
    items = table.batch_get([keys.day(*each) for each in needed - read.keys()], consistent=False)
    read |= {(day.provider_id, day.date): day for day in map(Day.from_item, items.values())}
