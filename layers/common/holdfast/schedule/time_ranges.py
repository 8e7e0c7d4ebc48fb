"""A range of time as a provider enters it, and the slots in it."""

from typing import Literal, NamedTuple

from holdfast.core import clock, local_time, utc
from holdfast.core.errors import InvalidTimes, TimeFault
from holdfast.core.local_time import NoSuchLocalTime, WallTime
from holdfast.core.slots import QUARTER, Slot
from holdfast.model.provider import Provider

MAX_DAYS = 31
_MAX_DAYS_AHEAD = 1830  # rejects typing errors in the year, and limits how much of a calendar is read


class TimeRange(NamedTuple):
    """From `start` (inclusive) to `end` (exclusive), each an instant or a local time of the provider."""

    start: WallTime
    end: WallTime

    def slots(self, provider: Provider) -> list[Slot]:
        """Return the slots that have not begun.

        Raises InvalidTimes if the range is past, empty, too long or too far ahead. The same applies
        if `start` or `end` is not at a quarter-hour, or is a local time that a clock change skips or repeats.
        """
        start, end = self._instants(provider)
        now = clock.now()
        if end <= start:
            raise InvalidTimes(TimeFault("end", "not_after_start"))
        if local_time.days_between(start, end, provider.zone) > MAX_DAYS:
            raise InvalidTimes(TimeFault("end", "too_long", MAX_DAYS))
        if end > now + _MAX_DAYS_AHEAD * utc.DAY:
            raise InvalidTimes(TimeFault("end", "too_far_ahead", _MAX_DAYS_AHEAD))
        slots = [Slot(provider.id, at) for at in range(start, end, QUARTER) if at >= now]
        if not slots:
            raise InvalidTimes(TimeFault("start", "past"))
        return slots

    def _instants(self, provider: Provider) -> list[int]:
        faults: list[TimeFault] = []
        instants: list[int] = []
        ends: list[tuple[Literal["start", "end"], WallTime]] = [("start", self.start), ("end", self.end)]
        for end, wall_time in ends:
            try:
                instants.append(wall_time.at(provider.zone))
                if instants[-1] % QUARTER:
                    faults.append(TimeFault(end, "off_grid"))
            except NoSuchLocalTime as error:
                faults.append(TimeFault(end, error.reason))
        if faults:
            raise InvalidTimes(*faults)
        return instants
