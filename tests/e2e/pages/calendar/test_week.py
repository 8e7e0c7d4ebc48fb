"""Open and close time in the week, by keyboard, and what others do meanwhile."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.pages.calendar.next_week import WIDE, at_work, body, book, day, monday, show
from tests.e2e.pages.calendar.staff import Staff
from tests.e2e.pages.calendar.week_steps import block_of, done, expect_blocks, open_week
from tests.e2e.pages.practice import new_visitor, visit
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


def test_time_is_closed_and_opened_with_the_keyboard_only(page: Page, dana: Staff) -> None:
    expect_blocks(page, day(), "08:00 to 09:00, closed", "09:00 to 17:00, open", "17:00 to 18:00, closed")
    page.get_by_role("button", name="Refresh").focus()
    page.keyboard.press("Tab")
    expect(block_of(page, f"{day()}, 08:00 to 09:00, closed")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(block_of(page, f"{day(1)}, 09:00 to 17:00, open")).to_be_focused()
    page.keyboard.press("End")
    expect(block_of(page, f"{day(1)}, 17:00 to 18:00, closed")).to_be_focused()
    page.keyboard.press("Tab")
    expect(block_of(page, f"{day(2)}, 17:00 to 18:00, closed")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Open or close time")).to_be_focused()
    _tab_to(page, page.get_by_label("To", exact=True))
    page.keyboard.type("12:00")
    _tab_to(page, page.get_by_role("button", name="Close this time"))
    page.keyboard.press("Enter")
    done(page, f"Closed: {day(2)}, 09:00 to 12:00.")
    expect_blocks(page, day(2), "08:00 to 12:00, closed", "12:00 to 17:00, open", "17:00 to 18:00, closed")
    page.keyboard.press("Escape")
    expect(block_of(page, f"{day(2)}, 08:00 to 12:00, closed")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_role("button", name="Open this time"))
    page.keyboard.press("Enter")
    done(page, f"Opened: {day(2)}, 08:00 to 12:00.")
    expect_blocks(page, day(2), "08:00 to 17:00, open", "17:00 to 18:00, closed")
    path = f"/api/providers/availability/{dana.provider}"
    assert len(dana.send("POST", path, body(2, "08:00", "17:00"))["already_open"]) == 36


def _tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(12):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def test_a_range_of_several_days_is_opened_with_what_is_open_already(page: Page) -> None:
    page.get_by_role("button", name="Open or close time").click()
    page.get_by_label("First day").fill(str(monday()))
    page.get_by_label("From", exact=True).select_option("16:00")
    page.get_by_label("Last day").fill(str(monday() + timedelta(days=1)))
    page.get_by_label("To", exact=True).select_option("10:00")
    page.get_by_role("button", name="Open this time").click()
    done(page, re.compile(rf"^Opened: {day()}, 16:00 to {day(1)}, 10:00. 2 hours of it was open already.$"))
    expect(block_of(page, f"{day()}, 09:00 to 24:00, open")).to_be_visible()
    expect(block_of(page, f"{day(1)}, 00:00 to 17:00, open")).to_be_visible()
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_role("button", name="Open or close time")).to_be_focused()
    page.get_by_role("button", name="Open or close time").click()
    page.get_by_label("From", exact=True).select_option("10:00")
    expect(_chosen(page, "To")).to_have_text("11:00")
    page.get_by_label("To", exact=True).select_option("00:15")
    page.get_by_role("button", name="Close this time").click()
    expect(page.get_by_text("This must be after the start.")).to_be_visible()
    expect(page.get_by_label("To", exact=True)).to_be_focused()


def _chosen(page: Page, field: str) -> Locator:
    return page.get_by_label(field, exact=True).locator("option:checked")


def test_closing_says_what_stays_booked_and_which_holds_end(page: Page, server: Server, dana: Staff) -> None:
    ana, ben = new_visitor(server, "Ana Costa"), new_visitor(server, "Ben Okafor")
    block_of(page, f"{day()}, 09:00 to 17:00, open").click()
    book(server, dana, ana, "10:00", service=dana.offer())
    book(server, dana, ben, "11:00", confirm=False)
    page.get_by_role("button", name="Close this time").click()
    done(
        page,
        re.compile(f"^Closed: {day()}, 09:00 to 17:00. 1 booking stays booked: {day()}, 10:00, Ana Costa."),
    )
    done(page, re.compile(rf"1 hold can no longer be confirmed: {day()}, 11:00, Ben Okafor\.$"))
    outside = block_of(page, "10:00 to 10:45, Consultation, Ana Costa, outside open time, confirmed")
    expect(outside).to_have_text("Consultation Ana Costa outside")
    expect(outside.locator("[data-start]")).to_have_attribute("data-start", "10:00")
    outside.click()
    expect(page.get_by_role("region", name="Booking")).to_contain_text("Consultation, Ana Costa")
    expect(page).to_have_url(re.compile(r"&slot=\d+-\w+Z$"))
    page.go_back()
    expect(page.get_by_role("region", name="Booking")).not_to_be_visible()
    expect(outside).to_be_focused()


def test_two_browsers_change_one_day(page: Page, browser: Browser, server: Server, dana: Staff) -> None:
    with visit(browser, dana.user, viewport=WIDE) as other:
        open_week(other, dana, day=monday())
        block_of(other, f"{day()}, 09:00 to 17:00, open").click()
        block_of(page, f"{day()}, 09:00 to 17:00, open").click()
        page.get_by_label("To", exact=True).select_option("12:00")
        page.get_by_role("button", name="Close this time").click()
        done(page, f"Closed: {day()}, 09:00 to 12:00.")
        other.get_by_label("From", exact=True).select_option("11:00")
        other.get_by_label("To", exact=True).select_option("18:00")
        other.get_by_role("button", name="Open this time").click()
        done(other, f"Opened: {day()}, 11:00 to 18:00. 5 hours of it was open already.")
        expect_blocks(other, day(), "08:00 to 11:00, closed", "11:00 to 18:00, open")
    expect_blocks(page, day(), "08:00 to 12:00, closed", "12:00 to 17:00, open", "17:00 to 18:00, closed")
    page.get_by_role("button", name="Refresh").click()
    expect_blocks(page, day(), "08:00 to 11:00, closed", "11:00 to 18:00, open")


def test_whoever_goes_on_meanwhile_stays_there_and_reads_what_has_happened(
    page: Page, server: Server, dana: Staff
) -> None:
    late: list[Route] = []

    def wait(route: Route) -> None:
        late.append(route)

    page.route("**/api/appointments/cancel/*", wait)
    service = dana.offer()
    for at, way, back in (("10:00", "Week after", "Week before"), ("11:00", "Working hours", "Week")):
        book(server, dana, new_visitor(server, "Ana Costa"), at, service=service)
        page.get_by_role("button", name="Refresh").click()
        block_of(page, f"{day()}, {at} to {at[:3]}45, Consultation, Ana Costa, confirmed").click()
        page.get_by_role("region", name="Booking").get_by_role("button", name="Cancel").click()
        with page.expect_request("**/api/appointments/cancel/*"):
            page.get_by_role("button", name="Yes, cancel it").click()
        page.get_by_role("link", name=way, exact=True).click()
        with page.expect_response("**/api/appointments/cancel/*"):
            late.pop().continue_()
        if way == "Working hours":
            expect(page.get_by_role("heading", name=way, level=1)).to_be_visible()
            page.get_by_role("link", name=back, exact=True).click()
        expect(page.get_by_text(f"Cancelled: Consultation, Ana Costa, {day()}, {at}")).to_be_visible()
        expect(page).not_to_have_url(re.compile("slot="))
        expect(page).to_have_url(
            re.compile(f"day={monday() + timedelta(days=7)}" if way == "Week after" else "/calendar")
        )
        open_week(page, dana, day=monday())


def test_a_hold_that_ends_takes_the_focus_only_from_whoever_was_in_it(
    page: Page, server: Server, dana: Staff
) -> None:
    ben = new_visitor(server, "Ben Okafor")
    slot = book(server, dana, ben, "11:00", confirm=False)
    page.get_by_role("button", name="Refresh").click()
    page.get_by_role("button", name=re.compile(f"{day()}, 11:00 .*Ben Okafor, held")).click()
    expect(page.get_by_role("heading", name="Appointment, Ben Okafor")).to_be_focused()
    assert server.post(f"/api/appointments/cancel/{slot['id']}", user=ben.user).ok
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("heading", name="Nothing is booked at this time")).to_be_visible()
    expect(page.get_by_role("button", name="Refresh")).to_be_focused()
