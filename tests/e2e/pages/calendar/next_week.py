"""The next week of a provider: its dates and their names, and bookings in it.

It has no time that is past, whatever the day on which the tests run.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, ViewportSize

from tests.e2e.pages.calendar.dates import spoken
from tests.e2e.pages.calendar.staff import Staff, staff
from tests.e2e.pages.calendar.week_steps import open_week
from tests.e2e.pages.practice import ZONE, Visitor, become
from tests.e2e.servers import Server

WIDE: ViewportSize = {"width": 1300, "height": 1000}


def at_work(server: Server) -> Staff:
    """Return a provider who works each day from nine to five."""
    made = staff(server)
    made.work()
    return made


def show(page: Page, staff: Staff) -> None:
    """Let a page that tests share show the week, to the user whose it is."""
    page.set_viewport_size(WIDE)
    become(page, staff.server, staff.user)
    open_week(page, staff, day=monday())


def monday() -> date:
    """Return the next Monday, which begins a week without past time."""
    today = datetime.now(ZoneInfo(ZONE)).date()
    return today + timedelta(days=7 - today.weekday())


def day(number: int = 0) -> str:
    """Return the spoken name of a day of that week: 0 is its Monday."""
    return spoken(monday() + timedelta(days=number))


def body(number: int, start: str, end: str) -> dict[str, str]:
    """Return what opens or closes a range of a day of that week."""
    that_day = monday() + timedelta(days=number)
    return {"start_datetime": f"{that_day} {start}:00", "end_datetime": f"{that_day} {end}:00"}


def book(
    server: Server,
    dana: Staff,
    who: Visitor,
    at: str,
    *,
    days: int = 0,
    service: int = 0,
    confirm: bool = True,
) -> Any:
    """Reserve the slot at a time of the Monday, or some days later, and confirm it if asked to."""
    that_day = monday() + timedelta(days=days)
    instant = datetime.fromisoformat(f"{that_day}T{at}").replace(tzinfo=ZoneInfo(ZONE))
    slot = f"{dana.provider}-{instant.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%MZ}"
    wish = {"client_id": who.clients[0]} | ({"service_id": service} if service else {})
    held = server.post(f"/api/appointments/reserve/{slot}", wish, who.user)
    assert held.status_code == 201, held.text
    if confirm:
        assert server.post(f"/api/appointments/confirm/{slot}", user=who.user).ok
    return held.json()
