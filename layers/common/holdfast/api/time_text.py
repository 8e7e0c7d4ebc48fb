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
    if not _RFC_3339.fullmatch(text) and not (has_zone and _LOCAL.fullmatch(text)):
        local = " or local time, such as 2026-12-02 09:00" if has_zone else ""
        raise ValueError(f"This must be RFC 3339, such as 2026-12-02T09:00:00Z{local}.")
    moment = _moment(text)
    if moment.microsecond:
        raise ValueError("This must be a whole second.")
    return WallTime(moment)


def parse_from_day(text: str, *, has_zone: bool) -> WallTime | DayStart:
    """Do the same as `parse`, but also accept `YYYY-MM-DD`, which means the start of that day."""
    if _DATE.fullmatch(text):
        return DayStart(_moment(text).date())
    return parse(text, has_zone=has_zone)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("There is no such time.") from None
    if moment.year not in _YEARS:
        raise ValueError("This is too far away.")
    return moment
