"""Dates that lie ahead, whenever the tests run."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.e2e.pages.practice import ZONE


def in_days(number: int) -> date:
    return datetime.now(ZoneInfo(ZONE)).date() + timedelta(days=number)


def clocks_change(month: int) -> date:
    """Return the next last Sunday of March or October, at least a week ahead."""
    ahead = (in_days(days) for days in range(7, 400))
    return next(
        day
        for day in ahead
        if day.month == month and day.isoweekday() == 7 and (day + timedelta(days=7)).month != month
    )


def spoken(day: date) -> str:
    """Return the date as the pages say it: with the year if it is not this one."""
    year = "" if day.year == in_days(0).year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"
