"""Administrators find, open and create calendars; settings are changed, and a calendar is deleted."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.pages.booking_steps import heading, hurry, press, said
from tests.e2e.pages.calendar.staff import Staff, administrator, beginner, staff
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import Visitor, become, visit
from tests.e2e.pages.refusals import lose, problem
from tests.e2e.servers import Server

PROVIDER = re.compile(r"/api/providers/\d+$")


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, reduced_motion="reduce") as page:
        hurry(page)
        yield page


@pytest.fixture(scope="module")
def admin(server: Server) -> Visitor:
    return administrator(server)


@pytest.fixture
def lena(server: Server) -> Staff:
    return staff(server, "Dr. Lena Vogt", email="lena@example.com")


@pytest.fixture
def page(same_page: Page, server: Server, lena: Staff) -> Page:
    become(same_page, server, lena.user)
    return same_page


def settings(page: Page, provider: Staff) -> None:
    page.goto(provider.address(view="settings"))
    expect(page.get_by_role("button", name="Save")).to_be_visible()


def named(page: Page) -> Locator:
    return page.get_by_label("Name", exact=True)


def account(provider: Staff) -> dict[str, Any]:
    found: dict[str, Any] = provider.send("GET", f"/api/providers/account/{provider.provider}")
    return found


def test_an_administrator_finds_a_provider_among_thousands(
    page: Page, server: Server, lena: Staff, admin: Visitor
) -> None:
    many = [
        {"id": 1000 + number, "name": f"Provider {number:04}", "time_zone": "UTC"} for number in range(2500)
    ]
    real = {"id": lena.provider, "name": "Dr. Lena Vogt", "time_zone": "Europe/Berlin"}
    pages = {"": [*many[:1000]], "2": [*many[1000:2000]], "3": [*many[2000:], real]}
    cursors = {"": "2", "2": "3", "3": None}

    def play(route: Any) -> None:
        cursor = "".join(re.findall(r"cursor=(\d)", route.request.url))
        route.fulfill(json={"items": pages[cursor], "next_cursor": cursors[cursor]})

    become(page, server, admin)
    page.route("**/api/providers?*", play)
    page.goto(f"{server.url}/calendar")
    heading(page, "Providers")
    count = page.get_by_role("main").get_by_role("status")
    expect(count).to_have_text("2501 providers. 2401 more are not shown: type more of the name.")
    expect(page.get_by_role("listitem")).to_have_count(100)
    Looker(page).look()
    page.get_by_label("Part of the name").fill("provider 249")
    expect(count).to_have_text("10 of 2501.")
    page.get_by_label("Part of the name").fill("nobody")
    expect(count).to_have_text("None of 2501 has this in the name.")
    page.get_by_label("Part of the name").fill("vogt")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Dr. Lena Vogt").click()
    expect(page).to_have_url(f"{server.url}/calendar?provider={lena.provider}")
    expect(page.get_by_role("main")).to_contain_text("Dr. Lena Vogt")
    page.get_by_role("link", name="Settings").click()
    expect(named(page)).to_have_value("Dr. Lena Vogt")


def test_an_administrator_creates_a_provider_for_a_user(page: Page, server: Server, admin: Visitor) -> None:
    user = beginner(server)
    sub = server.get("/api/me", user.user).json()["sub"]
    become(page, server, admin)
    page.goto(f"{server.url}/calendar?view=providers")
    page.get_by_role("link", name="New provider").click()
    heading(page, "New provider")
    Looker(page).look()
    named(page).fill("Dr. Mia Lund")
    page.get_by_label("Latest change by clients", exact=True).fill("1")
    page.get_by_label("Unit of: Latest change by clients").select_option("days")
    page.get_by_label("Owner").fill("mia")
    press(page, "Create the provider")
    expect(page.get_by_label("Owner")).to_be_focused()
    expect(page.get_by_label("Owner")).to_have_accessible_description(
        re.compile("This must be the sub of a user")
    )
    page.get_by_label("Owner").fill(sub)
    press(page, "Create the provider")
    heading(page, "Working hours")
    expect(page.get_by_text("Created: Dr. Mia Lund.")).to_be_visible()
    (made,) = server.get("/api/me", user.user).json()["provider_ids"]
    found = server.get(f"/api/providers/{made}").json()
    assert (found["name"], found["cancel_notice_minutes"]) == ("Dr. Mia Lund", 1440)


def test_settings_are_changed_and_a_new_zone_says_what_it_did(page: Page, lena: Staff) -> None:
    settings(page, lena)
    expect(page.get_by_label("E-mail")).to_have_value("lena@example.com")
    named(page).fill("Dr. Lena Vogt-Berg")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_label("Minimum notice", exact=True).fill("90")
    page.get_by_label("Unit of: Minimum notice").select_option("minutes")
    page.get_by_label("E-mail").fill("")
    page.route(PROVIDER, lose, times=1)
    press(page, "Save")
    expect(page.get_by_text("Saved.", exact=True)).to_be_focused()
    expect(page.get_by_role("link", name="See which bookings are outside them now")).to_be_visible()
    expect(page.get_by_text("Dr. Lena Vogt-Berg", exact=True)).to_be_visible()
    expect(page.get_by_label("Minimum notice", exact=True)).to_have_value("90")
    Looker(page).look()
    now = account(lena)
    assert (now["name"], now["time_zone"], now["email"]) == ("Dr. Lena Vogt-Berg", "Asia/Tokyo", None)
    assert now["min_notice_minutes"] == 90


def test_refused_settings_stay_entered(page: Page, lena: Staff) -> None:
    settings(page, lena)
    named(page).fill("Dr. Vogt")
    for refusal, words in (
        (problem(429, retry_after=3), "Too many requests at once. Please try again in 3 seconds."),
        (problem(503, "unavailable"), "The server is busy. Please try again. We do not know whether"),
        (problem(403, "forbidden"), "Your account may not do this."),
    ):
        page.route(PROVIDER, refusal)
        press(page, "Save")
        said(page, words)
    page.unroute_all()
    lena.send("PUT", f"/api/providers/{lena.provider}", {"name": "Dr. Lena Vogt", "min_notice_minutes": 60})
    press(page, "Save")
    said(page, "Somebody else has changed this in the meantime.")
    expect(named(page)).to_have_value("Dr. Vogt")
    expect(page.get_by_label("Minimum notice", exact=True)).to_have_value("1")
    press(page, "Save")
    expect(page.get_by_text("Saved.", exact=True)).to_be_focused()
    assert (account(lena)["name"], account(lena)["min_notice_minutes"]) == ("Dr. Vogt", 60)


def test_a_calendar_link_shows_all_or_only_when_the_provider_is_busy(page: Page, lena: Staff) -> None:
    link = page.get_by_label("Calendar link", exact=True)
    settings(page, lena)
    keys: set[str] = set()

    def lose_it(route: Route) -> None:
        keys.add(route.request.headers.get("idempotency-key", ""))
        lose(route)

    page.route("**/api/calendars", lose_it)
    press(page, "Make a calendar link")
    said(page, "No reply came. We do not know whether there is a new link. Trying again is safe.")
    expect(page.get_by_text("There is a link already.")).to_be_visible()
    page.unroute_all()
    with page.expect_request("**/api/calendars") as sent:
        press(page, "Make a new link")
    assert keys == {sent.value.headers["idempotency-key"]}
    expect(link).to_have_value(re.compile(r"/api/calendars/[^/]+\.ics$"))
    page.get_by_label("Only busy times, without names").check()
    expect(page.get_by_text("and nothing else.")).to_be_visible()
    press(page, "Make a calendar link")
    expect(link).to_have_value(re.compile(r"/api/calendars/b[^/]+\.ics$"))
    page.get_by_label("With names and services").check()
    expect(page.get_by_text("There is a link already.")).to_be_visible()
    press(page, "End the link")
    expect(page.get_by_text("End the link? Calendar programs that follow it")).to_be_focused()
    page.route("**/api/calendars?*", lose, times=1)
    press(page, "Yes, end it")
    expect(page.get_by_text("The link has ended.")).to_be_focused()
    expect(page.get_by_role("button", name="Make a calendar link")).to_be_visible()
    left = lena.send("GET", f"/api/calendars?provider_id={lena.provider}")["items"]
    assert [feed["busy_only"] for feed in left] == [True]


def test_a_calendar_is_deleted_once_it_is_empty(page: Page, server: Server, lena: Staff) -> None:
    lena.work()
    # All open time is too soon for clients, and still there.
    change = {"name": "Dr. Lena Vogt", "min_notice_minutes": 40_000}
    lena.send("PUT", f"/api/providers/{lena.provider}", change)
    settings(page, lena)
    press(page, "Delete the calendar")
    press(page, "Yes, delete it")
    said(page, "The calendar is not empty, so it stays. It still has: working hours, open time.")
    lena.send("DELETE", f"/api/providers/hours/{lena.provider}")
    page.route(PROVIDER, lose)
    press(page, "Yes, delete it")
    said(page, "No reply came. We do not know whether this was deleted.")
    page.unroute_all()
    press(page, "Yes, delete it")
    heading(page, "Set up your calendar")
    assert server.get(f"/api/providers/{lena.provider}").status_code == 404
