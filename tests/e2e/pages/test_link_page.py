"""Use the page of a link in Chromium, without signing in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.bookings import new_client, new_provider, open_hour, reserve
from tests.e2e.links import token_of
from tests.e2e.pages import browsers
from tests.e2e.pages.steps import click, requests_of
from tests.e2e.servers import Server


@pytest.fixture
def slots(server: Server) -> list[dict[str, Any]]:
    return open_hour(server, new_provider(server))


@pytest.fixture
def token(server: Server, slots: list[dict[str, Any]]) -> str:
    reserve(server, slots[0], new_client(server))
    return token_of(server, slots[0]["id"])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 640}) as page:
        yield page


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_somebody_confirms_moves_and_cancels_by_a_link(
    page: Page, server: Server, slots: list[dict[str, Any]], token: str
) -> None:
    console, sent, address = browsers.console_of(page), requests_of(page), f"{server.url}/links/{token}"
    page.goto(address)
    heading(page, "Please confirm your appointment")
    expect(page.get_by_role("definition").filter(has_text="Dr. Lena Vogt")).to_be_visible()
    click(page, "Confirm this appointment")
    heading(page, "Your appointment")
    assert page.url == address

    choices = page.get_by_role("group", name="Move it to another time")
    expect(choices.get_by_role("radio")).to_have_count(3)
    choices.get_by_label(re.compile(", 09:45 ")).check()
    click(page, "Move to the chosen time")
    heading(page, "Your appointment")
    assert page.url == address
    expect(page.get_by_text("09:45 (UTC+00:00) to 10:00")).to_be_visible()
    assert server.get(f"/api/appointments/{slots[3]['id']}", "admin").json()["status"] == "confirmed"

    click(page, "Cancel this appointment")
    heading(page, "Your appointment is cancelled")
    assert server.get(f"/api/appointments/{slots[3]['id']}", "admin").json()["status"] == "available"
    page.goto(address)
    heading(page, "This link does not work")
    assert [text for text in console if "404" not in text] == []
    assert {request.url.partition("/links/")[0] for request in sent} == {server.url}
    assert not [request for request in sent if "referer" in request.headers]


def test_a_refusal_leads_back_to_the_page(
    page: Page, server: Server, slots: list[dict[str, Any]], token: str
) -> None:
    page.goto(f"{server.url}/links/{token}")
    click(page, "Confirm this appointment")
    reserve(server, slots[1], new_client(server))
    page.get_by_label(re.compile(", 09:15 ")).check()
    click(page, "Move to the chosen time")
    heading(page, "That did not work")
    page.get_by_role("link", name="Back to your appointment").click()
    heading(page, "Your appointment")


def test_a_page_fits_on_a_phone(page: Page, server: Server, token: str) -> None:
    page.goto(f"{server.url}/links/{token}")

    box = page.get_by_role("main").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["width"] <= 360


def test_neither_the_terminal_nor_the_log_shows_a_token(server: Server, token: str) -> None:
    server.get(f"/links/{token}")
    server.get(f"/api/links/{token}")
    server.get(f"/links/{token}/")
    server.post(f"/links/{token}/nothing")
    server.post(f"/api/links/{token}/cancel")
    server.wait_to_say("POST /api/links/{token}/cancel 200")
    server.wait_to_say("GET /links/{token} 200")
    secret = token.rpartition("~")[2]
    assert secret not in server.output
    assert secret not in server.log
