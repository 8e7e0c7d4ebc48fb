"""Use the page of docs/your-page.md in Chromium. The page and the API have different origins."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from holdfast.api.words import WORDS
from holdfast.core import errors
from local.users import password
from tests.e2e.bookings import new_client, new_provider, open_hour, reserve
from tests.e2e.pages import browsers
from tests.e2e.pages.steps import (
    choose,
    click,
    expect_said,
    hold_and_let_go,
    label,
    requests_of,
    sign_in,
    submit,
    tokens_of,
)
from tests.e2e.servers import Server

NOT_SHOWN = "There was no response that this page may read."
COGNITO = re.compile(r"^http://127\.0\.0\.1:\d+/$")
CONFLICT = "Failed to load resource: the server responded with a status of 409 (CONFLICT)"


@pytest.fixture
def slots(server: Server) -> list[dict[str, Any]]:
    return open_hour(server, new_provider(server))


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    """Return a page that tests share. It keeps nothing when it is loaded again."""
    with browser.new_page(timezone_id="Asia/Kathmandu", locale="de-DE") as page:
        yield page


@pytest.fixture
def page(same_page: Page, port: int, slots: list[dict[str, Any]]) -> Page:
    """Open the page, and choose the provider of the slots."""
    same_page.unroute_all()
    show(same_page, port, slots)
    return same_page


def show(page: Page, port: int, slots: list[dict[str, Any]]) -> None:
    page.goto(f"http://localhost:{port}")
    provider_id = slots[0]["provider_id"]
    with page.expect_response(f"**/availability/{provider_id}?*"):
        choose(page, provider_id)
    expect(page.get_by_role("listitem")).to_have_text(list(map(label, slots)))


def test_a_user_signs_in_reserves_and_confirms(
    page: Page, server: Server, slots: list[dict[str, Any]]
) -> None:
    console = browsers.console_of(page)
    click(page, label(slots[1]))
    expect_said(page, "Sign in first.")
    sign_in(page)
    click(page, label(slots[1]))
    expect_said(page, f"^{label(slots[1])} is yours if you confirm by ")
    click(page, "Confirm")
    expect_said(page, f"^{label(slots[1])} is confirmed.$")
    expect(page.get_by_role("listitem")).to_have_text([label(slot) for slot in slots if slot != slots[1]])
    booked = server.get(f"/api/appointments/{slots[1]['id']}", "alice").json()
    assert (booked["status"], booked["client_name"]) == ("confirmed", "alice")
    assert console == []


def test_times_and_the_end_of_a_hold_are_in_the_providers_time_zone(
    page: Page, server: Server, slots: list[dict[str, Any]]
) -> None:
    expect(page.get_by_text("Times are in UTC.")).to_be_visible()
    sign_in(page, "dana")
    click(page, label(slots[0]))
    expect_said(page, "is yours")
    held = server.get(f"/api/appointments/{slots[0]['id']}", "dana").json()
    clock = held["expires_at"][11:19]
    expect_said(page, f"^{label(slots[0])} is yours if you confirm by {clock}.$")


@pytest.mark.parametrize("step", ["Confirm", "Let it go"])
def test_the_provider_cannot_be_changed_while_a_hold_is_shown(
    page: Page, slots: list[dict[str, Any]], step: str
) -> None:
    sign_in(page, "dana")
    expect(page.get_by_label("With")).to_be_enabled()
    click(page, label(slots[0]))
    expect_said(page, "is yours")
    expect(page.get_by_label("With")).to_be_disabled()
    click(page, step)
    expect_said(page, " is (confirmed|available).$")
    expect(page.get_by_label("With")).to_be_enabled()


def test_the_provider_cannot_be_changed_while_a_reservation_is_waiting(
    page: Page, slots: list[dict[str, Any]]
) -> None:
    waiting: list[Route] = []
    page.route("**/reserve/*", lambda route: waiting.append(route))  # noqa: PLW0108 - playwright rejects built-ins
    sign_in(page, "dana")
    with page.expect_request("**/reserve/*"):
        click(page, label(slots[0]))
    expect(page.get_by_label("With")).to_be_disabled()
    waiting[0].abort()
    expect_said(page, f"^{NOT_SHOWN}$")
    expect(page.get_by_label("With")).to_be_enabled()


def test_a_user_lets_a_hold_go(page: Page, slots: list[dict[str, Any]]) -> None:
    sign_in(page)
    click(page, label(slots[0]))
    click(page, "Let it go")
    expect_said(page, f"^{label(slots[0])} is available.$")
    expect(page.get_by_role("listitem")).to_have_count(len(slots))


def test_a_user_who_is_too_late_sees_why_and_chooses_an_alternative(
    page: Page, server: Server, slots: list[dict[str, Any]]
) -> None:
    console = browsers.console_of(page)
    sign_in(page)
    reserve(server, slots[0], new_client(server))
    click(page, label(slots[0]))
    expect_said(page, f"^{WORDS[errors.AppointmentTaken].detail}$")
    expect(page.get_by_role("listitem")).to_have_text(list(map(label, slots[1:])))
    click(page, label(slots[1]))
    click(page, "Confirm")
    expect_said(page, f"^{label(slots[1])} is confirmed.$")
    assert console == [CONFLICT]


def test_a_user_who_confirms_too_late_sees_why_and_may_choose_again(
    page: Page, server: Server, slots: list[dict[str, Any]]
) -> None:
    sign_in(page)
    click(page, label(slots[0]))
    expect_said(page, "is yours")
    assert server.post(f"/api/appointments/cancel/{slots[0]['id']}", user="alice").status_code == 200
    click(page, "Confirm")
    expect_said(page, f"^{WORDS[errors.HoldExpired].detail}$")
    expect(page.get_by_role("button", name="Confirm")).to_be_hidden()
    expect(page.get_by_role("listitem")).to_have_count(len(slots))


def test_a_double_click_sends_the_same_key_twice(page: Page, slots: list[dict[str, Any]]) -> None:
    sent = requests_of(page)
    sign_in(page, "bob")
    page.get_by_role("button", name=label(slots[0])).dblclick()
    expect_said(page, "is yours")
    keys = [each.headers["idempotency-key"] for each in sent if "/reserve/" in each.url]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_list_that_arrives_late_does_not_replace_that_of_another_provider(
    page: Page, server: Server, slots: list[dict[str, Any]]
) -> None:
    other = new_provider(server)
    page.reload()
    late: list[Route] = []
    of_slots = f"**/availability/{slots[0]['provider_id']}?*"
    page.route(of_slots, lambda route: late.append(route))  # noqa: PLW0108 - playwright rejects late.append
    choose(page, slots[0]["provider_id"])
    choose(page, other["id"])
    expect(page.get_by_role("listitem")).to_have_count(0)
    late[-1].continue_()
    sign_in(page)  # by the end of the sign-in, the delayed list has arrived
    expect(page.get_by_role("listitem")).to_have_count(0)


def test_a_token_that_the_gateway_refuses_leaves_the_page_without_a_response(page: Page) -> None:
    def spoil(route: Route) -> None:
        response = route.fetch()
        said = response.json()
        said["AuthenticationResult"]["AccessToken"] += "x"
        route.fulfill(response=response, json=said)

    console = browsers.console_of(page)
    page.route(COGNITO, spoil)
    submit(page, "alice", password("alice"))
    expect_said(page, f"^{NOT_SHOWN}$")
    assert "No 'Access-Control-Allow-Origin' header is present" in console[0]


def test_a_challenge_that_the_page_does_not_know_is_named(page: Page) -> None:
    page.route(COGNITO, lambda route: route.fulfill(json={"ChallengeName": "SOFTWARE_TOKEN_MFA"}))
    submit(page, "alice", password("alice"))
    expect_said(page, "^This page does not know SOFTWARE_TOKEN_MFA.$")


def test_a_page_without_its_settings_says_so(page: Page) -> None:
    page.route("**/server.json", lambda route: route.fulfill(status=404))
    page.reload()
    expect_said(page, "^There is no server.json; is the server running\\?$")


def test_a_wrong_password_is_explained(page: Page) -> None:
    submit(page, "alice", "wrong")
    expect_said(page, "^Incorrect username or password.$")


def test_a_user_who_reserves_too_often_sees_when_to_try_again(
    page: Page, server: Server, slots: list[dict[str, Any]]
) -> None:
    sign_in(page, "carol")
    client_id = page.get_by_label("For").input_value()
    body = {"client_id": int(client_id)}
    for _ in range(5):
        assert server.post(f"/api/appointments/reserve/{slots[0]['id']}", body, "carol").status_code == 201
        assert server.post(f"/api/appointments/cancel/{slots[0]['id']}", user="carol").status_code == 200
    click(page, label(slots[0]))
    expect_said(page, rf"^{WORDS[errors.HoldLimit].detail} Try again in \d+ s\.$")


def test_a_token_is_refreshed_a_minute_before_it_expires(
    browser: Browser, port: int, slots: list[dict[str, Any]]
) -> None:
    with browser.new_page() as page:
        page.clock.install()
        show(page, port, slots)
        sent = requests_of(page)
        sign_in(page, "bob")
        hold_and_let_go(page, slots[0], minutes=58)
        before = tokens_of(sent)
        hold_and_let_go(page, slots[0], minutes=1)
    refreshes = [each for each in sent if "REFRESH_TOKEN_AUTH" in (each.post_data or "")]
    assert len(before) == 1
    assert len(tokens_of(sent) - before) == 1
    assert len(refreshes) == 1
