"""A range of time as a provider gives it, and the slots that it comes to."""

from typing import Literal, NamedTuple

from holdfast.core import clock, local_time, utc
from holdfast.core.errors import InvalidTimes, TimeFault
from holdfast.core.local_time import NoSuchLocalTime, WallTime
from holdfast.core.slots import QUARTER, Slot
from holdfast.model.provider import Provider

MAX_DAYS = 31
_MAX_DAYS_AHEAD = 1830  # a slip of the keyboard is further away, and a calendar stays readable at once


class TimeRange(NamedTuple):
    """From `start` to before `end`, each an instant or the clock on the provider's wall."""

    start: WallTime
    end: WallTime

    def slots(self, provider: Provider) -> list[Slot]:
        """Raise InvalidTimes unless the range is ahead, on quarter-hours and short enough."""
        start, end = self._instants(provider)
        now = clock.now()
        if start < now:
            raise InvalidTimes(TimeFault("start", "past"))
        if end <= start:
            raise InvalidTimes(TimeFault("end", "not_after_start"))
        if local_time.days_between(start, end, provider.zone) > MAX_DAYS:
            raise InvalidTimes(TimeFault("end", "too_long", MAX_DAYS))
        if end > now + _MAX_DAYS_AHEAD * utc.DAY:
            raise InvalidTimes(TimeFault("end", "too_far_ahead", _MAX_DAYS_AHEAD))
        return [Slot(provider.id, at) for at in range(start, end, QUARTER)]

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
