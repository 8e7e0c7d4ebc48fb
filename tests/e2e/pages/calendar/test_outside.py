"""The list of bookings outside open time, played: what it reads, and what it says."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.pages.booking_steps import heading, press, said
from tests.e2e.pages.calendar.booked import UNCOVERED
from tests.e2e.pages.calendar.dates import clocks_change, spoken
from tests.e2e.pages.calendar.staff import Staff, staff
from tests.e2e.pages.practice import visit
from tests.e2e.pages.refusals import problem
from tests.e2e.servers import Server

NIGHT = clocks_change(3)
EVENING = NIGHT - timedelta(days=1)


@pytest.fixture
def desk(server: Server, browser: Browser) -> Staff:
    return staff(server)


def slot_of(desk: Staff) -> dict[str, Any]:
    """Return a visit over midnight, of a service that is deleted."""
    times = {"start": f"{EVENING}T22:30:00Z", "end": f"{EVENING}T23:15:00Z"}
    ids = {"id": f"{desk.provider}-{EVENING:%Y%m%d}T2230Z", "provider_id": desk.provider, "booking_id": 77}
    who = {"client_id": 5, "client_name": "Ana Costa", "service_id": 6, "status": "confirmed"}
    return {**ids, **times, **who, "local_start": f"{EVENING}T23:30:00+01:00", "duration_minutes": 45}


def in_a_row(requests: list[dict[str, str]]) -> int:
    """Return how many of the requests ask for one time after the other without a gap."""
    ends = {each["from"]: each["to"] for each in requests}
    at, pieces = min(ends), 0
    while at in ends:
        at, pieces = ends[at], pieces + 1
    return pieces


def test_the_list_is_read_in_pieces_up_to_a_year_and_has_each_booking_once(
    browser: Browser, desk: Staff
) -> None:
    requests: list[dict[str, str]] = []
    slot = slot_of(desk)

    def respond(route: Route) -> None:
        query = parse_qs(urlsplit(route.request.url).query)
        requests.append({name: values[0] for name, values in query.items()})
        route.fulfill(json={"items": [slot], "next_cursor": None})

    with visit(browser, desk.user) as page:
        page.route(UNCOVERED, problem(503, "unavailable", 2))
        page.goto(desk.address(view="outside"))
        heading(page, "Outside open time")
        said(page, "The server is busy. Please try again in 2 seconds.")
        page.unroute(UNCOVERED)
        page.route(UNCOVERED, respond)
        press(page, "Try again")
        card = page.get_by_role("article")
        further = page.get_by_role("button", name=re.compile("^Look beyond "))
        expect(card).to_have_count(1)
        assert in_a_row(requests) == 2
        expect(card).to_have_accessible_name(
            f"Appointment, Ana Costa, {spoken(EVENING)}, 23:30 to {spoken(NIGHT)}, 00:15"
        )
        expect(page.get_by_role("status")).to_have_text(re.compile("^1 booking is outside open time until "))
        press(page, "Move")
        expect(page.get_by_text("Free times cannot be listed")).to_be_visible()
        day = str(NIGHT + timedelta(days=4))
        page.get_by_label("New date").fill(day)
        for pieces, name in ((4, "Ben Okafor"), (6, "Cleo Diaz")):
            requests.clear()
            slot["client_name"] = name
            further.click()
            expect(card).to_contain_text(name)
            assert in_a_row(requests) == pieces
            expect(page.get_by_label("New date")).to_have_value(day)
        expect(further).to_have_count(0)
        expect(page.get_by_text("These are all until ")).to_be_focused()
        assert {each["provider_id"] for each in requests} == {str(desk.provider)}
        look = {**slot, "client_email": None, "client_phone": "+49 (30) 90-18"}
        page.route(f"**/api/appointments/{slot['id']}", lambda route: route.fulfill(json=look))
        press(page, "Contact")
        phone = card.get_by_role("link", name="+49 (30) 90-18")
        expect(phone).to_have_attribute("href", "tel:+49309018")
        press(page, re.compile("^Cancel Appointment, Cleo Diaz"))
        expect(page.get_by_text("There is no e-mail address: please tell Cleo Diaz.")).to_be_visible()
