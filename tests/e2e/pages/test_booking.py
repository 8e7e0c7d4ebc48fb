"""Book an appointment in Chromium, as a client does: choose, sign in, hold, confirm."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, Request, expect

from local import server_file
from tests.e2e.outboxes import mails
from tests.e2e.pages.booking_steps import console_of, heading, hold, log_in, pick, press
from tests.e2e.pages.practice import Practice, Visitor, new_visitor, visit
from tests.e2e.pages.steps import requests_of
from tests.e2e.servers import Server, eventually


@pytest.fixture(scope="module")
def known(server: Server) -> Visitor:
    """Return a user with one client."""
    return new_visitor(server, "Ana Costa")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        yield page


def booked(server: Server, visitor: Visitor) -> list[dict[str, Any]]:
    path = f"/api/appointments?client_id={visitor.clients[0]}&status=confirmed"
    items: list[dict[str, Any]] = server.get(path, visitor.user).json()["items"]
    return items


def test_somebody_new_books_from_the_first_look_to_the_file_for_the_calendar(
    page: Page, server: Server, practice: Practice, tmp_path: Path
) -> None:
    """Nothing is asked of the visitor before a time is chosen, and the choice survives the sign-in."""
    console, sent = console_of(page), requests_of(page)
    visitor = new_visitor(server)
    page.goto(server.url)
    heading(page, "Book an appointment")
    name = server.get(f"/api/services/{practice.service}").json()["name"]
    press(page, re.compile(name))
    heading(page, "Choose a time")
    page.get_by_label("Dr. Ida Brandt").check()
    time = pick(page, 2)
    heading(page, "Your time")
    press(page, "Sign in and go on")
    log_in(page, visitor.user)
    heading(page, "Who is coming?")
    page.get_by_label("Full name").fill("Ana Costa")
    page.get_by_label("Phone").fill("+49 30 901820")
    press(page, "Hold this time")
    heading(page, "Confirm your appointment")
    expect(page.get_by_role("main")).to_contain_text(time)
    expect(
        page.get_by_text(re.compile(r"^Held for you until \d\d:\d\d (30:00|29:5\d) left$"))
    ).to_be_visible()
    press(page, "Confirm this appointment")
    heading(page, "You are booked")
    (client,) = server.get("/api/clients", visitor.user).json()["items"]
    (appointment,) = booked(server, visitor._replace(clients=[client["id"]]))
    assert client["email"] == f"{visitor.user}@example.com"
    assert appointment["provider_id"] == practice.providers[1]
    with page.expect_download() as download:
        press(page, "Add to calendar")
    _check_file(download.value.path().read_bytes().decode(), appointment, server)
    assert console == []
    assert _foreign(sent, server) == []


def _check_file(text: str, appointment: dict[str, Any], server: Server) -> None:
    """The file has the UID of the mails, so that a calendar shows the appointment once."""
    calendar = Calendar.from_ical(text)
    (event,) = calendar.events
    booking = appointment["booking_id"]
    (mail,) = eventually(lambda: [each for each in mails(server, booking, 1) if each.uid], server)
    assert (str(event["uid"]), int(str(event["sequence"]))) == (mail.uid, mail.sequence)
    assert event.start.isoformat() == appointment["start"].replace("Z", "+00:00")
    assert event.end.isoformat() == appointment["end"].replace("Z", "+00:00")
    assert "method" not in calendar
    assert str(event["summary"]).endswith("with Dr. Ida Brandt")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def _foreign(sent: list[Request], server: Server) -> list[str]:
    own = (server.url, server_file.read(server.data).cognito, "blob:")
    return [request.url for request in sent if not request.url.startswith(own)]


def test_somebody_known_needs_no_question_after_the_time(
    browser: Browser, server: Server, practice: Practice, known: Visitor
) -> None:
    with visit(browser, known) as page:
        hold(page, practice.address, 1)
        press(page, "Confirm this appointment")
        heading(page, "You are booked")
    assert len(booked(server, known)) == 1


def test_a_link_to_a_time_holds_nothing_by_itself(
    browser: Browser, server: Server, practice: Practice
) -> None:
    """Somebody else may have made the link."""
    visitor = new_visitor(server, "Ana Costa")
    start = practice.starts(1)[0]
    with visit(browser, visitor) as page:
        page.goto(f"{practice.address}&provider={start['provider_id']}&time={start['id']}")
        heading(page, "Book this time")
        assert (
            server.get(f"/api/appointments?client_id={visitor.clients[0]}", visitor.user).json()["items"]
            == []
        )
        press(page, "Hold this time")
        heading(page, "Confirm your appointment")


def test_a_family_says_for_whom_it_is(browser: Browser, server: Server, practice: Practice) -> None:
    visitor = new_visitor(server, "Ana Costa", "Ben Okafor")
    with visit(browser, visitor) as page:
        page.goto(practice.address)
        pick(page)
        heading(page, "Who is it for?")
        page.get_by_label("Ben Okafor").check()
        press(page, "Hold this time")
        heading(page, "Confirm your appointment")
        expect(page.get_by_role("definition").filter(has_text="Ben Okafor")).to_be_visible()


def test_reload_and_back_at_every_step(browser: Browser, server: Server, practice: Practice) -> None:
    visitor = new_visitor(server, "Ana Costa")
    with visit(browser, visitor) as page:
        page.goto(server.url)
        page.reload()
        press(page, re.compile(server.get(f"/api/services/{practice.service}").json()["name"]))
        offer = page.get_by_role("button", name=re.compile("^Next free day: "))
        day = page.get_by_role("heading", level=2, name=offer.inner_text().removeprefix("Next free day: "))
        offer.click()
        expect(day).to_be_focused()
        page.reload()
        expect(day).to_be_visible()
        time = pick(page)
        heading(page, "Confirm your appointment")
        page.reload()
        heading(page, "Confirm your appointment")
        expect(page.get_by_role("main")).to_contain_text(time)
        page.go_back()
        heading(page, "Choose a time")
        expect(page.get_by_text(re.compile("^You hold .*given back.$"))).to_be_visible()
        page.go_forward()
        heading(page, "Confirm your appointment")
        press(page, "Confirm this appointment")
        heading(page, "You are booked")
        page.reload()
        heading(page, "You are booked")
        page.go_back()
        heading(page, "Choose a time")
        expect(page.get_by_text("You hold ")).to_have_count(0)
    assert len(booked(server, visitor)) == 1
