"""Dates and times in English words, in a time zone. Instants are epoch seconds."""

from datetime import datetime
from zoneinfo import ZoneInfo


def long(instant: int, zone: ZoneInfo) -> str:
    """Return a text such as `Wednesday 2 December 2026, 10:00`."""
    moment = datetime.fromtimestamp(instant, zone)
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M}"


def short(instant: int, zone: ZoneInfo) -> str:
    """Return a text such as `Wed 2 Dec 2026, 10:00`."""
    moment = datetime.fromtimestamp(instant, zone)
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M}"


def span(start: int, end: int, zone: ZoneInfo) -> str:
    """Return a text such as `Wednesday 2 December 2026, 10:00 to 10:45 (Europe/Berlin, UTC+01:00)`."""
    first, last = (datetime.fromtimestamp(instant, zone) for instant in (start, end))
    until = f"{last:%H:%M}" if first.date() == last.date() else long(end, zone)
    if first.utcoffset() == last.utcoffset():
        return f"{long(start, zone)} to {until} ({zone.key}, {_offset(first)})"
    return f"{long(start, zone)} ({_offset(first)}) to {until} ({_offset(last)}) ({zone.key})"


def _offset(moment: datetime) -> str:
    return f"UTC{moment.isoformat()[-6:]}"
