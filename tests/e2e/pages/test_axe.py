"""No view has a fault that axe finds, light or dark, and each fits on a small screen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.bookings import new_client, new_provider, open_hour, reserve
from tests.e2e.links import token_of
from tests.e2e.pages.booking_steps import heading, pick, press, times
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import Practice, new_visitor, visit
from tests.e2e.pages.refusals import RESERVE, problem
from tests.e2e.servers import Server


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with visit(browser, new_visitor(server, "Ana Costa"), reduced_motion="reduce") as page:
        yield page


def test_axe_finds_nothing_on_any_view_light_or_dark_and_all_fit_on_a_small_screen(
    page: Page, browser: Browser, server: Server, practice: Practice
) -> None:
    looker = Looker(page)
    page.goto(server.url)
    page.get_by_role("button", name=re.compile("Consultation")).first.wait_for()
    looker.look()
    page.goto(practice.address)
    times(page)
    looker.look()
    page.route(RESERVE, problem(503, "unavailable", 2))
    pick(page)
    heading(page, "No clear reply came")
    looker.look()
    page.route(RESERVE, problem(409, "taken", alternatives=[]))
    press(page, "Try again")
    heading(page, "This time is no longer free")
    page.get_by_role("region", name="The nearest free times").get_by_role("button").first.wait_for()
    looker.look()
    page.route(RESERVE, problem(410, "hold_expired"))
    page.get_by_role("region", name="The nearest free times").get_by_role("button").first.click()
    heading(page, "Your hold has lapsed")
    looker.look()
    page.unroute_all()
    press(page, "Hold it again")
    heading(page, "Confirm your appointment")
    looker.look()
    press(page, "Confirm this appointment")
    heading(page, "You are booked")
    looker.look()
    page.get_by_role("main").get_by_role("link", name="My appointments").click()
    page.get_by_role("article").wait_for()
    press(page, "History")
    expect(page.get_by_role("article").get_by_role("listitem")).to_have_count(1)
    press(page, "Cancel")
    looker.look()
    page.get_by_role("link", name="Move").click()
    pick(page, 4)
    looker.look()
    _look_at_views_of_others(browser, server, practice)
    assert len(set(looker.seen)) == 9


def _look_at_views_of_others(browser: Browser, server: Server, practice: Practice) -> None:
    """Views that somebody signed out, somebody new, and a family see."""
    people: list[Any] = [None, new_visitor(server), new_visitor(server, "Ana Costa", "Ben Okafor")]
    for visitor, title in zip(people, ("Your time", "Who is coming?", "Who is it for?"), strict=True):
        with visit(browser, visitor, reduced_motion="reduce") as page:
            page.goto(practice.address)
            pick(page)
            heading(page, title)
            if title == "Who is coming?":
                press(page, "Hold this time")
            Looker(page).look()
    with visit(browser, reduced_motion="reduce") as page:
        page.goto(f"{server.url}/?view=mine")
        heading(page, "My appointments")
        Looker(page).look()


def test_axe_finds_nothing_on_the_pages_of_links(browser: Browser, server: Server) -> None:
    slots = open_hour(server, new_provider(server))
    reserve(server, slots[0], new_client(server))
    address = f"{server.url}/links/{token_of(server, slots[0]['id'])}"
    with visit(browser, reduced_motion="reduce") as page:
        looker = Looker(page)
        page.goto(address)
        heading(page, "Please confirm your appointment")
        looker.look()
        press(page, "Confirm this appointment")
        heading(page, "Your appointment")
        looker.look()
        reserve(server, slots[1], new_client(server))
        page.get_by_role("radio").first.check()
        press(page, "Move to the chosen time")
        heading(page, "That did not work")
        looker.look()
        page.goto(address)
        press(page, "Cancel this appointment")
        heading(page, "Your appointment is cancelled")
        looker.look()
        page.goto(address)
        heading(page, "This link does not work")
        looker.look()
    assert len(set(looker.seen)) == 5
