"""Which quarter-hours working hours open. Nothing here reads or writes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holdfast.core import utc
from holdfast.core.slots import QUARTER, QUARTERS_PER_DAY
from holdfast.core.wall_clock import MINUTES_PER_DAY
from holdfast.model.day import Day
from holdfast.model.hours import Interval, Rules
from holdfast.model.provider import Provider

_IntervalsOn = Callable[[date], Iterable[Interval]]


def quarters_on(rules: Rules, zone: ZoneInfo, utc_date: str) -> set[int]:
    """Return the quarter-hours of a UTC date whose local time, at their start, is in an interval.

    So the hours that a clock change repeats are open twice, and those that it skips are not open.
    """
    midnight, on = utc.start_of(utc_date), cache(rules.on)  # a UTC date has at most three local dates
    return {
        quarter
        for quarter in range(QUARTERS_PER_DAY)
        if _is_open(on, datetime.fromtimestamp(midnight + quarter * QUARTER, zone))
    }


def wanted(day: Day, provider: Provider, by_hours: set[int], now: int, *, forget_closed: bool = False) -> Day:
    """Return the day as it must be stored: open are the hours and what was opened by hand, less `closed`.

    `now` is in epoch seconds; quarter-hours that have begun stay as they are. The day gets the provider's
    rules. `forget_closed` is for the deletion of the hours.
    """
    closed = set() if forget_closed else day.closed
    begun = set(range(-(-(now - utc.start_of(day.date)) // QUARTER)))
    return replace(
        day.with_rules_of(provider),
        open=(day.open & begun) | (((by_hours | day.opened_by_hand) - closed) - begun),
        opened=day.opened_by_hand if by_hours else set(),
        closed=closed,
        has_hours=bool(by_hours),
    )


def _is_open(on: _IntervalsOn, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return any(start <= minute < end for start, end in on(today)) or any(
        minute + MINUTES_PER_DAY < end for _, end in on(yesterday)
    )
