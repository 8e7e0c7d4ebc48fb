"""Act on the view of working hours, and book time that it may leave outside."""

import re
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.bookings import new_client, reserve
from tests.e2e.pages.booking_steps import press
from tests.e2e.pages.calendar.staff import Staff

HOURS = re.compile(r"/api/providers/hours/\d+$")
PREVIEW = re.compile(r"/api/providers/hours/\d+\?preview=true$")


def open_hours(page: Page, lena: Staff) -> None:
    page.goto(lena.address(view="hours"))
    expect(page.get_by_role("button", name="Preview")).to_be_visible()


def choose(page: Page, label: str, time: str) -> None:
    """Choose a time of the field with this label, such as "Monday, from"."""
    page.get_by_label(label, exact=True).select_option(time)


def preview(page: Page) -> Locator:
    """Ask for a preview, and return it once it is there."""
    press(page, "Preview")
    shown = page.get_by_role("region", name="What would change")
    expect(shown).to_be_visible()
    return shown


def save(page: Page) -> None:
    press(page, "Save these hours")
    expect(page.get_by_text("The hours are saved.")).to_be_focused()


def leave_and_return(page: Page) -> None:
    """Look at another view, and come back by the menu."""
    for name in ("Services", "Working hours"):
        page.get_by_role("link", name=name, exact=True).click()


def stored(lena: Staff) -> dict[str, Any]:
    found: dict[str, Any] = lena.send("GET", f"/api/providers/hours/{lena.provider}")
    return found


def outside(lena: Staff) -> list[str]:
    """Return the ids of the appointments outside open time."""
    path = f"/api/appointments?uncovered=true&provider_id={lena.provider}"
    return [each["id"] for each in lena.send("GET", path)["items"]]


def book(lena: Staff, days: int, time: str) -> dict[str, Any]:
    """Confirm an appointment of Ana Costa so many days from now, at this time by the provider's clock."""
    wanted = f"{days_ahead(lena, days)}T{time}"
    path = f"/api/appointments/reserve?provider_id={lena.provider}&limit=1000"
    slots = lena.server.get(path).json()["items"]
    slot = next(each for each in slots if each["local_start"].startswith(wanted))
    reserve(lena.server, slot, new_client(lena.server))
    confirmed = lena.server.post(f"/api/appointments/confirm/{slot['id']}", user="admin")
    assert confirmed.status_code == 200, confirmed.text
    made: dict[str, Any] = confirmed.json()
    return made


def days_ahead(lena: Staff, days: int) -> date:
    """Return a date by the provider's clock, as the API shows it."""
    path = f"/api/appointments/reserve?provider_id={lena.provider}&limit=1"
    first = lena.server.get(path).json()["items"][0]["local_start"]
    return date.fromisoformat(first[:10]) + timedelta(days=days)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(_NAME) == name:
            return
    raise AssertionError(f"Tab never reaches {name}")


_NAME = """() => {
    const at = document.activeElement;
    return at.ariaLabel ?? at.labels?.[0]?.textContent ?? at.textContent;
}"""
