"""What the view of working hours says and keeps when the API refuses, fails or does not respond."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import hurry, log_in, press, said
from tests.e2e.pages.calendar.hours_steps import HOURS, PREVIEW, choose, open_hours, preview, save, stored
from tests.e2e.pages.calendar.staff import WEEK, Staff, staff
from tests.e2e.pages.practice import become, visit
from tests.e2e.pages.refusals import abort, lose, problem
from tests.e2e.servers import Server

Handler = Callable[[Route], Any]

OURS = {**WEEK, "mon": [["09:00", "12:00"]]}


@pytest.fixture
def lena(server: Server) -> Staff:
    lena = staff(server)
    lena.work()
    return lena


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        hurry(page)
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, lena: Staff) -> Page:
    """Return a page on which shorter hours on Monday are previewed, and not saved."""
    become(same_page, server, lena.user)
    open_hours(same_page, lena)
    choose(same_page, "Monday, to", "12:00")
    preview(same_page)
    return same_page


def play(page: Page, method: str, *handlers: Handler) -> None:
    """Let the requests of a method meet these handlers in turn, and the last one for good."""
    left = list(handlers)

    def handle(route: Route) -> None:
        if route.request.method != method:
            route.fallback()
        else:
            handler = left.pop(0) if len(left) > 1 else left[0]
            handler(route)

    page.route(HOURS, handle)


def through(route: Route) -> None:
    route.continue_()


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (problem(429, "", 5), "Too many requests at once. Please try again in 5 seconds. Nothing was saved."),
        (problem(413, "too_large"), "These are too many hours to save."),
        (problem(409), "Somebody has changed this in the meantime. Please look again. Nothing was saved."),
        (problem(403, "forbidden"), "Your account may not do this. Nothing was saved."),
    ],
)
def test_a_refusal_is_said_and_saving_is_still_offered(
    page: Page, lena: Staff, response: Handler, words: str
) -> None:
    play(page, "PUT", response, through)
    press(page, "Save these hours")
    said(page, words)
    assert stored(lena)["weekly"] == WEEK
    save(page)
    assert stored(lena)["weekly"] == OURS


def test_the_words_of_the_api_stand_where_they_belong(page: Page) -> None:
    errors = [
        {"field": "fri", "detail": "Not on Fridays."},
        {"field": "to", "detail": "Not so long."},
        {"field": "horizon_days", "detail": "Not so far."},
    ]
    page.route(PREVIEW, problem(422, "invalid", errors=errors))
    press(page, "Preview")
    said(page, "Some of this is not valid.")
    expect(page.get_by_role("group", name="Friday")).to_contain_text("Not on Fridays.")
    expect(page.get_by_role("region", name="Time off and special hours")).to_contain_text("Not so long.")
    expect(page.get_by_label("Open time ahead")).to_have_accessible_description(re.compile("Not so far.$"))


@pytest.mark.parametrize(
    ("handler", "words"), [(problem(503, "unavailable"), "The server is busy."), (abort, "No reply came.")]
)
def test_a_request_that_is_lost_changes_nothing_and_may_be_sent_again(
    page: Page, lena: Staff, handler: Handler, words: str
) -> None:
    play(page, "PUT", handler)
    press(page, "Save these hours")
    expect(page.get_by_text(f"{words} ")).to_contain_text("The hours are as they were, so far.")
    assert stored(lena)["weekly"] == WEEK
    page.unroute_all()
    press(page, "Send it again")
    expect(page.get_by_text("The hours are saved.")).to_be_focused()
    assert stored(lena)["weekly"] == OURS


@pytest.mark.parametrize("repeat", [through, problem(429, "", 5)])
def test_hours_that_were_saved_are_said_to_be_although_the_response_was_lost(
    page: Page, lena: Staff, repeat: Handler
) -> None:
    play(page, "PUT", lose, repeat)
    press(page, "Save these hours")
    expect(page.get_by_text("The hours are saved.")).to_be_focused()
    page.unroute_all()
    expect(page.get_by_role("link", name="See the bookings outside open time")).to_be_visible()
    assert stored(lena)["weekly"] == OURS
    choose(page, "Monday, to", "11:00")
    preview(page)
    save(page)


def test_without_any_response_nobody_knows_what_was_saved(page: Page, lena: Staff) -> None:
    play(page, "PUT", lose, abort)
    play(page, "GET", abort)
    press(page, "Save these hours")
    open_words = "No reply came. We do not know whether the hours have changed. Sending it again is safe."
    expect(page.get_by_text(open_words)).to_be_focused()
    expect(page.get_by_text("are saved")).to_have_count(0)
    page.unroute_all()
    press(page, "Send it again")
    expect(page.get_by_text("The hours are saved.")).to_be_focused()
    assert stored(lena)["weekly"] == OURS


def test_entries_outlive_the_login(page: Page, lena: Staff) -> None:
    play(page, "PUT", problem(401))
    press(page, "Save these hours")
    said(page, "You have been signed out. Please sign in again. What you entered is kept.")
    page.unroute_all()
    press(page, "Sign in and go on")
    log_in(page, lena.user.user)
    expect(page.get_by_text("You left these entries here. They are not saved yet.")).to_be_focused()
    expect(page.get_by_label("Monday, to")).to_have_value("12:00")
    preview(page)
    save(page)
    assert stored(lena)["weekly"] == OURS


def test_the_browser_asks_before_entries_are_left_and_not_otherwise(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.reload()
    assert asked == ["beforeunload"]
    press(page, "Discard my changes")
    page.reload()
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", stay)


def test_hours_that_cannot_be_read_are_not_taken_for_none(page: Page, lena: Staff) -> None:
    press(page, "Discard my changes")
    play(page, "GET", problem(503, "unavailable", 2), through)
    page.reload()
    said(page, "The server is busy. Please try again in 2 seconds.")
    expect(page.get_by_role("button", name="Preview")).to_have_count(0)
    press(page, "Try again")
    expect(page.get_by_label("Monday, to")).to_have_value("17:00")


def test_a_deletion_whose_response_is_lost_is_found_to_be_done(page: Page, lena: Staff) -> None:
    play(page, "DELETE", lose, through)
    press(page, "Delete the working hours")
    press(page, "Delete them")
    expect(page.get_by_text("The working hours are deleted.")).to_be_focused()


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (problem(429, "", 5), "Too many requests at once. Please try again in 5 seconds."),
        (problem(401), "You have been signed out. Please sign in again."),
    ],
)
def test_a_deletion_of_which_nothing_can_be_learned_is_left_open(
    page: Page, response: Handler, words: str
) -> None:
    play(page, "DELETE", lose, abort)
    play(page, "GET", response)
    press(page, "Delete the working hours")
    press(page, "Delete them")
    unknown = "We do not know whether the hours have changed. Sending it again is safe."
    expect(page.get_by_text(f"{words} {unknown}")).to_be_visible()
    signing_in = page.get_by_role("button", name="Sign in and go on")
    expect(
        signing_in if "signed out" in words else page.get_by_role("button", name="Delete them")
    ).to_be_enabled()
