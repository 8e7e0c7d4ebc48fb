"""Instants and days in UTC. Instants are epoch seconds, days are dates as YYYY-MM-DD."""

from datetime import UTC, datetime
from functools import lru_cache

DAY = 24 * 60 * 60
FOREVER = 253_370_764_800  # 9999-01-01


@lru_cache(maxsize=2048)  # a list has the same times for many providers
def text(instant: int) -> str:
    """Return RFC 3339, such as 2026-12-02T09:00:00Z."""
    return datetime.fromtimestamp(instant, UTC).isoformat().replace("+00:00", "Z")


def instant(rfc_3339: str) -> int:
    """Parse the result of `text`, or the shorter times in ids and keys."""
    return int(datetime.fromisoformat(rfc_3339).timestamp())


def day_of(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).date().isoformat()


def start_of(day: str) -> int:
    """Return the midnight at which the day starts; raise ValueError if there is no such day."""
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
