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
from holdfast.queries.free_slots import Entry
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
    found = _entries(calendars.rows_of_day(slot.provider_id, slot.day), clock.now())
    others = [entry for entry in found if entry.available and entry.slot != slot]
    others.sort(key=lambda entry: abs(entry.slot.start - slot.start))
    return [ShownSlot(entry.slot, entry.zone, "available") for entry in others[:3]]


def _page(
    days: Iterable[ProvidersDay], window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    found: list[Entry] = []
    read = 0
    for day in days:
        found += _wanted(day, window, after)
        if len(found) >= window.limit:
            found = found[: window.limit]
            return Page(_shown(found, window, caller), Position.of(found[-1].slot))
        read += day.cost
        if read > _MOST_ROWS:
            return Page(_shown(found, window, caller), Position(day.date, day.provider_id, QUARTERS_PER_DAY))
    return Page(_shown(found, window, caller), None)


def _wanted(day: ProvidersDay, window: Window, after: Position | None) -> list[Entry]:
    """Return the entries of a day that are in the window and after the position."""
    entries = [entry for entry in _entries(day.rows, clock.now()) if window.has(entry.slot)]
    if window.status:
        entries = [entry for entry in entries if entry.available == (window.status == "available")]
    if after and Position(day.date, day.provider_id, 0) <= after:
        entries = [entry for entry in entries if Position.of(entry.slot) > after]
    return entries


def _shown(entries: list[Entry], window: Window, caller: Caller) -> list[ShownSlot]:
    """Show the slots. If taken slots were read without their clients, read the clients from the table."""
    unread = [keys.appointment(e.slot) for e in entries if not e.available and not e.appointment]
    items = table.batch_get(unread, consistent=False)
    shown = []
    for entry in entries:
        item = items.get(keys.appointment(entry.slot)) if items else None
        if appointment := entry.appointment or (Appointment.from_item(item) if item else None):
            shown.append(show(appointment, entry.zone, caller))
        else:
            shown.append(ShownSlot(entry.slot, entry.zone, "available" if entry.available else "taken"))
    return [each for each in shown if window.status in (None, each.status)]


def _entries(rows: list[Item], now: int) -> Iterator[Entry]:
    """Yield the slots of a provider's day, from its item and its live holds and appointments."""
    live = free_slots.live_of(rows, now)
    if day := next((Day.from_item(row) for row in rows if keys.is_day(row)), None):
        yield from free_slots.entries(day, live, now)
    elif live:  # a past day's item has been deleted, but its confirmed appointments remain
        zone = profiles.zone_of(next(iter(live)).provider_id)
        yield from (Entry(slot, zone, available=False, appointment=live[slot]) for slot in live)
