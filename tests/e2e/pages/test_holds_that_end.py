"""What the booking page shows when a time is lost: to somebody else, to the clock, or to another window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import heading, hold, pick, press, said, times
from tests.e2e.pages.practice import Practice, Visitor, new_visitor, visit
from tests.e2e.servers import Server


@pytest.fixture
def visitor(server: Server) -> Visitor:
    return new_visitor(server, "Ana Costa")


@pytest.fixture
def page(browser: Browser, visitor: Visitor) -> Iterator[Page]:
    with visit(browser, visitor) as page:
        yield page


def test_two_browsers_race_for_one_time(
    browser: Browser, server: Server, practice: Practice, visitor: Visitor, page: Page
) -> None:
    """The second one sees the nearest other times, and takes one of them with one tap."""
    with visit(browser, new_visitor(server, "Ben Okafor")) as other:
        for each in (page, other):
            each.goto(f"{practice.address}&provider={practice.providers[0]}")
            times(each)
        time = pick(other, 4)
        heading(other, "Confirm your appointment")
        page.get_by_role("button", name=time).click()
        heading(page, "This time is no longer free")
        said(page, "Somebody else has just taken this time. Nothing was booked.")
        near = page.get_by_role("region", name="The nearest free times").get_by_role("button")
        expect(near).to_have_count(3)
        chosen = near.first.get_attribute("aria-label")
        near.first.click()
        heading(page, "Confirm your appointment")
        expect(page.get_by_role("main")).to_contain_text(str(chosen))


def test_a_hold_lapses_while_one_looks(
    page: Page, server: Server, practice: Practice, visitor: Visitor
) -> None:
    page.clock.install()
    time = hold(page, practice.address)
    status = page.get_by_role("status")
    expect(status).to_have_text("")
    page.clock.fast_forward("25:01")
    expect(status).to_have_text("5 minutes left to confirm.")
    page.clock.fast_forward("04:00")
    expect(status).to_have_text("1 minute left to confirm.")
    page.clock.fast_forward("01:10")
    heading(page, "Your hold has lapsed")
    said(page, "The time was held for a while")
    press(page, "Hold it again")
    heading(page, "Confirm your appointment")
    expect(page.get_by_role("main")).to_contain_text(time)
    held = server.get(f"/api/appointments?client_id={visitor.clients[0]}", visitor.user).json()["items"]
    assert len(held) == 1  # by the server's clock, the first one lived on


def test_a_hold_that_ended_elsewhere_is_not_confirmed(
    page: Page, server: Server, practice: Practice, visitor: Visitor
) -> None:
    hold(page, practice.address)
    (held,) = server.get(f"/api/appointments?client_id={visitor.clients[0]}", visitor.user).json()["items"]
    assert server.post(f"/api/appointments/cancel/{held['id']}", user=visitor.user).status_code == 200
    press(page, "Confirm this appointment")
    heading(page, "Your hold has lapsed")
    press(page, "Hold it again")
    heading(page, "Confirm your appointment")
    press(page, "Confirm this appointment")
    heading(page, "You are booked")


def test_a_hold_that_is_confirmed_elsewhere_is_booked_when_it_lapses(
    page: Page, server: Server, practice: Practice, visitor: Visitor
) -> None:
    page.clock.install()
    hold(page, practice.address)
    (held,) = server.get(f"/api/appointments?client_id={visitor.clients[0]}", visitor.user).json()["items"]
    assert server.post(f"/api/appointments/confirm/{held['id']}", user=visitor.user).status_code == 200
    page.clock.fast_forward("31:00")
    heading(page, "You are booked")
