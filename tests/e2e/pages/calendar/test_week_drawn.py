"""What the week draws beside its blocks: buffers of the next week, the time that it is, and odd names."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.calendar.next_week import WIDE, at_work, book, day, show
from tests.e2e.pages.calendar.staff import WEEK, Staff, staff
from tests.e2e.pages.calendar.week_steps import block_of, open_week
from tests.e2e.pages.practice import ZONE, become, new_visitor, visit
from tests.e2e.servers import Server

ALL_DAY = {each: [["00:00", "24:00"]] for each in WEEK}


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, viewport=WIDE) as page:
        yield page


def all_day(server: Server) -> Staff:
    made = staff(server)
    made.work(ALL_DAY, horizon_days=28)
    return made


def test_a_buffer_reaches_into_the_week_before_its_visit(same_page: Page, server: Server) -> None:
    lena = all_day(server)
    service = lena.offer(buffer_before_minutes=30)
    book(server, lena, new_visitor(server, "Ana Costa"), "00:00", days=7, service=service)
    show(same_page, lena)
    buffer = f"{day(6)}, 23:30 to 24:00, buffer of Consultation, Ana Costa"
    expect(block_of(same_page, buffer)).to_be_visible()


def test_a_line_is_drawn_through_today_at_the_time_that_it_is(same_page: Page, server: Server) -> None:
    lena = all_day(server)
    become(same_page, server, lena.user)
    open_week(same_page, lena)
    line = same_page.locator(".now")
    expect(line).to_have_count(1)
    today = same_page.locator("fieldset.day", has=same_page.locator("h3[aria-current=date]"))
    expect(today.locator(".now")).to_have_count(1)
    column, drawn = today.locator(".rows").bounding_box(), line.bounding_box()
    assert column
    assert drawn
    now = datetime.now(ZoneInfo(ZONE))
    # On a day on which the clocks change, it is an hour off.
    assert (drawn["y"] - column["y"]) / column["height"] == pytest.approx(
        (60 * now.hour + now.minute) / (24 * 60), abs=0.05
    )


def test_a_name_that_turns_text_around_turns_nothing_else(same_page: Page, server: Server) -> None:
    lena = at_work(server)
    book(server, lena, new_visitor(server, "\u202eatsoC anA"), "09:00")
    show(same_page, lena)
    expect(
        block_of(same_page, "09:00 to 09:15, Appointment, \u2068atsoC anA\u2069, confirmed")
    ).to_be_visible()
