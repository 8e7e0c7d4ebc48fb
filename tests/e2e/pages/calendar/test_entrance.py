"""Who may open a calendar, and what everybody else is told."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import heading, hurry, log_in, press, said
from tests.e2e.pages.calendar.staff import Staff, administrator, beginner, staff
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import become, new_visitor, visit
from tests.e2e.pages.refusals import lose, problem
from tests.e2e.servers import Server

PROVIDERS = "**/api/providers"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with visit(browser, reduced_motion="reduce") as page:
        hurry(page)
        yield page


@pytest.fixture(scope="module")
def dana(server: Server) -> Staff:
    return staff(server, "Dr. Dana Vogt")


def test_a_provider_signs_in_and_comes_back_to_the_same_view(
    browser: Browser, server: Server, dana: Staff
) -> None:
    with visit(browser, reduced_motion="reduce") as page:
        page.goto(dana.address(view="settings"))
        heading(page, "Calendar")
        Looker(page).look()
        press(page, "Sign in")
        log_in(page, dana.user.user)
        heading(page, "Settings")
        expect(page).to_have_url(dana.address(view="settings"))
        expect(page.get_by_label("Name", exact=True)).to_have_value("Dr. Dana Vogt")
        page.get_by_role("link", name="Working hours", exact=True).click()
        page.get_by_label("Open time ahead").fill("10")
        page.once("dialog", lambda dialog: dialog.dismiss())
        press(page, "Sign out")
        heading(page, "Working hours")
        expect(page.get_by_label("Open time ahead")).to_have_value("10")
        page.once("dialog", lambda dialog: dialog.accept())
        press(page, "Sign out")
        heading(page, "Calendar")
        assert page.evaluate("sessionStorage.length") == 0


def test_others_are_told_why_they_see_no_calendar(page: Page, server: Server, dana: Staff) -> None:
    become(page, server, new_visitor(server, "Ana Costa"))
    page.goto(dana.address())
    heading(page, "This page is for providers")
    Looker(page).look()
    lena = staff(server, "Dr. Lena Vogt")
    become(page, server, lena.user)
    page.goto(dana.address(view="settings"))
    heading(page, "This is not your calendar")
    Looker(page).look()
    page.get_by_role("link", name="Open my calendar").click()
    expect(page.get_by_role("main")).to_contain_text("Dr. Lena Vogt")
    become(page, server, administrator(server))
    page.goto(f"{server.url}/calendar?provider=1&view=services")
    heading(page, "There is no such calendar")
    Looker(page).look()
    page.get_by_role("link", name="All providers").click()
    heading(page, "Providers")


def test_who_somebody_is_may_be_asked_again(page: Page, server: Server, dana: Staff) -> None:
    become(page, server, dana.user)
    page.route("**/api/me", problem(503, "unavailable", 2))
    page.goto(dana.address(view="services"))
    said(page, "The server is busy. Please try again in 2 seconds.")
    page.unroute_all()
    press(page, "Try again")
    heading(page, "Services")
    page.evaluate("sessionStorage.removeItem('holdfast.tokens')")
    page.get_by_role("link", name="Settings").click()
    heading(page, "Settings")
    said(page, "You have been signed out.")
    expect(page.get_by_role("button", name="Sign in and go on")).to_be_visible()
    page.route("**/api/me", problem(401))
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_beginner_sets_up_a_calendar_although_a_response_is_lost(page: Page, server: Server) -> None:
    become(page, server, beginner(server))
    page.goto(f"{server.url}/calendar")
    heading(page, "Set up your calendar")
    Looker(page).look()
    expect(page.get_by_label("Owner")).to_have_count(0)
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Minimum notice", exact=True).fill("soon")
    press(page, "Create my calendar")
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_accessible_description(re.compile("Please enter a name."))
    page.get_by_label("Name").fill("Dr. Uma Sen")
    press(page, "Create my calendar")
    expect(page.get_by_label("Minimum notice", exact=True)).to_be_focused()
    page.get_by_label("Minimum notice", exact=True).fill("2")
    page.route(PROVIDERS, problem(422, "invalid", errors=[{"field": "email", "detail": "Not this one."}]))
    press(page, "Create my calendar")
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_accessible_description(re.compile("Not this one."))
    page.route(PROVIDERS, lose)
    press(page, "Create my calendar")
    said(page, "No reply came. We do not know whether this was saved. Trying again is safe.")
    page.unroute_all()
    press(page, "Create my calendar")
    heading(page, "Working hours")
    expect(page.get_by_role("main")).to_contain_text("Dr. Uma Sen")
    (made,) = [
        each
        for each in server.get("/api/providers?limit=1000").json()["items"]
        if each["name"] == "Dr. Uma Sen"
    ]
    assert (made["time_zone"], made["min_notice_minutes"]) == ("America/New_York", 120)


def test_a_first_try_that_worked_after_all_is_found(page: Page, server: Server) -> None:
    become(page, server, beginner(server))
    page.goto(f"{server.url}/calendar")
    page.get_by_label("Name").fill("Dr. Mia Lund")
    page.route(PROVIDERS, lose)
    press(page, "Create my calendar")
    said(page, "No reply came.")
    page.unroute_all()
    page.get_by_label("Name").fill("Dr. Mia Lundgren")
    press(page, "Create my calendar")
    said(page, "Your first try has worked after all")
    press(page, "Open my calendar")
    expect(page.get_by_role("main").get_by_text("Dr. Mia Lund", exact=True)).to_be_visible()


def test_a_provider_with_several_calendars_switches_between_them(page: Page, server: Server) -> None:
    ida = staff(server, "Dr. Ida Brandt")
    sub = server.get("/api/me", ida.user.user).json()["sub"]
    assert server.post("/api/providers", {"name": "Room 2", "owner": sub}, "admin").status_code == 201
    become(page, server, ida.user)
    page.goto(f"{server.url}/calendar")
    page.get_by_role("link", name="Calendars").click()
    heading(page, "Your calendars")
    Looker(page).look()
    page.get_by_role("link", name="Room 2").click()
    expect(page.get_by_role("main")).to_contain_text("Room 2")
    page.get_by_role("link", name="Services", exact=True).click()
    page.get_by_role("link", name="Calendars").click()
    expect(page.get_by_role("status")).to_have_text("2 calendars.")
    page.get_by_role("link", name="Dr. Ida Brandt").click()
    heading(page, "Services")
    expect(page.get_by_role("main")).to_contain_text("Dr. Ida Brandt")
