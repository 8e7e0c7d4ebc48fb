"""What a provider does with bookings in Chromium: move, cancel, release, confirm, reach the client."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import hurry, log_in, press, said
from tests.e2e.pages.calendar import booked as bookings
from tests.e2e.pages.calendar.dates import clocks_change, in_days, spoken
from tests.e2e.pages.calendar.staff import Staff, administrator, staff
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import Visitor, become, new_visitor, visit
from tests.e2e.pages.refusals import abort, lose, problem
from tests.e2e.servers import Server


@pytest.fixture(scope="module")
def desk(server: Server, browser: Browser) -> Staff:
    made = staff(server)
    made.work()
    return made


@pytest.fixture(scope="module")
def service(desk: Staff) -> int:
    return desk.offer()


@pytest.fixture
def client(server: Server) -> Visitor:
    return new_visitor(server, "Ana Costa")


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        hurry(page)
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, desk: Staff) -> Page:
    become(same_page, server, desk.user)
    return same_page


@pytest.fixture
def slot(desk: Staff, client: Visitor, service: int) -> Iterator[dict[str, Any]]:
    made = bookings.left_outside(desk, client, service)
    yield made
    stands = bookings.now(desk.server, made)
    if stands["status"] == "confirmed":
        desk.server.post(f"/api/appointments/cancel/{stands['id']}", user="admin")
    bookings.change_time(desk, "POST", made["start"], made["end"])


def test_a_booking_outside_hours_is_moved_with_the_keyboard_alone(
    page: Page, desk: Staff, slot: dict[str, Any]
) -> None:
    card = bookings.open_list(page, desk)
    press(page, "Contact")
    expect(card.get_by_role("link", name="visitor")).to_have_attribute("href", re.compile("^mailto:visitor"))
    page.get_by_role("button", name="Move").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Move it")).to_be_focused()
    expect(page.get_by_text("Ana Costa gets an e-mail about it, if mail is set up.")).to_be_visible()
    page.get_by_label("New date").fill("2026-01-01")
    page.get_by_role("button", name=re.compile("^Next free day: ")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("New date")).to_be_focused()
    free = page.get_by_role("group", name=re.compile("^Free on ")).get_by_role("button")
    first = free.first.get_attribute("aria-label")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == first:
            break
    page.keyboard.press("Enter")
    expect(free.first).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(re.compile("^From "))).to_contain_text(f"to {first}, 45 minutes.")
    move = page.get_by_role("button", name="Move it")
    while not move.evaluate("(button) => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Moved: Consultation, Ana Costa, to {first}.")).to_be_focused()
    expect(card).to_have_count(0)
    stands = bookings.now(desk.server, slot)
    assert (stands["version"], stands["start"] != slot["start"]) == (2, True)


def test_a_booking_is_cancelled_after_a_question_and_only_once_the_api_says_so(
    page: Page, desk: Staff, slot: dict[str, Any]
) -> None:
    card = bookings.open_list(page, desk)
    cancel = page.get_by_role("button", name=re.compile("^Cancel Consultation, Ana Costa, "))
    cancel.click()
    page.keyboard.press("Escape")
    expect(cancel).to_be_focused()
    cancel.click()
    expect(
        page.get_by_text(re.compile(r"^Cancel Consultation, Ana Costa, .* to \d\d:\d\d\?$"))
    ).to_be_focused()
    for handler, words in (
        (problem(409, "already_started"), "It has begun, so it can no longer be changed."),
        (problem(429, retry_after=3), "Too many requests at once. Please try again in 3 seconds."),
        (problem(503, "unavailable", 2), "Nothing has changed so far. Trying again is safe."),
        (abort, "No reply came. Nothing has changed so far. Trying again is safe."),
    ):
        page.route("**/cancel/*", handler)
        press(page, "Yes, cancel it")
        said(page, words)
        page.unroute("**/cancel/*")
        assert bookings.now(desk.server, slot)["status"] == "confirmed"
    page.route("**/api/bookings/*", abort)
    page.route("**/cancel/*", abort)
    press(page, "Yes, cancel it")
    said(page, "No reply came. We do not know whether it took effect. Trying again is safe.")
    page.unroute_all()
    page.route("**/cancel/*", lose)
    press(page, "Yes, cancel it")
    expect(page.get_by_text(re.compile("^Cancelled: Consultation, Ana Costa, "))).to_be_focused()
    expect(card).to_have_count(0)
    assert bookings.now(desk.server, slot)["status"] == "cancelled"


def test_a_move_that_is_refused_says_why_and_keeps_what_was_entered(
    page: Page, desk: Staff, service: int, slot: dict[str, Any]
) -> None:
    other = bookings.offered(desk.server, service, 8)
    date, time = bookings.clock(other)
    bookings.open_list(page, desk)
    press(page, "Move")
    press(page, "Move it")
    expect(page.get_by_label("New time")).to_be_focused()
    expect(page.get_by_text("Choose a time.")).to_be_visible()
    bookings.type_time(page, date, "02:15")
    press(page, "Move it")
    said(page, "This time is not open. Open it first, or choose another. It stays where it is.")
    bookings.type_time(page, date, time)
    for handler, words in (
        (problem(409, "too_short"), "Some of the visit's time is closed."),
        (problem(409, "not_confirmed"), "It is only held"),
        (problem(422, "off_grid"), re.compile(r"^Consultation .* every 15 minutes. It stays where it is.$")),
        (problem(422, "too_soon"), "This time has begun already."),
        (problem(429, "hold_limit", 90), "in 2 minutes. It stays where it is."),
        (problem(503, "unavailable", 1), "Nothing has changed so far."),
        (abort, "No reply came. Nothing has changed so far."),
    ):
        page.route("**/reschedule/*", handler)
        press(page, "Move it")
        said(page, words)
        page.unroute("**/reschedule/*")
    page.route(
        "**/reschedule/*", problem(409, "taken", alternatives=[bookings.offered(desk.server, service, 12)])
    )
    press(page, "Move it")
    said(page, "This time is taken. It stays where it is.")
    expect(page.get_by_label("New time")).to_have_value(time)
    page.get_by_role("group", name="Free near it").get_by_role("button").click()
    expect(page.get_by_role("button", name="Move it")).to_be_focused()
    assert bookings.now(desk.server, slot)["version"] == 1
    page.unroute("**/reschedule/*")
    # The first request moves it, but its response is lost, and the repeat is turned away.
    page.route("**/reschedule/*", problem(429, retry_after=3))
    page.route("**/reschedule/*", lose, times=1)
    press(page, "Move it")
    expect(page.get_by_text(re.compile("^Moved: Consultation, Ana Costa, to "))).to_be_focused()
    assert bookings.now(desk.server, slot)["version"] == 2


def test_a_booking_that_its_client_has_moved_meanwhile_is_not_cancelled(
    page: Page, desk: Staff, client: Visitor, service: int, slot: dict[str, Any]
) -> None:
    card = bookings.open_list(page, desk)
    press(page, "Cancel")
    to = bookings.offered(desk.server, service, 16)["id"]
    assert desk.server.post(f"/api/appointments/reschedule/{slot['id']}", {"to": to}, client.user).ok
    press(page, "Yes, cancel it")
    said(page, "It has been moved in the meantime, to ")
    press(page, "Show how it is now")
    expect(card).to_have_count(0)
    assert bookings.now(desk.server, slot)["status"] == "confirmed"


def test_who_is_signed_out_signs_in_and_goes_on_with_what_was_entered(
    page: Page, desk: Staff, slot: dict[str, Any]
) -> None:
    bookings.open_list(page, desk)
    press(page, "Move")
    day = str(in_days(42))
    bookings.type_time(page, day, "10:30")
    page.route("**/reschedule/*", problem(401))
    press(page, "Move it")
    said(page, "You have been signed out. Please sign in again. It stays where it is.")
    # Whatever asks for the sign-in, what was entered is kept.
    page.route(f"**/api/appointments/{slot['id']}", problem(401))
    press(page, "Contact")
    page.unroute_all()
    page.get_by_role("definition").get_by_role("button", name="Sign in and go on").click()
    log_in(page, desk.user.user)
    expect(page.get_by_label("New date")).to_have_value(day)
    expect(page.get_by_label("New time")).to_have_value("10:30")


def test_the_history_says_who_did_what_in_a_providers_words(
    page: Page, desk: Staff, slot: dict[str, Any]
) -> None:
    to = bookings.offered(desk.server, slot["service_id"], 20)
    moves = [(slot["id"], to["id"], desk.user.user), (to["id"], slot["id"], "admin")]
    bookings.change_time(desk, "POST", slot["start"], slot["end"])
    for at, goal, user in moves:
        assert desk.server.post(f"/api/appointments/reschedule/{at}", {"to": goal}, user).ok
    bookings.change_time(desk, "DELETE", slot["start"], slot["end"])
    card = bookings.open_list(page, desk)
    press(page, "History")
    expect(card.get_by_role("listitem")).to_have_text(
        [
            re.compile("^Confirmed from the client.s account on "),
            re.compile("^Moved by the provider on "),
            re.compile("^Moved by an administrator on "),
        ]
    )


def test_a_hold_is_released_but_not_if_it_has_been_confirmed_meanwhile(
    page: Page, desk: Staff, client: Visitor, service: int
) -> None:
    held = bookings.held(desk.server, client, bookings.offered(desk.server, service, 24))
    bookings.play(page, held)
    card = bookings.open_list(page, desk)
    expect(card).to_contain_text(re.compile(r"Held until \d\d:\d\d, (30|29) minutes left"))
    expect(card.get_by_role("button", name="Confirm")).to_have_count(0)
    press(page, "Release this hold")

    def confirm_first(route: Route) -> None:
        desk.server.post(f"/api/appointments/confirm/{held['id']}", user=client.user)
        route.continue_()

    page.route("**/cancel/*", confirm_first, times=1)
    press(page, "Yes, release it")
    said(page, "It has been confirmed in the meantime. Nothing was released.")
    assert bookings.now(desk.server, held)["status"] == "confirmed"
    other = bookings.held(desk.server, client, bookings.offered(desk.server, service, 28))
    page.unroute_all()
    bookings.play(page, other)
    bookings.open_list(page, desk)
    press(page, "Release this hold")
    page.unroute_all()
    page.route("**/cancel/*", lose)
    press(page, "Yes, release it")
    expect(page.get_by_text(re.compile("^Released: Consultation, Ana Costa, "))).to_be_focused()
    assert "client_id" not in desk.server.get(f"/api/appointments/{other['id']}", "admin").json()


def test_an_administrator_confirms_a_hold_and_moves_a_booking_to_another_provider(
    page: Page, desk: Staff, client: Visitor
) -> None:
    server = desk.server
    abroad = staff(server, "Dr. Grace Hall", "America/New_York")
    abroad.work()
    body = {"name": "First visit", "duration_minutes": 30, "provider_ids": [desk.provider, abroad.provider]}
    both = server.post("/api/services", body, "admin").json()["id"]
    (start, *_) = server.get(
        f"/api/appointments/reserve?service_id={both}&provider_id={desk.provider}"
    ).json()["items"]
    held = bookings.held(server, client, start)
    become(page, server, administrator(server))
    bookings.play(page, held)
    bookings.open_list(page, desk)
    page.route("**/confirm/*", problem(409, "slot_withdrawn"))
    press(page, "Confirm")
    said(page, "This time is closed. Open it again, then confirm.")
    page.unroute("**/confirm/*")
    page.unroute_all()
    bookings.play(page, held | {"status": "confirmed"})
    page.route("**/confirm/*", lose)
    press(page, "Confirm")
    expect(page.get_by_text(re.compile("^Confirmed: First visit, Ana Costa, "))).to_be_focused()
    assert bookings.now(server, held)["status"] == "confirmed"
    press(page, "Move")
    page.get_by_label("With").select_option("Dr. Grace Hall")
    expect(page.get_by_text("Date and time are by the clock in New York.")).to_be_visible()
    free = page.get_by_role("group", name=re.compile("^Free on ")).get_by_role("button")
    page.get_by_label("New date").fill(bookings.clock(bookings.offered(server, both, 40))[0])
    free.nth(2).click()
    press(page, "Move it")
    expect(page.get_by_text(re.compile("by the clock in New York, with Dr. Grace Hall.$"))).to_be_focused()
    assert bookings.now(server, held)["provider_id"] == abroad.provider


def test_times_that_the_clock_skips_or_shows_twice_are_clear(
    page: Page, desk: Staff, slot: dict[str, Any]
) -> None:
    skips, repeats = clocks_change(3), clocks_change(10)
    bookings.change_time(desk, "POST", f"{repeats}T00:00:00Z", f"{repeats}T03:00:00Z")
    bookings.open_list(page, desk)
    press(page, "Move")
    times = page.get_by_label("New time")
    page.get_by_label("New date").fill(str(skips))
    expect(times.get_by_role("option")).to_have_count(1 + 23 * 4)
    expect(times.get_by_role("option", name="02:30")).to_have_count(0)
    page.get_by_label("New date").fill(str(repeats))
    twice = ["02:30 (UTC+02:00)", "02:30 (UTC+01:00)"]
    expect(times.get_by_role("option", name="02:30")).to_have_text(twice)
    free = page.get_by_role("group", name=re.compile("^Free on ")).get_by_role("button")
    expect(free.filter(has_text="02:30")).to_have_text(twice)
    bookings.type_time(page, str(repeats), twice[1])
    press(page, "Move it")
    moved = re.escape(f"to {spoken(repeats)}, {twice[1]}.")
    expect(page.get_by_text(re.compile(f"{moved}$"))).to_be_focused()
    assert bookings.now(desk.server, slot)["start"] == f"{repeats}T01:30:00Z"


def test_axe_finds_nothing_and_all_fits_on_a_small_screen(
    browser: Browser, desk: Staff, slot: dict[str, Any]
) -> None:
    with visit(browser, desk.user, reduced_motion="reduce", timezone_id="America/New_York") as page:
        looker = Looker(page)
        bookings.open_list(page, desk)
        expect(page.get_by_text("Times are by the clock in Berlin.")).to_be_visible()
        press(page, "Contact")
        expect(page.get_by_role("link", name="visitor")).to_be_visible()
        press(page, "History")
        expect(page.get_by_role("article").get_by_role("listitem")).to_have_count(1)
        looker.look()
        press(page, "Move")
        expect(page.get_by_role("group", name=re.compile("^Free on "))).to_be_visible()
        press(page, "Move it")
        looker.look()
        page.get_by_label("New date").fill("2026-01-01")
        expect(page.get_by_role("button", name=re.compile("^Next free day: "))).to_be_visible()
        looker.look()
        press(page, "Cancel")
        page.route("**/cancel/*", abort)
        press(page, "Yes, cancel it")
        said(page, "No reply came.")
        looker.look()
