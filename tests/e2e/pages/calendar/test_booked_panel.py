"""A booking beside the week: the client, what can be done, and the way back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import press
from tests.e2e.pages.calendar import booked as bookings
from tests.e2e.pages.calendar.staff import Staff, staff
from tests.e2e.pages.practice import Visitor, new_visitor, visit
from tests.e2e.pages.refusals import abort
from tests.e2e.servers import Server


@pytest.fixture
def desk(server: Server, browser: Browser) -> Staff:
    made = staff(server)
    made.work()
    return made


@pytest.fixture
def client(server: Server) -> Visitor:
    return new_visitor(server, "Ana Costa")


def open_panel(page: Page, desk: Staff, slot: dict[str, Any]) -> None:
    page.goto(desk.address(day=bookings.clock(slot)[0], slot=slot["id"]))
    expect(page.get_by_role("heading", name="Consultation, Ana Costa")).to_be_visible()


def test_a_booking_beside_the_week_says_who_comes_and_is_cancelled_there(
    browser: Browser, desk: Staff, client: Visitor
) -> None:
    slot = bookings.left_outside(desk, client, desk.offer())
    with visit(browser, desk.user) as page:
        open_panel(page, desk, slot)
        panel = page.get_by_role("region", name="Booking")
        expect(panel).to_contain_text("Confirmed")
        expect(panel).to_contain_text("Outside open time")
        expect(panel.get_by_role("link", name=client.user)).to_be_visible()
        press(page, "Move")
        expect(page.get_by_role("group", name=re.compile("^Free on "))).to_be_visible()
        page.keyboard.press("Escape")
        expect(panel.get_by_role("button", name="Move")).to_be_focused()
        panel.get_by_role("button", name="Cancel").click()
        press(page, "Yes, cancel it")
        expect(page.get_by_text(re.compile("^Cancelled: Consultation, Ana Costa, "))).to_be_focused()
        expect(panel).to_have_count(0)
    assert bookings.now(desk.server, slot)["status"] == "cancelled"


def test_a_hold_beside_the_week_ages_until_its_client_confirms_it(
    browser: Browser, desk: Staff, client: Visitor
) -> None:
    slot = bookings.held(desk.server, client, bookings.offered(desk.server, desk.offer()))
    with visit(browser, desk.user) as page:
        page.clock.install()
        open_panel(page, desk, slot)
        panel = page.get_by_role("region", name="Booking")
        expect(panel).to_contain_text(re.compile(r"Held until \d\d:\d\d, (30|29) minutes left"))
        expect(panel.get_by_role("link", name=client.user)).to_be_visible()
        page.route("**/api/**", abort)  # a response would tell the time
        page.clock.fast_forward("20:00")
        expect(panel).to_contain_text(re.compile(r"(10|9) minutes left"))
        page.unroute_all()
        press(page, "Release this hold")
        page.get_by_role("button", name="Yes, release it").focus()
        desk.server.post(f"/api/appointments/confirm/{slot['id']}", user=client.user)
        page.get_by_role("button", name="Refresh").dispatch_event("click")  # the focus stays
        expect(panel.get_by_role("heading")).to_be_focused()
        expect(panel.get_by_role("status").filter(has_text="It has just been confirmed.")).to_have_count(1)
        expect(panel.get_by_role("button")).to_have_text(["Move", "Cancel", "History", "Hide"])
