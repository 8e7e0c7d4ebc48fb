"""Quarter-hours, days, zones and slots. Instants are epoch seconds, days are UTC dates as YYYY-MM-DD."""

import re
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo, reset_tzpath

import tzdata

# The rules that are shipped and pinned, everywhere alike, and not those of whatever machine this is; by path,
# for zoneinfo's own way into the package imports all of importlib.resources in a first request.
reset_tzpath(to=[str(Path(tzdata.__file__).parent / "zoneinfo")])

QUARTER = 15 * 60
DAY = 24 * 60 * 60
QUARTERS_PER_DAY = DAY // QUARTER
MAX_ID = 2**53 - 1  # exact in JSON and in JavaScript
FOREVER = 253_370_764_800  # 9999-01-01

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:00")
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6}0*)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_ID = re.compile(r"([1-9][0-9]{0,15})-([0-9]{8}T(?:[01][0-9]|2[0-3])(?:00|15|30|45)Z)")
_YEARS = range(2000, 9000)  # far from where adding an offset overflows


def now() -> int:
    return int(time.time())


def pause(seconds: float) -> None:
    """Wait between two tries; tests replace it, as they do `now`."""
    time.sleep(seconds)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Raise ValueError if the time-zone database does not know the name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError("is not a time zone of the IANA database, such as Europe/Berlin") from None


def parse(text: str, local_zone: ZoneInfo | None = None) -> int:
    """Read RFC 3339 or, with a zone, `YYYY-MM-DD HH:MM:00` as the clock on the wall there.

    Raises ValueError for anything else, and for a local time that a change of clocks skips or repeats.
    """
    if _RFC_3339.fullmatch(text):
        return _epoch(_calendar_date(text.upper()))
    if local_zone and _LOCAL.fullmatch(text):
        return _from_wall_clock(_calendar_date(text), local_zone)
    local = " or YYYY-MM-DD HH:MM:00" if local_zone else ""
    raise ValueError(f"must be RFC 3339, such as 2026-12-02T09:00:00Z{local}")


def _calendar_date(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a time that exists") from None
    if moment.year not in _YEARS:
        raise ValueError("is too far away")
    return moment


def _from_wall_clock(wall: datetime, local_zone: ZoneInfo) -> int:
    first, second = (wall.replace(tzinfo=local_zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(local_zone).replace(tzinfo=None) != wall:
        raise ValueError("is skipped by a change of clocks in the provider's time zone")
    if first.utcoffset() != second.utcoffset():
        raise ValueError("comes twice in the provider's time zone; write it with its offset")
    return _epoch(first)


def _epoch(moment: datetime) -> int:
    if moment.microsecond:
        raise ValueError("must be a whole second")
    return int(moment.timestamp())


def wall_clock_days(start: int, end: int, local_zone: ZoneInfo) -> float:
    """How many days pass on the wall between two instants; a change of clocks makes no difference."""
    first, last = (
        datetime.fromtimestamp(instant, local_zone).replace(tzinfo=None) for instant in (start, end)
    )
    return (last - first) / timedelta(days=1)


def utc(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat().replace("+00:00", "Z")


def local(instant: int, local_zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(instant, local_zone).isoformat()


def day_of(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).date().isoformat()


def start_of(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def earliest_start(instant: int, min_notice_minutes: int) -> int:
    """Return the first slot that has not started and leaves the provider its notice."""
    soonest = instant + max(1, min_notice_minutes * 60)
    return -(-soonest // QUARTER) * QUARTER


def quarters_by_day(start: int, end: int) -> dict[str, set[int]]:
    """Return the quarters 0..95 of each UTC day from start to before end; both on the grid."""
    days: defaultdict[str, set[int]] = defaultdict(set)
    for instant in range(start, end, QUARTER):
        days[day_of(instant)].add(instant % DAY // QUARTER)
    return dict(days)


class Slot(NamedTuple):
    """A provider's quarter-hour; `start` is in epoch seconds. Sorts by provider, then time."""

    provider_id: int
    start: int

    @classmethod
    def at(cls, provider_id: int, day: str, quarter: int) -> Self:
        return cls(provider_id, start_of(day) + quarter * QUARTER)

    @classmethod
    def from_id(cls, text: str) -> Self:
        """Read `<provider_id>-20261202T0900Z`; raise ValueError unless it is exactly that."""
        if not (match := _ID.fullmatch(text)) or int(match[1]) > MAX_ID:
            raise ValueError("is not the id of an appointment")
        return cls(int(match[1]), _epoch(datetime.fromisoformat(match[2])))

    @property
    def id(self) -> str:
        return f"{self.provider_id}-{datetime.fromtimestamp(self.start, UTC):%Y%m%dT%H%MZ}"

    @property
    def end(self) -> int:
        return self.start + QUARTER

    @property
    def day(self) -> str:
        return day_of(self.start)

    @property
    def quarter(self) -> int:
        return self.start % DAY // QUARTER
