"""What keeps a visit from starting at a time. Lists, refusals and explanations all come from here."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from holdfast.core.slots import QUARTER, earliest_start
from holdfast.model.visit import Visit

Reason = Literal["held", "booked", "not_open", "past", "too_soon", "off_grid", "too_short", "no_buffer"]


class Span(NamedTuple):
    """Successive quarter-hours of a provider. Bit n of a number stands for the one at start + n * QUARTER.

    `start` is in epoch seconds. `held` and `booked` are the quarter-hours that others have taken.
    """

    start: int
    length: int
    open: int
    held: int
    booked: int

    @classmethod
    def of(
        cls, start: int, end: int, *, open_: Iterable[int], held: Iterable[int], booked: Iterable[int]
    ) -> Self:
        """Make a span from the starts of its open, held and booked quarter-hours, in epoch seconds."""

        def bits(starts: Iterable[int]) -> int:
            return sum(1 << (at - start) // QUARTER for at in {*starts} if start <= at < end)

        return cls(start, (end - start) // QUARTER, bits(open_), bits(held), bits(booked))

    @property
    def every(self) -> int:
        return (1 << self.length) - 1

    def bit(self, start: int) -> int:
        return 1 << (start - self.start) // QUARTER

    def before(self, instant: int) -> int:
        """Return the quarter-hours that start before the instant, in epoch seconds."""
        count = -(-(instant - self.start) // QUARTER)
        return (1 << min(max(count, 0), self.length)) - 1


class Rules(NamedTuple):
    """`now` is in epoch seconds. `notice` is the minimum notice that counts, in minutes."""

    zone: ZoneInfo
    now: int
    notice: int


def obstacles(span: Span, visit: Visit, rules: Rules) -> dict[Reason, int]:
    """Map each reason to the quarter-hours of the span at which it keeps the visit from starting.

    The reasons are in the order in which a refusal prefers them. A quarter-hour without any reason is a start
    that can be reserved, if the span contains the whole visit with its buffers.
    """
    quarters, before, after = visit.footprint
    taken = span.held | span.booked
    free = span.open & ~taken
    past = span.before(earliest_start(rules.now, 0))
    return {
        "held": span.held,
        "booked": span.booked,
        "not_open": span.every & ~span.open,
        "past": past,
        "too_soon": span.before(earliest_start(rules.now, rules.notice)) & ~past,
        "off_grid": _off_grid(span.start, span.length, visit.grid_minutes, rules.zone),
        "too_short": span.every & ~_all(free, range(1, quarters)),
        "no_buffer": span.every & _any(taken, [*range(-before, 0), *range(quarters, quarters + after)]),
    }


def possible(against: dict[Reason, int], span: Span) -> int:
    """Return the quarter-hours of the span that no reason rules out."""
    ruled_out = 0
    for starts in against.values():
        ruled_out |= starts
    return span.every & ~ruled_out


def _all(quarters: int, distances: Iterable[int]) -> int:
    """Return each quarter-hour from which the one at every distance is among the given ones."""
    found = -1
    for distance in distances:
        found &= _moved(quarters, distance)
    return found


def _any(quarters: int, distances: Iterable[int]) -> int:
    """Return each quarter-hour from which the one at some distance is among the given ones."""
    found = 0
    for distance in distances:
        found |= _moved(quarters, distance)
    return found


def _moved(quarters: int, distance: int) -> int:
    return quarters >> distance if distance >= 0 else quarters << -distance


@lru_cache(maxsize=1024)  # a list has the same days for many providers
def _off_grid(start: int, length: int, minutes: int, zone: ZoneInfo) -> int:
    off = 0
    for number in range(length):
        local = datetime.fromtimestamp(start + number * QUARTER, zone)
        if (local.hour * 60 + local.minute) % minutes:
            off |= 1 << number
    return off
