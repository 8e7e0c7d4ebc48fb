"""Act as a client on the booking page, and see what it shows."""

import re

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from local.users import password


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def times(page: Page) -> Locator:
    """Return the buttons of the times, once there are some."""
    found = page.get_by_role("button", name=re.compile(r", \d\d:\d\d.*, 45 minutes"))
    expect(found.first).to_be_visible()
    return found


def pick(page: Page, number: int = 0) -> str:
    """Choose one of the shown times, and return its spoken name."""
    found = times(page)
    button = found.nth(min(number, found.count() - 1))
    name = button.get_attribute("aria-label")
    assert name
    button.click()
    return name


def log_in(page: Page, user: str) -> None:
    """Sign in at the local login, which is a page of its own."""
    page.get_by_label("Username").fill(user)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Password").click()
    page.get_by_label(re.compile("^Password")).fill(password(user))
    page.get_by_role("button", name="Sign in").click()


def console_of(page: Page) -> list[str]:
    """Return a list that grows with each error and warning, but not with that of the login's missing icon."""
    shown: list[str] = []

    def collect(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.location["url"].endswith("/favicon.ico"):
            shown.append(message.text)

    page.on("console", collect)
    page.on("pageerror", lambda error: shown.append(str(error)))
    return shown


def hurry(page: Page) -> None:
    """Let the page wait a hundredth of the time before it tries again."""
    page.add_init_script(
        """const { setTimeout } = globalThis;
        globalThis.setTimeout = (act, wait, ...more) => setTimeout(act, wait / 100, ...more);"""
    )


def hold(page: Page, address: str, number: int = 0) -> str:
    """As somebody who is signed in, choose a time and wait for the hold."""
    page.goto(address)
    name = pick(page, number)
    heading(page, "Confirm your appointment")
    return name


def said(page: Page, text: str | re.Pattern[str]) -> None:
    """Expect an alert, which a screen reader reads at once."""
    expect(page.get_by_role("alert")).to_contain_text(text)
