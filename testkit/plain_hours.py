"""Working hours in plain words, for tests: one instant at a time, by comparing the text of a wall clock."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.api.hours_body import HoursBody
from holdfast.core.slots import QUARTER
from holdfast.core.utc import DAY
from holdfast.model.hours import Rules

Body = Mapping[str, Any]  # as a request has it
Times = Sequence[Sequence[str]]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rules(body: Body) -> Rules:
    """Return the rules of a body; one without `weekly` has no weekly hours."""
    return HoursBody.model_validate({"weekly": {}} | dict(body)).rules()


def every_day(*times: tuple[str, str], **fields: Any) -> dict[str, Any]:
    """Return a body with the same times on all days."""
    return {"weekly": {day: [list(pair) for pair in times] for day in DAYS}, **fields}


def is_open(body: Body, zone: ZoneInfo, instant: int) -> bool:
    """Say whether the wall clock is within working hours at the instant."""
    local = datetime.fromtimestamp(instant, UTC).astimezone(zone)
    clock, yesterday = f"{local:%H:%M}", local.date() - timedelta(days=1)
    begun_today = any(
        start <= clock < (end if start < end else "24:00") for start, end in _times(body, local.date())
    )
    return begun_today or any(end <= start and clock < end for start, end in _times(body, yesterday))


def end_of(body: Body, zone: ZoneInfo, now: int) -> int:
    """Return the UTC midnight before which days are open: that after the end of the horizon."""
    horizon: int = body["horizon_days"]
    last = local_date(now, zone) + timedelta(days=horizon - 1)
    instant = now - now % QUARTER + (horizon + 2) * DAY
    while local_date(instant, zone) > last:
        instant -= QUARTER
    return instant - instant % DAY + DAY


def local_date(instant: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(instant, UTC).astimezone(zone).date()


def _times(body: Body, day: date) -> Times:
    for each in body.get("overrides", ()):
        if each["from"] <= day.isoformat() <= each["to"]:
            override: Times = each["hours"]
            return override
    weekly: Times = body.get("weekly", {}).get(DAYS[day.weekday()], ())
    return weekly
