"""Pages of open and taken slots, of all providers or of one."""

from collections.abc import Iterable, Iterator

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.slots import QUARTERS_PER_DAY, Slot
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.actions import Item
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.queries import calendars, free_slots, profiles
from holdfast.queries.calendars import ProvidersDay
from holdfast.queries.free_slots import Live
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot, show

_MOST_ROWS = 2000  # a page ends after reading this many rows, however few slots it has


def of_everybody(window: Window, after: Position | None, caller: Caller) -> Page[ShownSlot, Position]:
    """List slots in the order of UTC day, provider and time."""
    return _page(calendars.days_of_everybody(window, after), window, after, caller)


def of_provider(
    provider_id: int, window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    return _page(calendars.days_of_provider(provider_id, window, after), window, after, caller)


def nearest_open(slot: Slot) -> list[ShownSlot]:
    """Return up to three available slots of the same provider and day, nearest to the slot first."""
    rows, now = calendars.rows_of_day(slot.provider_id, slot.day), clock.now()
    found = _slots(rows, free_slots.live_of(rows, now), now)
    others = [each for each in found if each.status == "available" and each.slot != slot]
    others.sort(key=lambda each: abs(each.slot.start - slot.start))
    return others[:3]


def _page(
    days: Iterable[ProvidersDay], window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    found: list[ShownSlot] = []
    live: dict[Slot, Appointment | None] = {}
    read = 0
    for day in days:
        now = clock.now()
        of_day = free_slots.live_of(day.rows, now)
        live |= of_day
        found += _wanted(_slots(day.rows, of_day, now), window, after, day)
        if len(found) >= window.limit:
            found = found[: window.limit]
            return Page(_for_caller(found, live, window, caller), Position.of(found[-1].slot))
        read += day.cost
        if read > _MOST_ROWS:
            last = Position(day.date, day.provider_id, QUARTERS_PER_DAY)
            return Page(_for_caller(found, live, window, caller), last)
    return Page(_for_caller(found, live, window, caller), None)


def _slots(rows: list[Item], live: Live, now: int) -> Iterator[ShownSlot]:
    """Yield the slots of a provider's day, from its item and its live holds and appointments."""
    if day := next((Day.from_item(row) for row in rows if keys.is_day(row)), None):
        yield from free_slots.slots_of(day, live, now)
    elif live:  # a past day's item has been deleted, but its confirmed appointments remain
        zone = profiles.zone_of(next(iter(live)).provider_id)
        yield from (ShownSlot(slot, zone, "taken") for slot in live)


def _wanted(
    found: Iterable[ShownSlot], window: Window, after: Position | None, day: ProvidersDay
) -> list[ShownSlot]:
    """Return the slots of a day that are in the window and after the position."""
    slots = [each for each in found if window.start <= each.slot.start < window.end]
    if window.status:
        only_available = window.status == "available"
        slots = [each for each in slots if (each.status == "available") == only_available]
    if after and Position(day.date, day.provider_id, 0) <= after:
        slots = [each for each in slots if Position.of(each.slot) > after]
    return slots


def _for_caller(found: list[ShownSlot], live: Live, window: Window, caller: Caller) -> list[ShownSlot]:
    """Show the taken slots as the caller may see them. Read the clients from the table if no row had them."""
    if window.status == "available":
        return found
    taken = [each.slot for each in found if each.status == "taken"]
    unread = [keys.appointment(slot) for slot in taken if not live.get(slot)]
    items = table.batch_get(unread, consistent=False).values()
    appointments = {**live, **{keys.slot_of(item): Appointment.from_item(item) for item in items}}
    shown = [
        show(appointment, each.zone, caller) if (appointment := appointments.get(each.slot)) else each
        for each in found
    ]
    return [each for each in shown if window.status in (None, each.status)]
