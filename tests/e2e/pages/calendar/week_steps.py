"""Act on the week of the calendar, and see what it shows."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.calendar.staff import Staff


def blocks(page: Page) -> Locator:
    """Return the buttons of the blocks, in the order of time."""
    return page.locator("button[data-from]")


def block(page: Page, name: str) -> Locator:
    """Return the block whose full name ends like this."""
    return page.get_by_role("button", name=re.compile(re.escape(name) + "$"))


def names(page: Page, day: str = "") -> list[str]:
    """Return the full names of the blocks, without those of other days."""
    shown = [str(each.get_attribute("aria-label")) for each in blocks(page).all()]
    return [name for name in shown if name.startswith(day)]


def expect_blocks(page: Page, day: str, *expected: str) -> None:
    """Wait until the day has exactly these blocks."""
    expect(page.locator(f'button[data-from][aria-label^="{day}, "]')).to_have_count(len(expected))
    assert names(page, day) == [f"{day}, {each}" for each in expected]


def open_week(page: Page, staff: Staff, **place: object) -> None:
    page.goto(staff.address(**place))
    expect(blocks(page).first).to_be_visible()


def done(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect what the API has done in words, with the focus on them."""
    said = page.get_by_text(words)
    expect(said).to_be_focused()
