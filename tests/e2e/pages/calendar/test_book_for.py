"""A provider books for somebody who has called, and comes back to the week."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import heading, press
from tests.e2e.pages.calendar.next_week import WIDE, at_work, day, monday
from tests.e2e.pages.calendar.week_steps import block_of, open_week
from tests.e2e.pages.looker import Looker
from tests.e2e.pages.practice import visit
from tests.e2e.pages.refusals import RESERVE
from tests.e2e.servers import Server

REST = f"{day()}, 09:30 to 17:00, open"


def book_for_somebody(page: Page, name: str, link: str) -> None:
    block_of(page, name).click()
    page.get_by_role("link", name=link).click()


def back_to_the_week(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Back to the week").click()
    expect(page).to_have_url(re.compile(rf"/calendar\?provider=\d+&day={monday()}$"))


def test_a_provider_books_for_one_caller_and_then_for_another(browser: Browser, server: Server) -> None:
    dana = at_work(server)
    dana.offer("First visit", 30)
    with visit(browser, dana.user, viewport=WIDE, reduced_motion="reduce") as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url))
        open_week(page, dana, day=monday())
        book_for_somebody(page, f"{day()}, 09:00 to 17:00, open", "First visit")
        heading(page, "Somebody new")
        expect(page.get_by_label("E-mail")).to_have_value("")
        expect(page.get_by_label("Full name")).to_have_attribute("autocomplete", "off")
        page.get_by_label("Full name").fill("Ana Costa")
        press(page, "Hold this time")
        heading(page, "Confirm the appointment")
        press(page, "Confirm this appointment")
        heading(page, "Booked for Ana Costa")
        expect(page.get_by_role("link")).to_have_text(["Back to the week"] * 2)
        back_to_the_week(page)

        sent.clear()
        book_for_somebody(page, REST, "A plain quarter-hour")
        heading(page, "Who is it for?")
        expect(page.get_by_role("radio", name="Ana Costa")).not_to_be_checked()
        press(page, "Hold this time")
        expect(page.get_by_role("alert")).to_have_text("Choose for whom it is.")
        expect(page.get_by_role("radio")).to_be_focused()
        assert not [each for each in sent if RESERVE.search(each)]
        Looker(page).look()
        page.keyboard.press("Space")
        press(page, "Hold this time for Ana Costa")
        press(page, "Give it back")
        expect(page).to_have_url(re.compile(rf"/calendar\?provider={dana.provider}&day={monday()}$"))
        expect(block_of(page, REST)).to_be_visible()


def test_the_next_caller_does_not_get_the_time_that_was_held_for_the_last_one(
    browser: Browser, server: Server
) -> None:
    dana = at_work(server)
    for name in ("Ana Costa", "Ben Okafor"):
        server.post("/api/clients", {"name": name}, dana.user.user)
    with visit(browser, dana.user, viewport=WIDE) as page:
        open_week(page, dana, day=monday())
        block_of(page, f"{day()}, 09:00 to 17:00, open").click()
        address = str(page.get_by_role("link", name="A plain quarter-hour").get_attribute("href"))
        page.goto(server.url + address)
        page.get_by_role("radio", name="Ana Costa").focus()
        page.keyboard.press("Space")
        press(page, "Hold this time for Ana Costa")
        heading(page, "Confirm the appointment")
        page.evaluate(
            """const hold = JSON.parse(sessionStorage["holdfast.hold"]);
            hold.held.expires = Date.now() - 1000;
            sessionStorage["holdfast.hold"] = JSON.stringify(hold);"""
        )
        page.goto(server.url + address)
        heading(page, "Who is it for?")
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
