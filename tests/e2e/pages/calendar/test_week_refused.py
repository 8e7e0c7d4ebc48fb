"""The week when the API refuses, fails or does not respond; and as axe and a small screen see it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import hurry, log_in, press, said
from tests.e2e.pages.calendar.next_week import WIDE, at_work, monday, show
from tests.e2e.pages.calendar.staff import Staff, administrator, staff
from tests.e2e.pages.calendar.week_steps import block_of, blocks, done, open_week
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import become, new_visitor, visit
from tests.e2e.pages.refusals import abort, lose, problem
from tests.e2e.servers import Server

AVAILABILITY = "**/api/providers/availability/*"
LISTS = "**/api/appointments?*"


@pytest.fixture(scope="module")
def dana(server: Server) -> Staff:
    """Return a provider who works each day from nine to five. No test of this module changes her time."""
    return at_work(server)


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, viewport=WIDE, reduced_motion="reduce") as page:
        hurry(page)
        yield page


@pytest.fixture
def page(same_page: Page, dana: Staff) -> Page:
    show(same_page, dana)
    return same_page


REFUSALS: list[tuple[Any, str]] = [
    (problem(409), "Somebody has changed this in the meantime. Please look again."),
    (problem(412, "stale"), "This has changed in the meantime. Please look again."),
    (problem(429, retry_after=3), "Too many requests at once. Please try again in 3 seconds."),
    (problem(503, "unavailable", 2), "We do not know whether the time was changed. Trying again is safe."),
    (abort, "No reply came. We do not know whether the time was changed. Trying again is safe."),
]


def test_a_refusal_is_said_in_words_and_the_week_stays_as_it_is(page: Page) -> None:
    first = block_of(page, "09:00 to 17:00, open").first
    name = str(first.get_attribute("aria-label"))
    first.click()
    for reply, words in REFUSALS:
        page.route(AVAILABILITY, reply)
        press(page, "Close this time")
        said(page, words)
        expect(page.get_by_label("From", exact=True)).to_have_text(re.compile("09:00"))
        expect(block_of(page, name)).to_be_visible()
        page.unroute_all()
    errors = [{"field": "end_datetime", "detail": "This must be within five years."}]
    page.route(AVAILABILITY, problem(422, "invalid", errors=errors))
    press(page, "Close this time")
    expect(page.get_by_text("This must be within five years.")).to_be_visible()
    expect(page.get_by_label("To", exact=True)).to_be_focused()


def test_a_lost_response_is_no_doubt_once_a_repeat_gets_a_response(page: Page) -> None:
    lost: list[Route] = []

    def lose_first(route: Route) -> None:
        lost.append(route)
        if len(lost) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    first = block_of(page, "09:00 to 17:00, open").first
    day = str(first.get_attribute("aria-label")).removesuffix(", open")
    first.click()
    page.route(AVAILABILITY, lose_first)
    press(page, "Close this time")
    done(page, f"Closed: {day}.")
    lost.clear()
    block_of(page, "08:00 to 18:00, closed").first.click()
    page.get_by_label("From", exact=True).select_option("09:00")
    page.get_by_label("To", exact=True).select_option("17:00")
    press(page, "Open this time")
    done(page, f"Open now: {day}.")
    block_of(page, f"{day}, open").click()
    page.route(AVAILABILITY, lose)
    press(page, "Close this time")
    said(page, "No reply came. We do not know whether the time was changed.")
    page.unroute_all()
    press(page, "Close this time")
    done(page, f"Closed: {day}.")
    block_of(page, "08:00 to 18:00, closed").first.click()
    page.get_by_label("From", exact=True).select_option("09:00")
    page.get_by_label("To", exact=True).select_option("17:00")
    press(page, "Open this time")
    done(page, f"Opened: {day}.")
    expect(block_of(page, f"{day}, open")).to_be_visible()


@pytest.mark.parametrize(("path", "button"), [(AVAILABILITY, "Close this time"), (LISTS, "Refresh")])
def test_whoever_was_signed_out_goes_on_with_the_same_range(
    page: Page, dana: Staff, path: str, button: str
) -> None:
    block_of(page, "09:00 to 17:00, open").nth(1).click()
    page.get_by_label("To", exact=True).select_option("10:30")
    chosen = page.get_by_label("To", exact=True).input_value()
    page.route(path, lambda route: route.fulfill(status=401, json={"message": "Unauthorized"}))
    press(page, button)
    said(page, "You have been signed out.")
    page.unroute_all()
    press(page, "Sign in and go on")
    log_in(page, dana.user.user)
    expect(page.get_by_label("To", exact=True)).to_have_value(chosen)


def test_a_week_that_cannot_be_read_again_stays_and_says_so(page: Page) -> None:
    page.route(LISTS, problem(503, "unavailable", 2))
    press(page, "Refresh")
    said(page, re.compile(r"The server is busy. .* This is the week as it was at \d\d:\d\d\."))
    expect(blocks(page).first).to_be_visible()
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.route(LISTS, abort)
    page.get_by_role("link", name="Week after").click()
    said(page, "We cannot reach the server.")
    expect(blocks(page)).to_have_count(0)


def test_a_booking_that_is_gone_is_not_shown(page: Page, dana: Staff) -> None:
    page.goto(dana.address(slot=f"{dana.provider}-{monday():%Y%m%d}T1000Z"))
    expect(page.get_by_role("heading", name="Nothing is booked at this time")).to_be_focused()
    press(page, "Hide")
    expect(page).not_to_have_url(re.compile("slot="))


def test_axe_finds_nothing_in_the_week_light_or_dark_and_it_fits_on_a_small_screen(
    same_page: Page, server: Server
) -> None:
    busy = staff(server, "Dr. Eva Roth", "America/New_York", min_notice_minutes=3 * 24 * 60)
    busy.work()
    ana = new_visitor(server, "Ana Costa")
    service = busy.offer(buffer_before_minutes=15)
    path = f"/api/appointments/reserve?provider_id={busy.provider}&service_id={service}&limit=300"
    starts = server.get(path).json()["items"]
    for start, act in ((starts[-1], "confirm"), (starts[-40], "confirm"), (starts[-60], "")):
        body = {"client_id": ana.clients[0], "service_id": service}
        assert server.post(f"/api/appointments/reserve/{start['id']}", body, ana.user).status_code == 201
        if act:
            server.post(f"/api/appointments/confirm/{start['id']}", user=ana.user)
    closing = {"start_datetime": starts[-1]["start"], "end_datetime": starts[-1]["end"]}
    busy.send("DELETE", f"/api/providers/availability/{busy.provider}", closing)
    become(same_page, server, administrator(server))
    looker = Looker(same_page)
    open_week(same_page, busy, day=starts[-1]["local_start"][:10])
    expect(block_of(same_page, "Consultation, Ana Costa, outside open time, confirmed")).to_be_visible()
    looker.look()
    block_of(same_page, ", open").first.click()
    looker.look()
    press(same_page, "Close this time")
    expect(same_page.get_by_text(re.compile("^Closed: "))).to_be_focused()
    looker.look()
    same_page.goto(busy.address(slot=starts[-60]["id"]))
    same_page.get_by_text(re.compile(r"^\d+ min left$")).wait_for()
    looker.look()
