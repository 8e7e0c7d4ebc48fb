"""Pages of open and taken slots, of all providers or of one."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.slots import QUARTERS_PER_DAY, Slot
from holdfast.model.day import Day
from holdfast.queries import calendars, free_slots, profiles, taken
from holdfast.queries.calendars import ProvidersDay
from holdfast.queries.free_slots import Live
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot

SlotsOf = Callable[[Day, Live, int], Iterable[ShownSlot]]

_MOST_ROWS = 2000  # a page ends after reading this many rows, however few slots it has


def of_everybody(window: Window, after: Position | None, caller: Caller) -> Page[ShownSlot, Position]:
    """List slots in the order of UTC day, provider and time."""
    days = calendars.days_of_everybody(window, after, partial(calendars.days_on, window))
    return _for_caller(days, window, after, caller, free_slots.slots_of)


def of_provider(
    provider_id: int, window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    days = calendars.days_of_provider(provider_id, window, after)
    return _for_caller(days, window, after, caller, free_slots.slots_of)


def with_too_soon(
    provider_id: int, window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    """List a provider's slots and, as `closed`, the free ones that start within the minimum notice."""
    days = calendars.days_of_provider(provider_id, window, after)
    return _for_caller(days, window, after, caller, free_slots.slots_and_too_soon_of)


def nearest_open(slot: Slot) -> list[ShownSlot]:
    """Return up to three available slots of the same provider and day, nearest to the slot first."""
    day, now = calendars.day_of(slot.provider_id, slot.day), clock.now()
    found = _slots(day, free_slots.live_of(day.rows, now), now, free_slots.slots_of)
    others = [each for each in found if each.status == "available" and each.slot != slot]
    others.sort(key=lambda each: abs(each.slot.start - slot.start))
    return others[:3]


def page_of(
    days: Iterable[ProvidersDay],
    window: Window,
    after: Position | None,
    slots_of: Callable[[ProvidersDay], Iterable[ShownSlot]],
) -> Page[ShownSlot, Position]:
    """Collect slots day by day until the page is full, or until enough rows have been read."""
    found: list[ShownSlot] = []
    read = 0
    for day in days:
        found += _wanted(slots_of(day), window, after, day)
        if len(found) >= window.limit:
            found = found[: window.limit]
            return Page(found, Position.of(found[-1].slot))
        read += day.cost
        if read > _MOST_ROWS:
            return Page(found, Position(day.date, day.provider_id, QUARTERS_PER_DAY))
    return Page(found, None)


def _for_caller(
    days: Iterable[ProvidersDay],
    window: Window,
    after: Position | None,
    caller: Caller,
    shown_on: SlotsOf,
) -> Page[ShownSlot, Position]:
    live: Live = {}

    def slots_of(day: ProvidersDay) -> Iterable[ShownSlot]:
        now = clock.now()
        of_day = free_slots.live_of(day.rows, now)
        live.update(of_day)
        return _slots(day, of_day, now, shown_on)

    page = page_of(days, window, after, slots_of)
    if window.status == "available":
        return page
    shown = taken.show_taken(page.items, live, caller)
    return Page([each for each in shown if window.status in (None, each.status)], page.last)


def _slots(day: ProvidersDay, live: Live, now: int, shown_on: SlotsOf) -> Iterator[ShownSlot]:
    """Yield the slots of a provider's day, from its item and from what is taken."""
    if item := day.item:
        yield from shown_on(Day.from_item(item), live, now)
    elif on_it := free_slots.on_day(live, day.date):
        # The item of a past day has been deleted, but its appointments remain. A day on which the provider
        # never opened time has no item while only the buffer of a held visit touches it.
        zone = profiles.zone_of(day.provider_id)
        yield from (ShownSlot(slot, zone, "taken") for slot in on_it)


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
