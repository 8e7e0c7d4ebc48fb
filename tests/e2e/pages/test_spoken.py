"""The booking page by keyboard and by ear: a screen reader says each day and time in full."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import heading, times
from tests.e2e.pages.looker import SMALL
from tests.e2e.pages.practice import ZONE, Practice, new_visitor, visit
from tests.e2e.servers import Server


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus, and check that one can see that."""
    for _ in range(100):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const { activeElement: at } = document;
              return [at.ariaLabel ?? at.innerText, at.matches(":focus-visible")]; }"""
        )
        if re.search(name, focused[0] or ""):
            assert focused[1]
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_the_keyboard_alone_books_on_a_small_screen(
    browser: Browser, server: Server, practice: Practice
) -> None:
    visitor = new_visitor(server, "Ana Costa")
    name = server.get(f"/api/services/{practice.service}").json()["name"]
    with visit(browser, visitor, viewport=SMALL) as page:
        page.goto(server.url)
        page.get_by_role("button", name=re.compile(name)).wait_for()
        for target, title in (
            (f"^{name}", "Choose a time"),
            ("free time", "Choose a time"),
            (r"\d\d:\d\d, 45 minutes", "Confirm your appointment"),
            ("^Confirm this appointment", "You are booked"),
            ("^My appointments$", "My appointments"),
        ):
            tab_to(page, target)
            page.keyboard.press("Enter")
            heading(page, title)
            if title == "Choose a time":
                times(page)
            elif title != "My appointments":
                expect(page.get_by_role("heading", level=1)).to_be_focused()
        expect(page.get_by_role("article")).to_have_count(1)


def test_days_and_times_are_buttons_with_spoken_names(browser: Browser, practice: Practice) -> None:
    start = datetime.fromisoformat(practice.starts(1)[0]["start"]).astimezone(ZoneInfo(ZONE))
    day = f"{start:%A} {start.day} {start:%B}"
    with visit(browser) as page:
        page.goto(practice.address)
        times(page)
        expect(page.get_by_role("button", name=re.compile(rf"^{day}, \d+ free times?$"))).to_have_attribute(
            "aria-pressed", "true"
        )
        expect(
            page.get_by_role("button", name=f"{day}, {start:%H:%M}, 45 minutes", exact=True)
        ).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("no free times$")).first).to_be_disabled()
        expect(page.get_by_role("status")).to_have_text(
            re.compile(r"^\d days? with free times in \w+ \d{4}\.$")
        )
