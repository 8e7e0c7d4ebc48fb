"""A provider's working hours: when she works in a week, and on which dates otherwise."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from holdfast.core import local_time, utc
from holdfast.core.wall_clock import WEEKDAYS
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item

NO_HOURS = -1  # the version of hours that do not exist; no ETag has it


class Interval(NamedTuple):
    """From `start` to `end` (exclusive), in minutes of the local clock.

    Both are counted from the midnight of the date on which the interval starts. If it runs past the next
    midnight, its end is above 1440.
    """

    start: int
    end: int


class Override(NamedTuple):
    """The intervals of each date from `first` to `last` (inclusive), instead of those of the week."""

    first: date
    last: date
    intervals: tuple[Interval, ...]


@dataclass(frozen=True)
class Rules:
    """`weekly` has the intervals of each weekday, Monday first. Overrides do not overlap.

    Days are opened for `horizon_days` local dates, today included.
    """

    weekly: tuple[tuple[Interval, ...], ...]
    overrides: tuple[Override, ...]
    horizon_days: int

    def on(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals that start on the local date."""
        for override in self.overrides:
            if override.first <= day <= override.last:
                return override.intervals
        return self.weekly[day.weekday()]

    def end(self, now: int, zone: ZoneInfo) -> str:
        """Return the first UTC date after the one on which the last local date of the horizon ends."""
        today = local_time.date_of(now, zone)
        after = local_time.DayStart(today + timedelta(days=self.horizon_days)).at(zone)
        return utc.day_of(after - 1 + utc.DAY)

    def due(self, rolled_until: str, zone: ZoneInfo) -> int:
        """Return the first instant at which `end` is later than the date, in epoch seconds."""
        last = local_time.date_of(utc.start_of(rolled_until), zone)
        return local_time.DayStart(last - timedelta(days=self.horizon_days - 1)).at(zone)


@dataclass(frozen=True)
class Hours:
    """Working hours as stored. Every change of them also counts the provider's `calendar_version`.

    `version` is the `calendar_version` that the PUT left, so no two of a provider are the same. `write_id`
    identifies that PUT. `rolled_until` is the first UTC date that the rules have not reached. `deleted` is
    True until a deletion has reached all days.
    """

    provider_id: int
    rules: Rules
    version: int
    write_id: str
    rolled_until: str
    deleted: bool = False

    @classmethod
    def from_item(cls, item: Item) -> Self:
        weekly: dict[str, str] = item["weekly"]
        return cls(
            provider_id=keys.number_of(item["PK"]),
            rules=Rules(
                weekly=tuple(_intervals(weekly.get(name, "")) for name in WEEKDAYS),
                overrides=tuple(map(_override, item["overrides"])),
                horizon_days=item["horizon_days"],
            ),
            version=item["version"],
            write_id=item["write_id"],
            rolled_until=item["rolled_until"],
            deleted=item.get("deleted", False),
        )

    def to_item(self, zone: ZoneInfo) -> Item:
        """Return the item; `zone` is the provider's, by which the index says when the next day is due."""
        weekly = zip(WEEKDAYS, self.rules.weekly, strict=True)
        return {
            **keys.hours(self.provider_id)._asdict(),
            "weekly": {name: _stored(intervals) for name, intervals in weekly if intervals},
            "overrides": [
                f"{first}/{last} {_stored(intervals)}" for first, last, intervals in self.rules.overrides
            ],
            "horizon_days": self.rules.horizon_days,
            "version": self.version,
            "write_id": self.write_id,
            "rolled_until": self.rolled_until,
            **({"deleted": True} if self.deleted else {}),
            "by_kind_pk": index_keys.hours_pk(self.provider_id),
            "by_kind_sk": 0 if self.deleted else self.rules.due(self.rolled_until, zone),
        }


def _stored(intervals: tuple[Interval, ...]) -> str:
    # A client may send 200 overrides. Text keeps the item small, and a kilobyte costs two units a day.
    return " ".join(f"{start}-{end}" for start, end in intervals)


def _intervals(stored: str) -> tuple[Interval, ...]:
    return tuple(Interval(*map(int, pair.split("-"))) for pair in stored.split())


def _override(stored: str) -> Override:
    dates, _, intervals = stored.partition(" ")
    first, last = map(date.fromisoformat, dates.split("/"))
    return Override(first, last, _intervals(intervals))
