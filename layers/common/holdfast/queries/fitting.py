"""Work out at which slots of a day a whole visit fits, from rows that have been read."""

from collections.abc import Callable, Iterator

from holdfast.core import clock, utc
from holdfast.core.slots import QUARTER, QUARTERS_PER_DAY, Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item
from holdfast.model.day import Day
from holdfast.model.footprint import Footprint
from holdfast.model.visit import Visit
from holdfast.queries import free_slots
from holdfast.queries.calendars import ProvidersDay
from holdfast.queries.obstacles import Rules, Span, obstacles, possible
from holdfast.queries.pages import Window
from holdfast.queries.shown import ShownSlot

_WHOLE_DAY = (1 << QUARTERS_PER_DAY) - 1

# Returns the rows of a date and provider that have not been read with the day.
More = Callable[[str, int], list[Item]]


def starts_of(day: ProvidersDay, visit: Visit, window: Window, more: More) -> Iterator[ShownSlot]:
    """Yield the slots of the day at which the visit can start, in order of time.

    `more` is asked for the day before or after only if a visit that starts in the window may reach into it.
    """
    if not (item := day.item):
        return
    today, now = Day.from_item(item), clock.now()
    rules = Rules(today.zone, now, visit.notice(today.min_notice_minutes))
    span = _span(day.date, day.rows, visit.footprint, now)
    own = (_WHOLE_DAY << visit.footprint.before) & span.before(window.end) & ~span.before(window.start)

    def found(span: Span) -> int:
        return possible(obstacles(span, visit, rules), span) & own

    beyond = span.every & ~(_WHOLE_DAY << visit.footprint.before)
    starts = found(span._replace(open=span.open | beyond))
    if dates := _dates_reached(starts, day.date, visit.footprint):
        rows = [row for date in dates for row in more(date, day.provider_id)]
        starts = found(_span(day.date, [*day.rows, *rows], visit.footprint, now))
    for number in _numbers(starts):
        slot = Slot(day.provider_id, span.start + number * QUARTER)
        yield ShownSlot(
            slot, today.zone, "available", quarters=visit.footprint.quarters, service_id=visit.service_id
        )


def _span(date: str, rows: list[Item], footprint: Footprint, now: int) -> Span:
    """Return the day, and the time before and after it that visits may take."""
    days = [Day.from_item(row) for row in rows if keys.is_day(row)]
    midnight = utc.start_of(date)
    return Span.of(
        midnight - footprint.before * QUARTER,
        midnight + utc.DAY + footprint.reach * QUARTER,
        open_=_starts(days, "open"),
        held=[slot.start for slot in free_slots.live_of(rows, now)],
        booked=_starts(days, "booked"),
    )


def _starts(days: list[Day], name: str) -> Iterator[int]:
    for day in days:
        midnight = utc.start_of(day.date)
        yield from (midnight + quarter * QUARTER for quarter in getattr(day, name))


def _dates_reached(starts: int, date: str, footprint: Footprint) -> list[str]:
    """Return the dates before and after the day that visits from some of the starts would touch."""
    early = ((1 << footprint.before) - 1) << footprint.before
    late = ((1 << footprint.reach) - 1) << (footprint.before + QUARTERS_PER_DAY - footprint.reach)
    midnight = utc.start_of(date)
    dates = [(early, midnight - utc.DAY), (late, midnight + utc.DAY)]
    return [utc.day_of(other) for reaching, other in dates if starts & reaching]


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
