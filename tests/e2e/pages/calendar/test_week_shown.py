"""What the week shows, on wide and small screens, and where it leads."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.calendar.next_week import WIDE, at_work, day, monday, show
from tests.e2e.pages.calendar.staff import Staff, staff
from tests.e2e.pages.calendar.week_steps import block_of, blocks
from tests.e2e.pages.practice import ZONE, visit
from tests.e2e.servers import Server


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, viewport=WIDE) as page:
        yield page


@pytest.fixture
def dana(server: Server) -> Staff:
    return at_work(server)


@pytest.fixture
def page(same_page: Page, dana: Staff) -> Page:
    show(same_page, dana)
    return same_page


def test_time_within_the_notice_is_open_for_the_provider(same_page: Page, server: Server) -> None:
    busy = staff(server, min_notice_minutes=40 * 24 * 60)
    busy.work()
    show(same_page, busy)
    expect(block_of(same_page, f"{day()}, 09:00 to 17:00, open, too soon for clients")).to_be_visible()


def test_an_empty_week_without_hours_leads_to_working_hours(same_page: Page, server: Server) -> None:
    new = staff(server)
    show(same_page, new)
    same_page.get_by_role("link", name="Set working hours").click()
    expect(same_page).to_have_url(re.compile(rf"\?view=hours&provider={new.provider}$"))


def test_a_week_says_why_days_are_closed(page: Page, dana: Staff) -> None:
    off, short = (str(monday() + timedelta(days=number)) for number in (1, 2))
    changed = [{"from": off, "to": off}, {"from": short, "to": short, "hours": [["10:00", "12:00"]]}]
    dana.work(overrides=changed, horizon_days=1)
    page.reload()
    expect(page.get_by_role("group", name=f"{day(1)}, Time off")).to_be_visible()
    expect(page.get_by_role("group", name=f"{day(2)}, Special hours")).to_be_visible()
    expect(page.get_by_role("group", name=day(3), exact=True)).to_be_visible()
    today = day((datetime.now(ZoneInfo(ZONE)).date() - monday()).days)
    expect(page.get_by_text(f"Working hours open days up to {today}.")).to_be_visible()


def test_of_closed_time_a_mouse_takes_an_hour_and_offers_what_changes_something(page: Page) -> None:
    page.get_by_role("button", name="24 hours").click()
    closed = block_of(page, f"{day()}, 00:00 to 09:00, closed")
    closed.click()
    chosen = page.get_by_label("From", exact=True).locator("option:checked")
    expect(chosen).to_have_text("04:00")
    expect(page.get_by_label("To", exact=True).locator("option:checked")).to_have_text("05:00")
    expect(page.get_by_role("button", name="Open this time")).to_be_visible()
    expect(page.get_by_role("button", name="Close this time")).to_have_count(0)
    closed.press("Enter")
    expect(chosen).to_have_text("00:00")
    block_of(page, f"{day()}, 09:00 to 17:00, open").click()
    expect(page.get_by_role("button", name="Close this time")).to_be_visible()
    expect(page.get_by_role("button", name="Open this time")).to_have_count(0)
    page.get_by_label("To", exact=True).select_option("18:00")
    expect(page.get_by_role("button", name="Open this time")).to_be_visible()
    page.goto(page.url.replace(str(monday()), str(monday() - timedelta(days=14))))
    page.get_by_role("button", name="Open or close time").click()
    expect(chosen).to_have_text(re.compile(r"^\d\d:(00|15|30|45)"))


def test_weeks_are_turned_and_the_address_says_which(page: Page, dana: Staff) -> None:
    shown = page.get_by_role("heading", level=2, name=" to ")
    expect(shown).to_have_text(f"{day()} to {day(6)}")
    page.get_by_role("link", name="Week after").click()
    expect(shown).to_have_text(f"{day(7)} to {day(13)}")
    expect(page).to_have_url(re.compile(f"&day={monday() + timedelta(days=7)}$"))
    page.get_by_label("Date").fill(str(monday() + timedelta(days=30)))
    expect(page).to_have_url(re.compile(f"day={monday() + timedelta(days=30)}"))
    page.get_by_role("link", name="Today").click()
    expect(shown).to_have_text(f"{day(-7)} to {day(-1)}")
    for impossible in ({"day": "2026-02-31"}, {"day": "9999-12-31"}, {"slot": "9-20261301T2500Z"}):
        page.goto(dana.address(**impossible))
        expect(shown).to_have_text(f"{day(-7)} to {day(-1)}")
    page.get_by_role("button", name="24 hours").click()
    expect(page.get_by_text("23:00")).to_be_visible()


def test_on_a_small_screen_there_is_one_day_at_a_time(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    expect(blocks(page).filter(visible=True)).to_have_count(3)
    page.get_by_role("button", name=day(3), exact=True).click()
    block_of(page, f"{day(3)}, 09:00 to 17:00, open").focus()
    page.keyboard.press("ArrowRight")
    expect(block_of(page, f"{day(4)}, 09:00 to 17:00, open")).to_be_focused()
    expect(page.get_by_role("button", name=day(4), exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Open or close time")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(block_of(page, f"{day(4)}, 09:00 to 17:00, open")).to_be_focused()
