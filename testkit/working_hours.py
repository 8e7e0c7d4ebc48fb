"""Sets Dana's working hours, and reads what was stored."""

from typing import Any

from holdfast.core import clock, utc
from holdfast.core.errors import NotFound
from holdfast.dynamodb import keys, table
from holdfast.model.day import Day
from holdfast.model.hours import Hours
from holdfast.queries import calendars, working_hours
from holdfast.schedule import hours
from testkit import plain_hours
from testkit.plain_hours import Body, every_day
from testkit.users import DANA

MORNINGS = every_day(("09:00", "10:00"), horizon_days=3)
NOONS = every_day(("09:30", "12:30"), horizon_days=2)
NIGHTS = every_day(("22:00", "04:00"), horizon_days=3)


def put(provider: int, body: Body, version: int | None = None) -> Hours:
    return hours.put(provider, plain_hours.rules(body), DANA, version)


def delete(provider: int) -> None:
    hours.delete(provider, DANA, None)


def days(provider: int) -> dict[str, Day]:
    """Return the stored days from today on (UTC), by date."""
    return calendars.stored_days(provider, utc.day_of(clock.now()))


def open_on(provider: int, date: str) -> set[int]:
    day = days(provider).get(date)
    return day.open if day else set()


def calendar_version(provider: int) -> int:
    found = table.get(keys.provider(provider))
    if not found:
        raise NotFound("provider")
    version: int = found["calendar_version"]
    return version


def state(provider: int) -> Any:
    """Return the hours and all days that have any time, without what differs between providers."""
    found = working_hours.find(provider)
    of_hours = found and (found.rules, found.rolled_until, found.deleted)
    of_days = {
        date: (day.open, day.booked, day.opened, day.closed, day.has_hours, day.zone.key)
        for date, day in days(provider).items()
        if day.open | day.booked | day.opened | day.closed
    }
    return of_hours, of_days
