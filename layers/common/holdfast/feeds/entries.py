"""What a feed shows: bookings that stand, and bookings that calendars have to forget."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from holdfast.core.settings import settings
from holdfast.model.gone import Gone

# A response of Lambda has at most 6 MB. An entry takes 1.3 KB if its names are as long as they can be.
MOST_ENTRIES = 4000

_FORMAT = 1  # raise this if the same entries are written differently, so that programs fetch them again


class Entry(NamedTuple):
    """A booking in a calendar. Times are in epoch seconds; the version counts its changes."""

    booking_id: int
    version: int
    start: int
    end: int
    status: Literal["CONFIRMED", "CANCELLED"]
    summary: str


class Shown(NamedTuple):
    """A calendar's name and its entries, in the order of time."""

    name: str
    created_at: int
    entries: list[Entry]

    @property
    def tag(self) -> str:
        """Return a digest of all that the calendar says, for its ETag."""
        content = json.dumps([_FORMAT, settings().service, *self])
        return hashlib.sha256(content.encode()).hexdigest()[:32]


def cancelled(gone: Iterable[Gone], current: Iterable[Entry]) -> Iterator[Entry]:
    """Yield an entry for each booking that is gone and does not stand, in its latest version."""
    known = {entry.booking_id for entry in current}
    latest: dict[int, Gone] = {}
    for each in sorted(gone, key=lambda each: each.version):
        latest[each.booking_id] = each
    for each in latest.values():
        if each.booking_id not in known:
            yield Entry(each.booking_id, each.version, each.start, each.end, "CANCELLED", "Cancelled")


def most_useful(entries: Iterable[Entry], now: int) -> list[Entry]:
    """Return at most MOST_ENTRIES in the order of time: coming ones first, then the latest of the past."""
    by_time = sorted(entries, key=lambda entry: (entry.start, entry.booking_id))
    ahead = [entry for entry in by_time if entry.end > now][:MOST_ENTRIES]
    past = [entry for entry in by_time if entry.end <= now]
    room = MOST_ENTRIES - len(ahead)
    return past[max(0, len(past) - room) :] + ahead
