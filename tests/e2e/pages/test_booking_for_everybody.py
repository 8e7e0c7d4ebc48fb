"""The booking page by keyboard, on a small screen, by ear, in the dark, and from every time zone."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from local.template import ROOT
from tests.e2e.pages.booking_steps import heading, hold, pick, press, times
from tests.e2e.pages.offered import MINUTES, SERVICE, offer
from tests.e2e.pages.practice import Practice, new_visitor, visit
from tests.e2e.pages.test_booking_refused import RESERVE, problem
from tests.e2e.servers import Server

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SMALL = {"width": 320, "height": 640}


class Looker:
    """Looks at a view as it is now: with axe, light and dark, and on a small screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []

    def look(self) -> None:
        title = self.page.get_by_role("heading", level=1).inner_text()
        self.seen.append(title)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            found = self.page.evaluate("async () => (await axe.run()).violations")
            assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], (title, scheme)
        wide = self.page.viewport_size
        self.page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], title
        self.page.set_viewport_size(wide)  # type: ignore[arg-type]
        assert len(self.page.get_by_role("heading", level=1).all()) == 1


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with visit(browser, new_visitor(server, "Ana Costa"), reduced_motion="reduce") as page:
        yield page


def test_axe_finds_nothing_on_any_view_light_or_dark_and_all_fit_on_a_small_screen(
    page: Page, browser: Browser, server: Server, practice: Practice
) -> None:
    looker = Looker(page)
    page.goto(server.url)
    page.get_by_role("button", name=re.compile("Consultation")).first.wait_for()
    looker.look()
    page.goto(practice.address)
    times(page)
    looker.look()
    page.route(RESERVE, problem(503, "unavailable", 2))
    pick(page)
    heading(page, "No clear reply came")
    looker.look()
    page.route(RESERVE, problem(409, "taken", alternatives=[]))
    press(page, "Try again")
    heading(page, "This time is no longer free")
    page.get_by_role("region", name="The nearest free times").get_by_role("button").first.wait_for()
    looker.look()
    page.route(RESERVE, problem(410, "hold_expired"))
    page.get_by_role("region", name="The nearest free times").get_by_role("button").first.click()
    heading(page, "Your hold has lapsed")
    looker.look()
    page.unroute_all()
    press(page, "Hold it again")
    heading(page, "Confirm your appointment")
    looker.look()
    press(page, "Confirm this appointment")
    heading(page, "You are booked")
    looker.look()
    page.get_by_role("main").get_by_role("link", name="My appointments").click()
    page.get_by_role("article").wait_for()
    press(page, "History")
    expect(page.get_by_role("article").get_by_role("listitem")).to_have_count(1)
    press(page, "Cancel")
    looker.look()
    page.get_by_role("link", name="Move").click()
    pick(page, 4)
    looker.look()
    _look_at_views_of_others(browser, server, practice)
    assert len(set(looker.seen)) == 9


def _look_at_views_of_others(browser: Browser, server: Server, practice: Practice) -> None:
    """Views that somebody signed out, somebody new, and a family see."""
    people: list[Any] = [None, new_visitor(server), new_visitor(server, "Ana Costa", "Ben Okafor")]
    for visitor, title in zip(people, ("Your time", "Who is coming?", "Who is it for?"), strict=True):
        with visit(browser, visitor, reduced_motion="reduce") as page:
            page.goto(practice.address)
            pick(page)
            heading(page, title)
            if title == "Who is coming?":
                press(page, "Hold this time")
            Looker(page).look()
    with visit(browser, reduced_motion="reduce") as page:
        page.goto(f"{server.url}/?view=mine")
        heading(page, "My appointments")
        Looker(page).look()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus, and check that one can see that."""
    for _ in range(100):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const { activeElement: at } = document;
              return [at.ariaLabel ?? at.innerText, at.matches(":focus-visible")]; }"""
        )
        if re.search(name, focused[0] or ""):
            assert focused[1]
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_the_keyboard_alone_books_on_a_small_screen(
    browser: Browser, server: Server, practice: Practice
) -> None:
    visitor = new_visitor(server, "Ana Costa")
    name = server.get(f"/api/services/{practice.service}").json()["name"]
    with visit(browser, visitor, viewport=SMALL) as page:
        page.goto(server.url)
        page.get_by_role("button", name=re.compile(name)).wait_for()
        for target, title in (
            (f"^{name}", "Choose a time"),
            ("free time", "Choose a time"),
            (r"\d\d:\d\d, 45 minutes", "Confirm your appointment"),
            ("^Confirm this appointment", "You are booked"),
            ("^My appointments$", "My appointments"),
        ):
            tab_to(page, target)
            page.keyboard.press("Enter")
            heading(page, title)
            if title == "Choose a time":
                times(page)
            elif title != "My appointments":
                expect(page.get_by_role("heading", level=1)).to_be_focused()
        expect(page.get_by_role("article")).to_have_count(1)


def test_days_and_times_are_buttons_with_spoken_names(page: Page, practice: Practice) -> None:
    start = datetime.fromisoformat(practice.starts(1)[0]["start"]).astimezone(ZoneInfo("Europe/Berlin"))
    day = f"{start:%A} {start.day} {start:%B}"
    page.goto(practice.address)
    times(page)
    expect(page.get_by_role("button", name=re.compile(rf"^{day}, \d+ free times?$"))).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_role("button", name=f"{day}, {start:%H:%M}, 45 minutes", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("no free times$")).first).to_be_disabled()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d days? with free times in \w+ \d{4}\.$"))


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


@pytest.fixture
def framed(browser: Browser, practice: Practice, port: int) -> Iterator[Callable[[], Page]]:
    """Return a function that opens a page of another site, which frames the practice's page."""
    with visit(browser) as page:
        policy = re.compile("frame-ancestors [^;]*")

        def allow(route: Any) -> None:
            response = route.fetch()
            headers = dict(response.headers)
            headers["content-security-policy"] = policy.sub(
                "frame-ancestors *", headers["content-security-policy"]
            )
            route.fulfill(response=response, headers=headers)

        def open_it() -> Page:
            host = f"http://localhost:{port}/practice.html"
            frame = f'<iframe title="Book" width="700" height="900" src="{practice.address}"></iframe>'
            page.route(host, lambda route: route.fulfill(content_type="text/html", body=frame))
            page.route(f"{practice.server.url}/?*", allow)
            page.goto(host)
            return page

        yield open_it


def test_in_a_frame_a_tap_on_a_time_goes_on_in_a_new_tab(
    framed: Callable[[], Page], practice: Practice
) -> None:
    page = framed()
    time = page.frame_locator("iframe").get_by_role("button", name=re.compile(r"\d\d:\d\d, 45 minutes")).first
    name = time.get_attribute("aria-label")
    with page.context.expect_page() as opened:
        time.click()
    tab = opened.value
    heading(tab, "Your time")
    expect(tab.get_by_role("main")).to_contain_text(str(name))
    assert tab.url.startswith(f"{practice.address}&time=")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("Choose a time")
    expect(page.frame_locator("iframe").get_by_text("Your booking goes on in a new tab.")).to_be_visible()
