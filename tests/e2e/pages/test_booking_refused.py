"""What the booking page says, and keeps, when the API refuses, is busy or cannot be reached."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import heading, hold, hurry, log_in, pick, press, said, times
from tests.e2e.pages.offered import SERVICE, offer
from tests.e2e.pages.practice import ZONE, Practice, Visitor, become, new_visitor, remember, visit
from tests.e2e.pages.refusals import RESERVE, abort, lose, problem
from tests.e2e.servers import Server


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return new_visitor(server, "Ana Costa")


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        hurry(page)
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, visitor: Visitor) -> Page:
    become(same_page, server, visitor)
    return same_page


@pytest.fixture(scope="module")
def played(browser: Browser, server: Server) -> Iterator[Page]:
    """Return a page that tests share, and on which only clients are real: nothing is ever held."""
    tomorrow = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with visit(browser, new_visitor(server, "Ana Costa")) as page:
        hurry(page)
        offer(page, ZONE, [tomorrow, tomorrow + timedelta(minutes=15), tomorrow + timedelta(hours=1)])
        yield page


GONE = "This time is no longer free"
NOT_YET = "Your time is not held yet"
OPEN = "No clear reply came"


@pytest.mark.parametrize(
    ("response", "title", "words"),
    [
        (problem(409, "taken", alternatives=[]), GONE, "Somebody else has just taken this time."),
        (problem(409, "slot_withdrawn"), GONE, "This time is no longer offered."),
        (problem(409, "too_short"), GONE, "would not be over before closing time"),
        (problem(422, "too_soon"), GONE, "This time starts too soon"),
        (problem(422, "off_grid"), GONE, "do not start at this time of day"),
        (problem(404, "not_found"), GONE, "This is no longer there."),
        (problem(410, "hold_expired"), "Your hold has lapsed", "Nothing was booked."),
        (problem(422, "invalid"), NOT_YET, "Please check what you entered."),
        (problem(422, "key_reused"), NOT_YET, "Please try again."),
        (problem(403, "forbidden"), NOT_YET, "Your account may not do this."),
        (problem(429, "hold_limit", 700), NOT_YET, "Please try again in 12 minutes."),
        (problem(429, retry_after=1), NOT_YET, "Too many requests at once. Please try again in 1 second."),
        (
            problem(503, "unavailable", 2),
            OPEN,
            "The server is busy. Please try again in 2 seconds. We do not know",
        ),
        (abort, OPEN, "No reply came. We do not know whether this time is held for you"),
    ],
)
def test_every_refusal_of_a_hold_is_said_in_words(
    played: Page, server: Server, response: Any, title: str, words: str
) -> None:
    page = played
    page.route(RESERVE, response)
    page.goto(f"{server.url}/?service={SERVICE}")
    time = pick(page)
    heading(page, title)
    said(page, words)
    expect(page.get_by_role("main")).to_contain_text(time)  # what was chosen is still there
    if title in (NOT_YET, OPEN):
        page.route(RESERVE, problem(410, "hold_expired"))
        press(page, "Try again")
        heading(page, "Your hold has lapsed")
    page.unroute(RESERVE)


def test_a_lost_response_is_asked_for_again_with_the_same_key(page: Page, practice: Practice) -> None:
    keys: list[str] = []

    def lose_once(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            return lose(route)
        return route.continue_()

    page.route(RESERVE, lose_once)
    hold(page, practice.address)
    assert len(keys) == 2
    assert len(set(keys)) == 1


# The words differ from one to the next, so that each must be said anew.
UNCONFIRMED: list[tuple[Any, Any, str]] = [
    (abort, None, "Your time is still held, and nothing is booked yet."),
    (problem(429, retry_after=2), None, "Too many requests at once. Please try again in 2 seconds."),
    (problem(503, "unavailable", 1), None, "Your time is still held, and nothing is booked yet."),
    (abort, abort, "No reply came. We do not know whether your appointment is confirmed."),
    (problem(404, "not_found"), None, "This is no longer there."),
]


def test_nothing_is_said_of_a_confirmation_but_what_is_known(page: Page, practice: Practice) -> None:
    """After each of them, the next try is possible, and the last one succeeds."""
    hold(page, practice.address)
    for confirm, look, words in UNCONFIRMED:
        page.route("**/api/appointments/confirm/*", confirm)
        if look:
            page.route(re.compile(r"/api/appointments/\d+-\w+$"), look)
        press(page, "Confirm this appointment")
        said(page, words)
        page.unroute_all()
    press(page, "Confirm this appointment")
    heading(page, "You are booked")


def test_a_confirmation_whose_responses_are_lost_is_found(page: Page, practice: Practice) -> None:
    hold(page, practice.address)
    page.route("**/api/appointments/confirm/*", lose)
    press(page, "Confirm this appointment")
    heading(page, "You are booked")


def test_an_expired_token_leads_through_the_sign_in_and_back_to_the_time(
    browser: Browser, server: Server, practice: Practice
) -> None:
    visitor = new_visitor(server, "Ana Costa")
    with visit(browser) as page:
        remember(page.context, visitor.kept(expiresAt=0, refreshToken="expired"))
        page.goto(practice.address)
        time = pick(page)
        heading(page, "Your time")
        press(page, "Sign in and go on")
        log_in(page, visitor.user)
        heading(page, "Confirm your appointment")
        expect(page.get_by_role("main")).to_contain_text(time)


def test_without_the_server_the_page_says_so_and_tries_again(page: Page, practice: Practice) -> None:
    page.route("**/api/**", abort)
    page.goto(practice.address)
    said(page, "We cannot reach the server. Please check your connection.")
    page.unroute_all()
    press(page, "Try again")
    times(page)


def test_details_that_are_wrong_are_kept_and_explained(
    browser: Browser, server: Server, practice: Practice
) -> None:
    with visit(browser, new_visitor(server)) as page:
        hurry(page)
        page.goto(practice.address)
        pick(page)
        page.get_by_label("E-mail").fill("nobody")
        page.get_by_label("Phone").fill("call me")
        press(page, "Hold this time")
        expect(page.get_by_label("Full name")).to_be_focused()
        expect(page.get_by_label("E-mail")).to_have_accessible_description(
            re.compile("Please enter an address")
        )
        expect(page.get_by_label("Phone")).to_have_value("call me")
        page.get_by_label("Full name").fill("Ana Costa")
        page.get_by_label("E-mail").fill("")
        page.get_by_label("Phone").fill("+49 30 901820")
        page.route("**/api/clients", problem(503, "unavailable", 1))
        press(page, "Hold this time")
        said(page, "The server is busy.")
        page.unroute_all()
        expect(page.get_by_label("Full name")).to_have_value("Ana Costa")
        press(page, "Hold this time")
        heading(page, "Confirm your appointment")
