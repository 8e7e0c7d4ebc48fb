"""Pages of starts: slots at which a whole visit of a service fits, with its buffers."""

from collections.abc import Iterator
from heapq import merge

from holdfast.core import utc
from holdfast.core.slots import QUARTER, QUARTERS_PER_DAY, Slot
from holdfast.dynamodb.actions import Item
from holdfast.model.service import Service
from holdfast.model.visit import Visit
from holdfast.queries import calendars, surroundings
from holdfast.queries.calendars import SLOTS_A_ROW, ProvidersDay
from holdfast.queries.fitting import starts_of
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot
from holdfast.queries.slot_pages import page_of
from holdfast.queries.surroundings import Dates

_FEW = 100  # the days of so few providers are read one by one, instead of the days of everybody

Starts = Page[ShownSlot, Position]


def of_provider(service: Service, provider_id: int, window: Window, after: Position | None) -> Starts:
    """List the starts with one provider; none if the provider does not offer the service."""
    providers = {provider_id} if service.is_offered_by(provider_id) else set()
    return _of_few(providers, Visit.of(service), window, after)


def of_everybody(service: Service, window: Window, after: Position | None) -> Starts:
    """List the starts with all providers of the service, in the order of UTC day, provider and time."""
    providers, visit = service.provider_ids if service.active else set(), Visit.of(service)
    if len(providers) <= _FEW:
        return _of_few(providers, visit, window, after)
    # A row of a day has fewer starts than quarter-hours, so a page of starts needs more rows.
    dates = Dates(window._replace(limit=window.limit * SLOTS_A_ROW // _starts_a_row(visit)))

    def starts(day: ProvidersDay) -> Iterator[ShownSlot]:
        if day.provider_id in providers:
            yield from starts_of(day, visit, window, dates.rows)

    days = calendars.days_of_everybody(window, after, dates.days_on)
    return page_of(days, window, after, starts)


def _starts_a_row(visit: Visit) -> int:
    """Return about how many visits can start on a day with the usual number of open quarter-hours."""
    grid = visit.grid_minutes * 60 // QUARTER
    return max(1, (SLOTS_A_ROW + 1 - visit.footprint.quarters) // grid + 1)


def of_visit(visit: Visit, provider_id: int, window: Window) -> list[ShownSlot]:
    """List the starts of a visit with a provider, whether or not its service is still offered."""
    return _of_few({provider_id}, visit, window, None).items


def nearest(slot: Slot, visit: Visit) -> list[ShownSlot]:
    """Return up to three starts with the same provider on the same UTC day, nearest to the slot first."""
    midnight = utc.start_of(slot.day)
    window = Window(midnight, midnight + utc.DAY, QUARTERS_PER_DAY)
    others = [each for each in of_visit(visit, slot.provider_id, window) if each.slot != slot]
    return sorted(others, key=lambda each: abs(each.slot.start - slot.start))[:3]


def _of_few(providers: set[int], visit: Visit, window: Window, after: Position | None) -> Starts:
    def starts(day: ProvidersDay) -> Iterator[ShownSlot]:
        return starts_of(day, visit, window, _nothing_more)

    of_each = [_days_of(provider, visit, window, after) for provider in providers]
    days = merge(*of_each, key=lambda day: (day.date, day.provider_id))
    return page_of(days, window, after, starts)


def _days_of(
    provider_id: int, visit: Visit, window: Window, after: Position | None
) -> Iterator[ProvidersDay]:
    """Yield the provider's days, each with the rows around it that visits may take."""
    if after and provider_id < after.provider_id:  # an earlier page has this provider's day
        after = Position(_next_date(after.date), provider_id, 0)
    if utc.start_of(calendars.first_date(window, after)) < window.end:
        yield from surroundings.joined(
            calendars.days_of_provider(provider_id, window, after, visit.footprint)
        )


def _next_date(date: str) -> str:
    return utc.day_of(utc.start_of(date) + utc.DAY)


def _nothing_more(_date: str, _provider_id: int) -> list[Item]:
    return []
