"""Bookings of a provider, made through the API, and where the provider finds them on the page."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.booking_steps import heading
from tests.e2e.pages.calendar.staff import Staff
from tests.e2e.pages.practice import Visitor
from tests.e2e.servers import Server

UNCOVERED = re.compile(r"/api/appointments\?.*uncovered=true")
LENGTH = 45


def offered(server: Server, service: int, number: int = 0) -> dict[str, Any]:
    """Return a free start of a service, some days ahead."""
    path = f"/api/appointments/reserve?service_id={service}&limit=1000"
    found: dict[str, Any] = server.get(path).json()["items"][60 + number]
    return found


def held(server: Server, client: Visitor, start: dict[str, Any]) -> dict[str, Any]:
    body = {"client_id": client.clients[0], "service_id": start["service_id"]}
    return _posted(server, f"/api/appointments/reserve/{start['id']}", body, client.user)


def booked(server: Server, client: Visitor, start: dict[str, Any]) -> dict[str, Any]:
    slot = held(server, client, start)
    return _posted(server, f"/api/appointments/confirm/{slot['id']}", None, client.user)


def left_outside(desk: Staff, client: Visitor, service: int, number: int = 0) -> dict[str, Any]:
    """Book a start, and close its time afterwards."""
    slot = booked(desk.server, client, offered(desk.server, service, number))
    change_time(desk, "DELETE", slot["start"], slot["end"])
    return slot


def change_time(desk: Staff, method: str, start: str, end: str) -> None:
    """Open (`POST`) or close (`DELETE`) a range of time."""
    path = f"/api/providers/availability/{desk.provider}"
    desk.send(method, path, {"start_datetime": start, "end_datetime": end})


def now(server: Server, slot: dict[str, Any]) -> dict[str, Any]:
    """Return where a booking stands."""
    found: dict[str, Any] = server.get(f"/api/bookings/{slot['booking_id']}", "admin").json()
    return found


def open_list(page: Page, desk: Staff) -> Locator:
    """Open the list of bookings outside open time, and return its cards."""
    page.goto(desk.address(view="outside"))
    heading(page, "Outside open time")
    expect(page.get_by_text("every booking is within").or_(page.get_by_role("article")).first).to_be_visible()
    return page.get_by_role("article")


def play(page: Page, *slots: dict[str, Any]) -> None:
    """Let the list have these holds and bookings."""
    body = {"items": slots, "next_cursor": None}
    page.route(UNCOVERED, lambda route: route.fulfill(json=body))


def clock(slot: dict[str, Any], zone: str = "Europe/Berlin") -> tuple[str, str]:
    """Return the date and the time of a start by the clock there."""
    local = datetime.fromisoformat(slot["start"]).astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%d"), local.strftime("%H:%M")


def type_time(page: Page, date: str, time: str) -> None:
    page.get_by_label("New date").fill(date)
    page.get_by_label("New time").select_option(time)


def _posted(server: Server, path: str, body: object, user: str) -> dict[str, Any]:
    response = server.post(path, body, user)
    assert response.ok, response.text
    made: dict[str, Any] = response.json()
    return made
