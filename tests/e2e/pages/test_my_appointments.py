"""See, move, cancel and follow one's appointments in Chromium, and act on a mailed link."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.outboxes import mails
from tests.e2e.pages.booking_steps import heading, hurry, log_in, pick, press, said, times
from tests.e2e.pages.practice import Practice, Visitor, become, new_visitor, visit
from tests.e2e.pages.refusals import abort, problem
from tests.e2e.servers import Server


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return new_visitor(server, "Ana Costa")


@pytest.fixture
def held(server: Server, practice: Practice, visitor: Visitor) -> dict[str, Any]:
    body = {"client_id": visitor.clients[0], "service_id": practice.service}
    path = f"/api/appointments/reserve/{practice.starts(1)[0]['id']}"
    response = server.post(path, body, visitor.user)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


@pytest.fixture
def booked(server: Server, visitor: Visitor, held: dict[str, Any]) -> dict[str, Any]:
    response = server.post(f"/api/appointments/confirm/{held['id']}", user=visitor.user)
    made: dict[str, Any] = response.json()
    return made


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        hurry(page)
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, visitor: Visitor) -> Page:
    become(same_page, server, visitor)
    return same_page


def mine(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?view=mine")
    heading(page, "My appointments")


def booking_now(server: Server, visitor: Visitor, booking: int) -> dict[str, Any]:
    found: dict[str, Any] = server.get(f"/api/bookings/{booking}", visitor.user).json()
    return found


def test_an_appointment_is_moved_and_its_history_says_so(
    page: Page, server: Server, visitor: Visitor, booked: dict[str, Any]
) -> None:
    mine(page, server)
    page.get_by_role("link", name="Move").click()
    heading(page, "Move your appointment")
    taken_first = pick(page, 5)
    expect(page.get_by_role("heading", name="Move it to this time?")).to_be_focused()
    page.route("**/reschedule/*", problem(409, "taken", alternatives=[]))
    press(page, "Move it")
    said(page, "Somebody else has just taken this time. Your appointment stays where it is.")
    page.route("**/reschedule/*", abort)
    press(page, "Move it")
    said(page, "No reply came. We do not know whether your appointment was moved.")
    page.unroute_all()
    press(page, "Move it")
    heading(page, "Your appointment is moved")
    expect(page.get_by_role("main")).to_contain_text(taken_first)
    now = booking_now(server, visitor, booked["booking_id"])
    assert (now["version"], now["start"] != booked["start"]) == (2, True)
    page.get_by_role("main").get_by_role("link", name="My appointments").click()
    press(page, "History")
    events = page.get_by_role("article").get_by_role("listitem")
    expect(events).to_have_text(
        [re.compile("^Confirmed from this account"), re.compile("^Moved from this account")]
    )


def test_an_appointment_is_cancelled_only_after_a_question(
    page: Page, server: Server, visitor: Visitor, booked: dict[str, Any]
) -> None:
    mine(page, server)
    press(page, "Cancel")
    press(page, "Keep it")
    press(page, "Cancel")
    page.route("**/cancel/*", problem(409, "too_late", latest="2026-12-01T08:00:00Z"))
    press(page, "Yes, cancel it")
    said(page, "It is too late to change this appointment here.")
    assert booking_now(server, visitor, booked["booking_id"])["status"] == "confirmed"
    lost: list[Route] = []

    def lose(route: Route) -> None:
        lost.append(route)
        route.fetch()
        route.abort() if len(lost) == 1 else route.continue_()

    page.route("**/cancel/*", lose)
    press(page, "Yes, cancel it")
    expect(page.get_by_text(re.compile("^Cancelled: "))).to_be_focused()
    expect(page.get_by_text("You have no appointments ahead.")).to_be_visible()
    assert booking_now(server, visitor, booked["booking_id"])["status"] == "cancelled"
    press(page, "Show earlier appointments")
    expect(page.get_by_text(re.compile("^There were none since "))).to_be_visible()


def test_a_hold_of_before_is_confirmed_from_the_list(
    page: Page, server: Server, visitor: Visitor, held: dict[str, Any]
) -> None:
    mine(page, server)
    press(page, "Confirm")
    heading(page, "Confirm your appointment")
    press(page, "Confirm this appointment")
    heading(page, "You are booked")
    assert booking_now(server, visitor, held["booking_id"])["status"] == "confirmed"


def test_the_list_asks_to_sign_in_and_goes_on_afterwards(
    browser: Browser, server: Server, visitor: Visitor, booked: dict[str, Any]
) -> None:
    with visit(browser) as page:
        page.goto(server.url)
        page.get_by_role("link", name="My appointments").click()
        press(page, "Sign in")
        log_in(page, visitor.user)
        heading(page, "My appointments")
        expect(page.get_by_role("article")).to_have_count(1)
        press(page, "Sign out")
        heading(page, "Book an appointment")
        assert page.evaluate("sessionStorage.length") == 0


def fetched(address: str) -> requests.Response:
    with requests.Session() as calendar_program:
        calendar_program.trust_env = False
        return calendar_program.get(address, timeout=30)


def test_a_calendar_link_is_made_shown_once_and_ended(
    page: Page, server: Server, booked: dict[str, Any]
) -> None:
    link = page.get_by_label("Calendar link", exact=True)
    mine(page, server)
    press(page, "Calendar link for Ana Costa")
    press(page, "Make a calendar link")
    expect(link).to_have_value(re.compile(rf"^{re.escape(server.url)}/api/calendars/[^/]+\.ics$"))
    first = link.input_value()
    calendar = fetched(first)
    assert calendar.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(calendar.text).events
    assert event.start.isoformat() == booked["start"].replace("Z", "+00:00")
    page.reload()
    press(page, "Calendar link for Ana Costa")
    expect(page.get_by_text("There is a link already.")).to_be_visible()
    expect(link).to_have_count(0)
    press(page, "Make a new link")
    expect(link).not_to_have_value(first)
    second = link.input_value()
    assert [fetched(each).status_code for each in (first, second)] == [404, 200]
    press(page, "End the link")
    press(page, "Yes, end it")
    expect(link).to_have_count(0)
    assert fetched(second).status_code == 404
    press(page, "Make a calendar link")
    expect(link).to_be_visible()


def test_a_mailed_link_shows_first_and_acts_on_a_button(
    browser: Browser, server: Server, visitor: Visitor, held: dict[str, Any]
) -> None:
    (mail,) = mails(server, held["booking_id"], 1)
    with visit(browser) as page:
        page.goto(f"{server.url}/links/{mail.token}")
        heading(page, "Please confirm your appointment")
        at = f"/api/appointments/{held['id']}"
        assert server.get(at, visitor.user).json()["status"] == "held"
        press(page, "Confirm this appointment")
        heading(page, "Your appointment")
        assert server.get(at, visitor.user).json()["status"] == "confirmed"


def test_a_move_can_go_to_another_provider(
    page: Page, server: Server, practice: Practice, visitor: Visitor, booked: dict[str, Any]
) -> None:
    mine(page, server)
    page.get_by_role("link", name="Move").click()
    other = page.get_by_label("Dr. Eva Roth")
    other.check()
    times(page)
    pick(page, 7)
    press(page, "Move it")
    heading(page, "Your appointment is moved")
    assert booking_now(server, visitor, booked["booking_id"])["provider_id"] == practice.providers[3]
