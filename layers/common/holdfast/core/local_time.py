"""Time zones and local times. Instants are epoch seconds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, reset_tzpath

import tzdata

# Use the rules of the pinned tzdata package instead of the machine's, so that all environments have the same
# rules. Set the path explicitly, because zoneinfo's own search for the package would import all of
# importlib.resources in the first request.
reset_tzpath(to=[str(Path(tzdata.__file__).parent / "zoneinfo")])


class NoSuchLocalTime(Exception):
    """A clock change skips the local time, or repeats it."""

    def __init__(self, reason: Literal["skipped", "repeated"]) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class WallTime:
    """A time as a user wrote it: an instant if it has an offset, otherwise a local time."""

    moment: datetime

    @property
    def needs_zone(self) -> bool:
        return self.moment.tzinfo is None

    def at(self, local_zone: ZoneInfo) -> int:
        """Return the instant; raise NoSuchLocalTime if a clock change skips or repeats the local time."""
        if not self.needs_zone:
            return int(self.moment.timestamp())
        first, second = (self.moment.replace(tzinfo=local_zone, fold=fold) for fold in (0, 1))
        if first.astimezone(UTC).astimezone(local_zone).replace(tzinfo=None) != self.moment:
            raise NoSuchLocalTime("skipped")
        if first.utcoffset() != second.utcoffset():
            raise NoSuchLocalTime("repeated")
        return int(first.timestamp())


class DayStart(NamedTuple):
    """The start of a local day: midnight, unless a clock change skips midnight."""

    date: date

    def at(self, local_zone: ZoneInfo) -> int:
        # If a clock change skips midnight, zoneinfo uses the offset before the change, so the result is the
        # first instant after the gap. If midnight comes twice, the result is the first midnight.
        return int(datetime.combine(self.date, time.min, local_zone).timestamp())


def date_of(instant: int, local_zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(instant, local_zone).date()


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the time zone; raise ValueError if the time zone database does not have the name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(name) from None


@lru_cache(maxsize=2048)  # a list has the same times for many providers
def text(instant: int, local_zone: ZoneInfo) -> str:
    """Return RFC 3339 with the offset of the zone, such as 2026-12-02T10:00:00+01:00."""
    return datetime.fromtimestamp(instant, local_zone).isoformat()


def days_between(start: int, end: int, local_zone: ZoneInfo) -> float:
    """Return the number of days between two instants. A day with a clock change counts as one day."""
    first, last = (
        datetime.fromtimestamp(instant, local_zone).replace(tzinfo=None) for instant in (start, end)
    )
    return (last - first) / timedelta(days=1)
