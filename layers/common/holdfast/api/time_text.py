"""Times in requests: RFC 3339, or local time."""

import re
from datetime import datetime

from holdfast.core.local_time import DayStart, WallTime

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:00)?")
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6}0*)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_YEARS = range(2000, 9000)  # far from the years in which adding an offset overflows


def parse(text: str, *, has_zone: bool) -> WallTime:
    """Parse RFC 3339 or, if `has_zone` is True, local time as `YYYY-MM-DD HH:MM`.

    Local time may have `T` instead of the space, and may end in `:00` for the seconds. Raises ValueError for
    any other text. Its message is shown to the caller.
    """
    if not _is_time(text, has_zone=has_zone):
        raise ValueError(f"This must be {_forms(has_zone=has_zone)}.")
    return _wall_time(text)


def parse_from_day(text: str, *, has_zone: bool) -> WallTime | DayStart:
    """Parse a time in a query: do the same as `parse`, but accept `YYYY-MM-DD` as the start of that day."""
    if _DATE.fullmatch(text):
        return DayStart(_moment(text).date())
    if not _is_time(text, has_zone=has_zone):
        raise ValueError(
            _hint(text) or f"This must be {_forms(has_zone=has_zone)}, or a date, such as 2026-12-02."
        )
    return _wall_time(text)


def _is_time(text: str, *, has_zone: bool) -> bool:
    return bool(_RFC_3339.fullmatch(text) or (has_zone and _LOCAL.fullmatch(text)))


def _forms(*, has_zone: bool) -> str:
    local = ", or local time, such as 2026-12-02 09:00" if has_zone else ""
    return f"RFC 3339, such as 2026-12-02T09:00:00Z{local}"


def _hint(text: str) -> str | None:
    """Return how to mend a time that is almost right."""
    if _LOCAL.fullmatch(text):
        return "Local time needs provider_id."
    if _RFC_3339.fullmatch(text.replace(" ", "+")):
        return "Write + as %2B in a URL."  # a query's + means a blank
    return None


def _wall_time(text: str) -> WallTime:
    moment = _moment(text)
    if moment.microsecond:
        raise ValueError("This must be a whole second.")
    return WallTime(moment)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("There is no such time.") from None
    if moment.year not in _YEARS:
        raise ValueError("This is too far away.")
    return moment
