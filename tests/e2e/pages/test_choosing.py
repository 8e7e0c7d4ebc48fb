"""The first look at the booking page: how soon times are there, and what it says if there are none."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import heading, press, times
from tests.e2e.pages.offered import SERVICE, offer
from tests.e2e.pages.practice import ZONE, Practice, visit
from tests.e2e.pages.steps import requests_of
from tests.e2e.servers import Server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        yield page


@pytest.mark.parametrize("query", ["", "service"])
def test_two_calls_lead_to_the_first_times(
    page: Page, server: Server, practice: Practice, query: str
) -> None:
    sent = requests_of(page)
    service = server.get(f"/api/services/{practice.service}").json()
    # Of services with the same name, which other tests may have made, the page reads the providers too.
    page.route(
        "**/api/services*", lambda route: route.fulfill(json={"items": [service], "next_cursor": None})
    )
    page.add_init_script(
        """new MutationObserver((_, observer) => {
          if (!document.querySelector("button.time")) return;
          globalThis.shown = performance.now();
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto(practice.address if query else server.url)
    if not query:
        press(page, re.compile(service["name"]))
    times(page)
    page.wait_for_load_state("networkidle")  # calls are known once they have ended
    calls = page.evaluate(
        """performance.getEntriesByType("resource").filter(({ name, startTime }) =>
          name.includes("/api/") && startTime < shown).map(({ name }) => name)"""
    )
    assert len(calls) == 2, calls
    first = [each for each in sent if "/api/" not in each.url and not each.url.startswith("data:")]
    assert len(first) == 3


def test_an_empty_month_says_so_and_the_next_free_day_is_one_tap_away(page: Page, server: Server) -> None:
    page.clock.set_fixed_time(datetime(2026, 12, 4, 12, tzinfo=UTC))
    offer(page, ZONE, [datetime(2027, month, 2, 9, tzinfo=UTC) for month in (2, 3, 4)])
    sent = requests_of(page)
    page.goto(f"{server.url}/?service={SERVICE}")
    expect(page.get_by_role("heading", name="No free times in December 2026")).to_be_visible()
    press(page, "Next free day: Tuesday 2 February 2027")
    expect(times(page)).to_have_count(1)
    asked = [each.url for each in sent if "/reserve?" in each.url]
    assert [("limit=1&" in f"{url}&") for url in asked] == [False, True, False]
    expect(page.get_by_text("There are no free times in the coming year.")).to_have_count(0)
    for day in ("Tuesday 2 March 2027", "Friday 2 April 2027"):  # one day for each tap
        press(page, "Next free day")
        expect(page.get_by_role("heading", name=day)).to_be_focused()
        expect(page.get_by_role("button", name="Next free day")).to_be_enabled()
        expect(page.get_by_role("heading", name=day)).to_be_visible()
    press(page, "Next free day")
    expect(page.get_by_text("There are no free times in the coming year.")).to_be_visible()


def test_a_service_that_is_gone_leads_to_the_others(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?service=7")
    heading(page, "This is no longer offered")
    page.get_by_role("link", name="See what can be booked").click()
    heading(page, "Book an appointment")


def test_nothing_moves_while_the_times_come(browser: Browser, practice: Practice) -> None:
    with visit(browser) as page:
        page.add_init_script(
            """globalThis.moved = 0; new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) globalThis.moved += entry.value;
            }).observe({ type: "layout-shift", buffered: true });"""
        )
        page.goto(practice.address)
        times(page)
        expect(page.get_by_label("Dr. Eva Roth")).to_be_visible()
        assert page.evaluate("moved") < 0.02


def test_nobody_is_offered_without_a_name(page: Page, practice: Practice) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/api/providers?*", hold)
    with page.expect_request("**/api/providers?*"):
        page.goto(practice.address)
    choices = page.get_by_role("group", name="With").get_by_role("radio")
    expect(choices).to_have_count(1)
    expect(page.get_by_label("Anyone")).to_be_checked()
    waiting[0].continue_()
    expect(choices).to_have_count(1 + len(practice.providers))
