"""The booking page in every time zone, across changes of clocks, and with a clock that is wrong."""

import re
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.pages.booking_steps import hold, times
from tests.e2e.pages.offered import MINUTES, SERVICE, offer
from tests.e2e.pages.practice import Practice, new_visitor, visit
from tests.e2e.servers import Server


def _hours(first: datetime, count: int) -> list[datetime]:
    return [first + timedelta(minutes=30 * number) for number in range(count)]


# Around changes of clocks: of the viewer's, of the provider's, and an hour that comes twice.
ZONES = [
    ("Pacific/Auckland", "Europe/Berlin", _hours(datetime(2027, 4, 3, 10, tzinfo=UTC), 16)),
    ("Asia/Kathmandu", "America/New_York", _hours(datetime(2027, 3, 14, 4, tzinfo=UTC), 10)),
    ("America/New_York", "Europe/Berlin", _hours(datetime(2027, 3, 27, 22, 30, tzinfo=UTC), 8)),
    ("America/New_York", "America/New_York", _hours(datetime(2027, 11, 7, 3, 30, tzinfo=UTC), 8)),
    ("Europe/Berlin", "Asia/Kathmandu", _hours(datetime(2027, 10, 30, 22, tzinfo=UTC), 8)),
]


@pytest.mark.parametrize(("viewer", "provider", "starts"), ZONES)
def test_times_are_by_the_viewers_clock_and_the_providers_across_changes_of_clocks(
    browser: Browser, server: Server, viewer: str, provider: str, starts: list[datetime]
) -> None:
    here = ZoneInfo(viewer)
    with visit(browser, timezone_id=viewer) as page:
        page.clock.set_fixed_time(starts[0] - timedelta(days=2))
        offer(page, provider, starts)
        for date, group in groupby(starts, lambda start: start.astimezone(here).date()):
            page.goto(f"{server.url}/?service={SERVICE}&day={date}")
            expected = [spoken(start, here, ZoneInfo(provider)) for start in group]
            expect(times(page)).to_have_count(len(expected))
            city = provider.split("/")[1].replace("_", " ")
            if viewer != provider:  # names of zones come after the times
                expect(page.get_by_text(re.compile(rf" in {city}$")).first).to_be_visible()
            assert [each.get_attribute("aria-label") for each in times(page).all()] == expected


def spoken(start: datetime, viewer: ZoneInfo, provider: ZoneInfo) -> str:
    here, there = start.astimezone(viewer), start.astimezone(provider)
    clock = f"{here:%H:%M}"
    hour = timedelta(hours=1)
    others = [(start + by).astimezone(viewer) for by in (hour, -hour)]
    if f"{here:%d %H:%M}" in {f"{other:%d %H:%M}" for other in others}:  # the clock shows it twice
        clock += f" (UTC{here.isoformat()[-6:]})".replace("-", "\N{MINUS SIGN}")
    words = f"{_day(here)}, {clock}, {MINUTES} minutes"
    if here.utcoffset() == there.utcoffset():
        return words
    date = "" if here.date() == there.date() else f"{_day(there)}, "
    return f"{words}, {date}{there:%H:%M} in {provider.key.split('/')[1].replace('_', ' ')}"


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B}"


def test_the_countdown_goes_by_the_servers_clock(
    browser: Browser, server: Server, practice: Practice
) -> None:
    with visit(browser, new_visitor(server, "Ana Costa")) as page:
        page.clock.install(time=datetime.now(UTC) - timedelta(hours=3))
        hold(page, practice.address)
        expect(page.get_by_text(re.compile(r"(30:00|29:\d\d) left$"))).to_be_visible()
