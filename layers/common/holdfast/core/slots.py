"""Slots: a provider's quarter-hours. Instants are epoch seconds."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Self

from holdfast.core import utc
from holdfast.core.ids import MAX_ID
from holdfast.core.utc import DAY

QUARTER = 15 * 60
QUARTERS_PER_DAY = DAY // QUARTER

_ID = re.compile(r"([1-9][0-9]{0,15})-([0-9]{8}T(?:[01][0-9]|2[0-3])(?:00|15|30|45)Z)")


class Slot(NamedTuple):
    """A provider's quarter-hour; `start` is in epoch seconds. Slots sort by provider, then time."""

    provider_id: int
    start: int

    @classmethod
    def at(cls, provider_id: int, day: str, quarter: int) -> Self:
        return cls(provider_id, utc.start_of(day) + quarter * QUARTER)

    @classmethod
    def from_id(cls, text: str) -> Self:
        """Parse `<provider_id>-20261202T0900Z`; raise ValueError for any other form."""
        if not (match := _ID.fullmatch(text)) or int(match[1]) > MAX_ID:
            raise ValueError("is not the id of an appointment")
        return cls(int(match[1]), utc.instant(match[2]))

    @property
    def id(self) -> str:
        return f"{self.provider_id}-{_time_in_id(self.start)}"

    @property
    def end(self) -> int:
        return self.start + QUARTER

    @property
    def day(self) -> str:
        return utc.day_of(self.start)

    @property
    def quarter(self) -> int:
        return self.start % DAY // QUARTER


def by_day(slots: Iterable[Slot]) -> dict[str, set[int]]:
    """Return the quarters of the slots, keyed by UTC day."""
    quarters: defaultdict[str, set[int]] = defaultdict(set)
    for slot in slots:
        quarters[slot.day].add(slot.quarter)
    return dict(quarters)


@lru_cache(maxsize=2048)  # a list has the same times for many providers
def _time_in_id(start: int) -> str:
    at = utc.text(start)
    return f"{at[:4]}{at[5:7]}{at[8:13]}{at[14:16]}Z"


def earliest_start(now: int, min_notice_minutes: int) -> int:
    """Return the start of the first slot that has not begun and respects the minimum notice."""
    soonest = now + max(1, min_notice_minutes * 60)
    return -(-soonest // QUARTER) * QUARTER
