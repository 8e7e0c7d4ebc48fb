"""Times in requests: RFC 3339, or local time."""

import re
from datetime import datetime

from holdfast.core.local_time import WallTime

_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:00")
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6}0*)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_YEARS = range(2000, 9000)  # far from the years in which adding an offset overflows


def parse(text: str, *, has_zone: bool) -> WallTime:
    """Parse RFC 3339 or, if there is a time zone to use, `YYYY-MM-DD HH:MM:00`; raise ValueError."""
    if not _RFC_3339.fullmatch(text) and not (has_zone and _LOCAL.fullmatch(text)):
        local = " or YYYY-MM-DD HH:MM:00" if has_zone else ""
        raise ValueError(f"must be RFC 3339, such as 2026-12-02T09:00:00Z{local}")
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError("is not a time that exists") from None
    if moment.year not in _YEARS:
        raise ValueError("is too far away")
    if moment.microsecond:
        raise ValueError("must be a whole second")
    return WallTime(moment)
