"""Clients give a hold back in Chromium, unless it has become an appointment."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import heading, hold, pick, press, said
from tests.e2e.pages.practice import Practice, Visitor, new_visitor, visit
from tests.e2e.servers import Server

KEPT = "It has been confirmed in the meantime, so it was not given back."


def listed(server: Server, visitor: Visitor) -> list[dict[str, Any]]:
    path = f"/api/appointments?client_id={visitor.clients[0]}"
    items: list[dict[str, Any]] = server.get(path, visitor.user).json()["items"]
    return items


def states(server: Server, visitor: Visitor) -> set[str]:
    return {slot["status"] for slot in listed(server, visitor)}


def confirm_elsewhere(server: Server, visitor: Visitor, page: Page, practice: Practice) -> None:
    hold(page, practice.address)
    (held,) = listed(server, visitor)
    server.post(f"/api/appointments/confirm/{held['id']}", user=visitor.user)


def test_a_hold_that_was_confirmed_elsewhere_is_not_given_back(
    browser: Browser, server: Server, practice: Practice
) -> None:
    """The link in the mail confirms it, for example, and this page does not hear of that."""
    visitor = new_visitor(server, "Ana Costa")
    with visit(browser, visitor) as page:
        confirm_elsewhere(server, visitor, page, practice)
        press(page, "Give it back")
        said(page, KEPT)
        page.go_back()
        press(page, "Give it back")
        said(page, KEPT)
        expect(page.get_by_text("You hold ")).to_have_count(0)
    assert states(server, visitor) == {"confirmed"}


def test_another_time_does_not_give_back_what_was_confirmed_elsewhere(
    browser: Browser, server: Server, practice: Practice
) -> None:
    visitor = new_visitor(server, "Ana Costa")
    with visit(browser, visitor) as page:
        confirm_elsewhere(server, visitor, page, practice)
        page.go_back()
        with page.expect_response("**/cancel/*") as released:
            pick(page, 3)
        heading(page, "Confirm your appointment")
        assert released.value.status == 412
    assert states(server, visitor) == {"confirmed", "held"}


def test_another_time_gives_the_first_one_back(browser: Browser, server: Server, practice: Practice) -> None:
    visitor = new_visitor(server, "Ana Costa")
    with visit(browser, visitor) as page:
        hold(page, practice.address)
        page.go_back()
        with page.expect_response("**/cancel/*"):
            pick(page, 3)
        heading(page, "Confirm your appointment")
        assert len(listed(server, visitor)) == 1
        press(page, "Give it back")
        heading(page, "Choose a time")
    assert listed(server, visitor) == []
