"""Act on the week of the calendar, and see what it shows."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.calendar.staff import Staff


def blocks(page: Page) -> Locator:
    """Return the buttons of the blocks, in the order of time."""
    return page.locator("button[data-from]")


def block_of(page: Page, name: str) -> Locator:
    """Return the block whose full name ends like this."""
    return page.get_by_role("button", name=re.compile(re.escape(name) + "$"))


def expect_blocks(page: Page, day: str, *expected: str) -> None:
    """Wait until the day has exactly these blocks."""
    shown = page.locator(f'button[data-from][aria-label^="{day}, "]')
    for number, each in enumerate(expected):
        expect(shown.nth(number)).to_have_attribute("aria-label", f"{day}, {each}")
    expect(shown).to_have_count(len(expected))


def open_week(page: Page, staff: Staff, **place: object) -> None:
    page.goto(staff.address(**place))
    expect(blocks(page).first).to_be_visible()


def done(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect what the API has done in words, with the focus on them."""
    said = page.get_by_text(words)
    expect(said).to_be_focused()
