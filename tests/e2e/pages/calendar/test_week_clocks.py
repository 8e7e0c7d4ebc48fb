"""The week by the provider's clock: when clocks change, in every zone, and as holds age."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.pages.calendar.played_week import PROVIDER, PlayedWeek
from tests.e2e.pages.calendar.week_steps import block_of, expect_blocks
from tests.e2e.pages.practice import visit
from tests.e2e.servers import Server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visit(browser, timezone_id="Europe/Berlin", viewport={"width": 1300, "height": 900}) as page:
        yield page


# A day that is open from midnight to midnight, and what its blocks are called.
DAYS = [
    (
        "Europe/Berlin",
        "2026-10-25",
        "Sunday 25 October",
        (
            "00:00 to 02:00 (UTC+02:00)",
            "02:00 (UTC+02:00) to 02:00 (UTC+01:00)",
            "02:00 (UTC+01:00) to 03:00",
            "03:00 to 24:00",
        ),
    ),
    ("Europe/Berlin", "2027-03-28", "Sunday 28 March", ("00:00 to 03:00", "03:00 to 24:00")),
    (
        "America/New_York",
        "2026-11-01",
        "Sunday 1 November",
        (
            "00:00 to 01:00 (UTC\N{MINUS SIGN}04:00)",
            "01:00 (UTC\N{MINUS SIGN}04:00) to 01:00 (UTC\N{MINUS SIGN}05:00)",
            "01:00 (UTC\N{MINUS SIGN}05:00) to 02:00",
            "02:00 to 24:00",
        ),
    ),
    ("Australia/Lord_Howe", "2026-10-04", "Sunday 4 October", ("00:00 to 02:30", "02:30 to 24:00")),
    (
        "Australia/Lord_Howe",
        "2027-04-04",
        "Sunday 4 April",
        (
            "00:00 to 01:30 (UTC+11:00)",
            "01:30 (UTC+11:00) to 01:30 (UTC+10:30)",
            "01:30 (UTC+10:30) to 02:00",
            "02:00 to 24:00",
        ),
    ),
    ("Asia/Kathmandu", "2026-10-25", "Sunday 25 October", ("00:00 to 24:00",)),
]


@pytest.mark.parametrize("case", DAYS, ids=lambda case: f"{case[0]} {case[1]}")
def test_a_day_on_which_clocks_change_has_each_quarter_hour_once(
    page: Page, server: Server, case: tuple[str, str, str, tuple[str, ...]]
) -> None:
    zone, date, day, expected = case
    midnight = datetime.fromisoformat(date).replace(tzinfo=ZoneInfo(zone))
    next_midnight = (midnight + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
    week = PlayedWeek(zone)
    week.open(midnight.astimezone(UTC), next_midnight.astimezone(UTC))
    week.play(page)
    page.clock.set_fixed_time(midnight - timedelta(days=3))
    page.goto(f"{server.url}/calendar?provider={PROVIDER}&day={date}")
    expect_blocks(page, day, *(f"{each}, open" for each in expected))
    _drawn_at_their_times(page, day)


def _drawn_at_their_times(page: Page, day: str) -> None:
    """Expect blocks one below the other; the two of a repeated time are side by side instead."""
    boxes = [each.bounding_box() for each in page.locator(f'button[aria-label^="{day}, "]').all()]
    for above, below in pairwise(filter(None, boxes)):
        if above["y"] == below["y"]:
            assert above["x"] + above["width"] <= below["x"] + 0.5
        else:
            assert above["y"] + above["height"] <= below["y"] + 0.5


def test_what_the_clock_skips_is_not_there(page: Page, server: Server) -> None:
    week = PlayedWeek("Europe/Berlin")
    week.open(datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 4, tzinfo=UTC))
    week.play(page)
    page.clock.set_fixed_time(datetime(2027, 3, 25, tzinfo=UTC))
    page.goto(f"{server.url}/calendar?provider={PROVIDER}&day=2027-03-28")
    expect(page.get_by_text("Clocks go forward")).to_be_visible()
    block_of(page, "Sunday 28 March, 03:00 to 06:00, open").click()
    times = page.get_by_label("From", exact=True).get_by_role("option").all_inner_texts()
    assert times[:10] == [
        "00:00",
        "00:15",
        "00:30",
        "00:45",
        "01:00",
        "01:15",
        "01:30",
        "01:45",
        "03:00",
        "03:15",
    ]
    expect(page.get_by_label("From", exact=True)).to_have_value(str(_milliseconds(2027, 3, 28, 1)))


def test_of_a_time_that_comes_twice_the_chosen_one_is_sent(page: Page, server: Server) -> None:
    week = PlayedWeek("Europe/Berlin")
    week.open(datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC))
    week.play(page)
    page.clock.set_fixed_time(datetime(2026, 10, 20, tzinfo=UTC))
    page.goto(f"{server.url}/calendar?provider={PROVIDER}&day=2026-10-25")
    block_of(page, "02:00 (UTC+01:00) to 03:00, open").click()
    page.route(
        "**/api/providers/availability/*",
        lambda route: route.fulfill(json={"closed": week.slots[:1], "still_booked": []}),
    )
    with page.expect_request("**/api/providers/availability/*") as sent:
        page.get_by_role("button", name="Close this time").click()
    assert sent.value.post_data_json == {
        "start_datetime": "2026-10-25T01:00:00Z",
        "end_datetime": "2026-10-25T02:00:00Z",
    }
    words = "Closed: Sunday 25 October, 02:00 (UTC+01:00) to 03:00."
    expect(page.get_by_text(words)).to_be_focused()


def test_a_visit_over_midnight_is_on_both_days_and_its_buffer_after_it(page: Page, server: Server) -> None:
    week = PlayedWeek("America/New_York")
    evening = datetime(2026, 12, 2, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    week.book(evening, 60)
    week.play(page)
    page.clock.set_fixed_time(evening - timedelta(days=1))
    page.goto(f"{server.url}/calendar?provider={PROVIDER}&day=2026-12-02")
    name = "Wednesday 2 December, 23:30 to Thursday 3 December, 00:30, Consultation, Ana Costa, confirmed"
    expect(block_of(page, name)).to_have_count(2)
    expect(
        block_of(page, "Thursday 3 December, 00:30 to 00:45, buffer of Consultation, Ana Costa")
    ).to_be_visible()
    expect(page.get_by_text("Dr. Lena Vogt. Times are by the clock in New York.")).to_be_visible()


def test_a_hold_ages_and_its_time_is_free_once_it_has_lapsed(page: Page, server: Server) -> None:
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    week = PlayedWeek("Europe/Berlin")
    week.open(now + timedelta(hours=1), now + timedelta(hours=3))
    free = list(week.slots)
    until = (now + timedelta(minutes=6)).strftime("%Y-%m-%dT%H:%M:%SZ")
    week.book(now + timedelta(hours=1), status="held", expires_at=until)
    week.play(page)
    page.clock.install(time=now)
    page.goto(f"{server.url}/calendar?provider={PROVIDER}")
    held = block_of(page, "Tuesday 1 December, 10:00 to 10:45, Consultation, Ana Costa, held until 09:06")
    expect(held).to_be_visible()
    expect(page.get_by_text("6 min left")).to_be_visible()
    expect(held).to_have_text("Consultation Ana Costa")
    assert _height(held) == 3 / 5 * _height(block_of(page, "Tuesday 1 December, 10:45 to 12:00, open"))
    before = _bar(page)
    page.clock.pause_at(now + timedelta(seconds=90))
    expect(page.get_by_text("5 min left")).to_be_visible()
    assert _bar(page) < before
    page.clock.pause_at(now + timedelta(seconds=358))
    expect(page.get_by_text("2 s left")).to_be_visible()
    held.focus()
    week.slots = free
    read = week.readings
    page.clock.resume()
    expect(block_of(page, "Tuesday 1 December, 10:00 to 12:00, open")).to_be_focused()
    assert week.readings <= read + 2


def test_what_others_book_appears_within_a_minute_and_the_focus_stays(page: Page, server: Server) -> None:
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    week = PlayedWeek("Europe/Berlin")
    week.open(now + timedelta(hours=1), now + timedelta(hours=3))
    week.play(page)
    page.clock.install(time=now)
    page.goto(f"{server.url}/calendar?provider={PROVIDER}")
    block_of(page, "Tuesday 1 December, 10:00 to 12:00, open").focus()
    expect(page.get_by_text("As of 09:00")).to_be_visible()
    week.book(now + timedelta(hours=1))
    page.clock.fast_forward(61_000)
    booked = block_of(page, "Tuesday 1 December, 10:00 to 10:45, Consultation, Ana Costa, confirmed")
    expect(booked).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(block_of(page, "Tuesday 1 December, 10:45 to 12:00, open")).to_be_focused()


def _height(block: Locator) -> float:
    box = block.bounding_box()
    assert box
    return box["height"]


def _bar(page: Page) -> float:
    box = page.locator(".rest").bounding_box()
    assert box
    return box["width"]


def _milliseconds(*instant: int) -> int:
    return int(datetime(*instant, tzinfo=UTC).timestamp() * 1000)  # type: ignore[misc, arg-type]
