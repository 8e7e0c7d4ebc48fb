"""Open and close time in the week, by keyboard and by pointer, and what others do meanwhile."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.pages.calendar.staff import Staff, staff
from tests.e2e.pages.calendar.week_steps import block, blocks, done, expect_blocks, open_week
from tests.e2e.pages.practice import ZONE, Visitor, become, new_visitor, visit
from tests.e2e.servers import Server

WIDE = {"width": 1300, "height": 1000}


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, viewport=WIDE) as page:
        yield page


@pytest.fixture
def dana(server: Server) -> Staff:
    """Return a provider who works each day from nine to five."""
    return _at_work(server)


@pytest.fixture
def page(same_page: Page, server: Server, dana: Staff) -> Page:
    become(same_page, server, dana.user)
    open_week(same_page, dana, day=_monday())
    return same_page


def _at_work(server: Server) -> Staff:
    made = staff(server)
    made.work()
    return made


def _monday() -> date:
    """Return the next Monday, which begins a week without past time."""
    today = datetime.now(ZoneInfo(ZONE)).date()
    return today + timedelta(days=7 - today.weekday())


def _day(number: int = 0) -> str:
    """Return the spoken name of a day of that week."""
    day = _monday() + timedelta(days=number)
    year = "" if day.year == datetime.now(ZoneInfo(ZONE)).year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def _body(day: int, start: str, end: str) -> dict[str, str]:
    that_day = _monday() + timedelta(days=day)
    return {"start_datetime": f"{that_day} {start}:00", "end_datetime": f"{that_day} {end}:00"}


def _availability(dana: Staff) -> str:
    return f"/api/providers/availability/{dana.provider}"


def _book(
    server: Server, dana: Staff, who: Visitor, at: str, *, service: int = 0, confirm: bool = True
) -> Any:
    """Reserve the slot at a time of the Monday, and confirm it if asked to."""
    instant = datetime.fromisoformat(f"{_monday()}T{at}").replace(tzinfo=ZoneInfo(ZONE))
    slot = f"{dana.provider}-{instant.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%MZ}"
    body = {"client_id": who.clients[0]} | ({"service_id": service} if service else {})
    held = server.post(f"/api/appointments/reserve/{slot}", body, who.user)
    assert held.status_code == 201, held.text
    if confirm:
        assert server.post(f"/api/appointments/confirm/{slot}", user=who.user).ok
    return held.json()


def test_time_is_closed_and_opened_with_the_keyboard_only(page: Page, dana: Staff) -> None:
    expect_blocks(page, _day(), "08:00 to 09:00, closed", "09:00 to 17:00, open", "17:00 to 18:00, closed")
    page.get_by_role("button", name="Show all 24 hours").focus()
    page.keyboard.press("Tab")
    expect(block(page, f"{_day()}, 08:00 to 09:00, closed")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(block(page, f"{_day(1)}, 09:00 to 17:00, open")).to_be_focused()
    page.keyboard.press("End")
    expect(block(page, f"{_day(1)}, 17:00 to 18:00, closed")).to_be_focused()
    page.keyboard.press("Tab")
    expect(block(page, f"{_day(2)}, 17:00 to 18:00, closed")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Open or close time")).to_be_focused()
    for _ in range(3):  # past the two parts of the date that a pointer would skip, each has its own tab stop
        page.keyboard.press("Tab")
    _tab_to(page, page.get_by_label("To", exact=True))
    page.keyboard.type("12:00")
    _tab_to(page, page.get_by_role("button", name="Close this time"))
    page.keyboard.press("Enter")
    done(page, f"Closed: {_day(2)}, 09:00 to 12:00.")
    expect_blocks(page, _day(2), "08:00 to 12:00, closed", "12:00 to 17:00, open", "17:00 to 18:00, closed")
    page.keyboard.press("Escape")
    expect(block(page, f"{_day(2)}, 08:00 to 12:00, closed")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_role("button", name="Open this time"))
    page.keyboard.press("Enter")
    done(page, f"Opened: {_day(2)}, 08:00 to 12:00.")
    expect_blocks(page, _day(2), "08:00 to 17:00, open", "17:00 to 18:00, closed")
    assert len(dana.send("POST", _availability(dana), _body(2, "08:00", "17:00"))["already_open"]) == 36


def _tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(12):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def test_a_range_is_dragged_and_nothing_is_sent_before_the_button(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "availability" in request.url else None)
    _drag(page, block(page, f"{_day()}, 09:00 to 17:00, open"), 0.26, 0.49)
    expect(page.get_by_role("heading", name="Open or close time")).to_be_focused()
    assert _chosen(page) == ("11:00", "13:00")
    assert not sent
    page.get_by_role("button", name="Close this time").click()
    done(page, f"Closed: {_day()}, 11:00 to 13:00.")
    expect_blocks(
        page,
        _day(),
        "08:00 to 09:00, closed",
        "09:00 to 11:00, open",
        "11:00 to 13:00, closed",
        "13:00 to 17:00, open",
        "17:00 to 18:00, closed",
    )
    assert sent == ["DELETE"]


def _drag(page: Page, over: Locator, start: float, end: float) -> None:
    """Drag within a block, from one part of its height to another."""
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    across = box["x"] + box["width"] / 2
    page.mouse.move(across, box["y"] + box["height"] * start)
    page.mouse.down()
    page.mouse.move(across, box["y"] + box["height"] * (start + end) / 2)
    page.mouse.move(across, box["y"] + box["height"] * end)
    page.mouse.up()


def _chosen(page: Page) -> tuple[str, ...]:
    chosen = "(element) => element.selectedOptions[0].text"
    return tuple(page.get_by_label(name, exact=True).evaluate(chosen) for name in ("From", "To"))


def test_a_range_of_several_days_is_opened_with_what_is_open_already(page: Page) -> None:
    page.get_by_role("button", name="Open or close time").click()
    page.get_by_label("First day").fill(str(_monday()))
    page.get_by_label("From", exact=True).select_option("16:00")
    page.get_by_label("Last day").fill(str(_monday() + timedelta(days=1)))
    page.get_by_label("To", exact=True).select_option("10:00")
    page.get_by_role("button", name="Open this time").click()
    done(page, re.compile(rf"^Opened: {_day()}, 16:00 to {_day(1)}, 10:00. 2 hours of it was open already.$"))
    expect(block(page, f"{_day()}, 09:00 to 24:00, open")).to_be_visible()
    expect(block(page, f"{_day(1)}, 00:00 to 17:00, open")).to_be_visible()
    page.get_by_role("button", name="Back to the week").click()
    expect(page.get_by_role("button", name="Open or close time")).to_be_focused()
    page.get_by_role("button", name="Open or close time").click()
    page.get_by_label("To", exact=True).select_option("00:15")
    page.get_by_role("button", name="Close this time").click()
    expect(page.get_by_text("This must be after the start.")).to_be_visible()
    expect(page.get_by_label("To", exact=True)).to_be_focused()


def test_closing_says_what_stays_booked_and_which_holds_end(page: Page, server: Server, dana: Staff) -> None:
    ana, ben = new_visitor(server, "Ana Costa"), new_visitor(server, "Ben Okafor")
    block(page, f"{_day()}, 09:00 to 17:00, open").click()
    _book(server, dana, ana, "10:00", service=dana.offer())
    _book(server, dana, ben, "11:00", confirm=False)
    page.get_by_role("button", name="Close this time").click()
    done(
        page,
        re.compile(f"^Closed: {_day()}, 09:00 to 17:00. 1 booking stays booked: {_day()}, 10:00, Ana Costa."),
    )
    done(page, re.compile(rf"1 hold can no longer be confirmed: {_day()}, 11:00, Ben Okafor\.$"))
    outside = block(page, "10:00 to 10:45, Consultation, Ana Costa, confirmed, outside open time")
    expect(outside).to_contain_text("Outside")
    outside.click()
    expect(page.get_by_role("region", name="Booking")).to_contain_text("Consultation, Ana Costa")
    expect(page).to_have_url(re.compile(r"&slot=\d+-\w+Z$"))
    page.go_back()
    expect(page.get_by_role("region", name="Booking")).not_to_be_visible()
    expect(outside).to_be_focused()


def test_two_browsers_change_one_day(page: Page, browser: Browser, server: Server, dana: Staff) -> None:
    with visit(browser, dana.user, viewport=WIDE) as other:
        open_week(other, dana, day=_monday())
        block(other, f"{_day()}, 09:00 to 17:00, open").click()
        block(page, f"{_day()}, 09:00 to 17:00, open").click()
        page.get_by_label("To", exact=True).select_option("12:00")
        page.get_by_role("button", name="Close this time").click()
        done(page, f"Closed: {_day()}, 09:00 to 12:00.")
        other.get_by_label("From", exact=True).select_option("11:00")
        other.get_by_role("button", name="Open this time").click()
        done(other, f"Opened: {_day()}, 11:00 to 17:00. 5 hours of it was open already.")
        expect_blocks(
            other, _day(), "08:00 to 11:00, closed", "11:00 to 17:00, open", "17:00 to 18:00, closed"
        )
    expect_blocks(page, _day(), "08:00 to 12:00, closed", "12:00 to 17:00, open", "17:00 to 18:00, closed")
    page.get_by_role("button", name="Refresh").click()
    expect_blocks(page, _day(), "08:00 to 11:00, closed", "11:00 to 17:00, open", "17:00 to 18:00, closed")


def test_a_provider_books_for_somebody_who_has_called(page: Page, dana: Staff) -> None:
    service = dana.offer("First visit", 30)
    page.reload()
    block(page, f"{_day()}, 09:00 to 17:00, open").click()
    link = page.get_by_role("link", name="First visit")
    address = str(link.get_attribute("href"))
    assert re.fullmatch(rf"/\?service={service}&provider={dana.provider}&time={dana.provider}-\w+Z", address)
    plain = page.get_by_role("link", name="A plain quarter-hour").get_attribute("href")
    assert plain == address.replace(f"service={service}&", "")
    link.click()
    expect(page.get_by_role("heading", name="Who is coming?")).to_be_visible()


def test_time_within_the_notice_is_open_for_the_provider(same_page: Page, server: Server) -> None:
    busy = staff(server, min_notice_minutes=40 * 24 * 60)
    busy.work()
    become(same_page, server, busy.user)
    open_week(same_page, busy, day=_monday())
    expect(block(same_page, f"{_day()}, 09:00 to 17:00, open, too soon for clients to book")).to_be_visible()


def test_an_empty_week_without_hours_leads_to_working_hours(same_page: Page, server: Server) -> None:
    new = staff(server)
    become(same_page, server, new.user)
    open_week(same_page, new, day=_monday())
    same_page.get_by_role("link", name="Set working hours").click()
    expect(same_page).to_have_url(re.compile(rf"\?view=hours&provider={new.provider}$"))


def test_weeks_are_turned_and_the_address_says_which(page: Page, dana: Staff) -> None:
    shown = page.get_by_role("heading", level=2)
    expect(shown).to_have_text(f"{_day()} to {_day(6)}")
    page.get_by_role("link", name="Week after").click()
    expect(shown).to_have_text(f"{_day(7)} to {_day(13)}")
    expect(page).to_have_url(re.compile(f"&day={_monday() + timedelta(days=7)}$"))
    page.get_by_label("Date").fill(str(_monday() + timedelta(days=30)))
    expect(page).to_have_url(re.compile(f"day={_monday() + timedelta(days=30)}"))
    page.get_by_role("link", name="Today").click()
    expect(shown).to_have_text(f"{_day(-7)} to {_day(-1)}")
    page.get_by_role("button", name="Show all 24 hours").click()
    expect(page.get_by_text("23:00")).to_be_visible()


def test_on_a_small_screen_there_is_one_day_at_a_time(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    expect(blocks(page).filter(visible=True)).to_have_count(3)
    page.get_by_role("button", name=_day(3), exact=True).click()
    block(page, f"{_day(3)}, 09:00 to 17:00, open").focus()
    page.keyboard.press("ArrowRight")
    expect(block(page, f"{_day(4)}, 09:00 to 17:00, open")).to_be_focused()
    expect(page.get_by_role("button", name=_day(4), exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Open or close time")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(block(page, f"{_day(4)}, 09:00 to 17:00, open")).to_be_focused()
    page.set_viewport_size(WIDE)
