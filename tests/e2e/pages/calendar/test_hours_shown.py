"""Working hours by the provider's clock; and as axe and a small screen see them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import press
from tests.e2e.pages.calendar.hours_steps import (
    HOURS,
    PREVIEW,
    book,
    choose,
    days_ahead,
    open_hours,
    preview,
    save,
    stored,
)
from tests.e2e.pages.calendar.staff import WEEK, Staff, staff
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import become, visit
from tests.e2e.servers import Server


@pytest.fixture
def lena(server: Server) -> Staff:
    return staff(server)


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, reduced_motion="reduce") as page:
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, lena: Staff) -> Page:
    become(same_page, server, lena.user)
    return same_page


def test_times_are_those_of_the_providers_clock(browser: Browser, server: Server) -> None:
    pema = staff(server, "Dr. Pema Rai", zone="Asia/Kathmandu")
    pema.work()
    booked = book(pema, 3, "09:15")
    with visit(browser, pema.user, timezone_id="America/New_York") as page:
        open_hours(page, pema)
        expect(page.get_by_text("Times are by the clock in Kathmandu.")).to_be_visible()
        expect(page.get_by_label("Monday, from")).to_have_value("09:00")
        for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
            choose(page, f"{name}, from", "09:30")
        listed = preview(page).get_by_role("link", name=re.compile("09:15 to 09:30, Ana Costa$"))
        expect(listed).to_have_attribute("href", re.compile(f"day={booked['local_start'][:10]}&"))
        save(page)
    assert stored(pema)["weekly"] == {day: [["09:30", "17:00"]] for day in WEEK}


def test_a_booking_in_an_hour_that_comes_twice_or_over_midnight_says_when_it_is(
    page: Page, lena: Staff
) -> None:
    twice = _booked(lena, "2030-10-27T00:30:00Z", "2030-10-27T01:30:00Z")
    late = _booked(lena, "2030-12-01T22:30:00Z", "2030-12-01T23:30:00Z")

    def add(route: Route) -> None:
        response = route.fetch()
        route.fulfill(
            response=response, json={**response.json(), "still_booked": [twice, late], "more": True}
        )

    lena.work()
    open_hours(page, lena)
    page.route(PREVIEW, add)
    shown = preview(page)
    words = "Sunday 27 October 2030, 02:30 (UTC+02:00) to 02:30 (UTC+01:00), Ana"
    expect(shown.get_by_role("link", name=words)).to_be_visible()
    words = "Sunday 1 December 2030, 23:30 to Monday 2 December 2030, 00:30, Ana"
    expect(shown.get_by_role("link", name=words)).to_be_visible()
    expect(shown).to_contain_text("There are more than these.")


def _booked(lena: Staff, start: str, end: str) -> dict[str, str]:
    slot = f"{lena.provider}-{start[:16].replace('-', '').replace(':', '')}Z"
    return {"id": slot, "status": "confirmed", "client_name": "Ana", "start": start, "end": end}


def test_axe_finds_nothing_and_all_fits_on_a_small_screen(page: Page, lena: Staff) -> None:
    lena.work(overrides=[{"from": "2020-01-01", "to": "2020-01-06"}])
    book(lena, 3, "10:00")
    looker = Looker(page)
    open_hours(page, lena)
    press(page, "Add hours, Tuesday")
    choose(page, "Tuesday, second hours, from", "16:45")
    press(page, "Add special hours")
    press(page, "Preview")
    looker.look()
    press(page, "Discard my changes")
    for name in ("Remove 09:00 to 17:00, Monday", "Add time off"):
        press(page, name)
    page.get_by_label("First date").fill(f"{days_ahead(lena, 3)}")
    expect(preview(page).get_by_role("link")).to_have_count(1)
    looker.look()
    _change_meanwhile(lena)
    press(page, "Save these hours")
    expect(page.get_by_role("button", name="Use the current hours")).to_be_visible()
    looker.look()
    press(page, "Use the current hours")
    press(page, "Delete the working hours")
    looker.look()
    page.route(HOURS, lambda route: route.abort())
    press(page, "Delete them")
    looker.look()


def _change_meanwhile(lena: Staff) -> Any:
    return lena.work({**WEEK, "mon": [["08:00", "12:00"]]})
