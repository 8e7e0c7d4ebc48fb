"""Providers set their working hours and time off, and see first which bookings that leaves outside."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.booking_steps import press
from tests.e2e.pages.calendar.hours_steps import (
    book,
    choose,
    days_ahead,
    leave_and_return,
    open_hours,
    outside,
    preview,
    save,
    stored,
    tab_to,
)
from tests.e2e.pages.calendar.staff import WEEK, Staff, staff
from tests.e2e.pages.practice import become, visit
from tests.e2e.servers import Server


@pytest.fixture
def lena(server: Server) -> Staff:
    return staff(server)


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser, reduced_motion="reduce") as page:
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, lena: Staff) -> Page:
    become(same_page, server, lena.user)
    return same_page


def test_the_first_hours_are_set_with_the_keyboard_alone(page: Page, lena: Staff) -> None:
    open_hours(page, lena)
    expect(page.get_by_text("There are no working hours yet.")).to_be_visible()
    tab_to(page, "Add hours, Monday")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Monday, from")).to_be_focused()
    page.keyboard.type("08:30")
    tab_to(page, "Monday, to")
    page.keyboard.type("12:00")
    tab_to(page, "Add hours, Monday")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Monday, second hours, from")).to_be_focused()
    tab_to(page, "Copy to all weekdays, Monday")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied to Tuesday, Wednesday, Thursday and Friday.")).to_be_in_viewport()
    tab_to(page, "Remove 08:30 to 12:00, Friday")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove 13:00 to 17:00, Friday")).to_be_focused()
    tab_to(page, "Add time off")
    page.keyboard.press("Enter")
    expect(page.get_by_label("First date")).to_be_focused()
    page.keyboard.type("12242030")
    tab_to(page, "Put it on the list, Tuesday 24 December 2030")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Edit Tuesday 24 December 2030")).to_be_focused()
    tab_to(page, "Open time ahead, in days")
    page.keyboard.press("Control+A")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What would change")).to_be_focused()
    tab_to(page, "Save these hours")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The hours are saved.")).to_be_focused()
    day = [["08:30", "12:00"], ["13:00", "17:00"]]
    week = {**dict.fromkeys(WEEK, day), "fri": day[1:], "sat": [], "sun": []}
    time_off = {"from": "2030-12-24", "to": "2030-12-24", "hours": []}
    assert stored(lena) == {"weekly": week, "overrides": [time_off], "horizon_days": 10}


def test_time_off_says_which_booking_it_leaves_outside_and_the_booking_stays(page: Page, lena: Staff) -> None:
    lena.work()
    booked = book(lena, 4, "10:00")
    day = days_ahead(lena, 4)
    open_hours(page, lena)
    press(page, "Add time off")
    dates = page.get_by_role("region", name="Time off and special hours")
    expect(dates.get_by_role("button", name=re.compile("^Add hours"))).to_have_count(0)
    page.get_by_label("First date").fill(f"{day}")
    page.get_by_label("Last date").fill(f"{day + timedelta(days=2)}")
    shown = preview(page)
    expect(page.get_by_role("button", name="Save these hours")).to_be_in_viewport()
    expect(shown).to_contain_text("1 coming booking would be outside open time. It stays booked")
    listed = shown.get_by_role("link", name=re.compile("10:00 to 10:15, Ana Costa$"))
    expect(listed).to_have_attribute("href", re.compile(f"day={day}&slot={booked['id']}$"))
    assert outside(lena) == []
    save(page)
    expect(page.get_by_text("1 coming booking is outside open time, and stays booked.")).to_be_visible()
    assert outside(lena) == [booked["id"]]
    page.get_by_role("link", name="See the bookings outside open time").click()
    expect(page).to_have_url(lena.address(view="outside"))
    page.go_back()
    expect(page.get_by_role("button", name=re.compile("^Edit"))).to_have_count(1)


def test_a_preview_is_of_what_is_entered_now_and_shows_nothing_as_saved(page: Page, lena: Staff) -> None:
    lena.work()
    open_hours(page, lena)
    choose(page, "Monday, to", "12:00")
    expect(preview(page)).to_contain_text("Monday: 09:00 to 12:00 Until now: 09:00 to 17:00")
    choose(page, "Monday, to", "13:00")
    expect(page.get_by_role("button", name="Save these hours")).to_have_count(0)
    expect(page.get_by_text("Your entries have changed since the preview.")).to_be_visible()
    choose(page, "Monday, to", "12:00")
    expect(page.get_by_role("button", name="Save these hours")).to_be_visible()
    leave_and_return(page)
    expect(page.get_by_text("You left these entries here. They are not saved yet.")).to_be_visible()
    expect(page.get_by_label("Monday, to")).to_have_value("12:00")
    press(page, "Discard my changes")
    expect(page.get_by_label("Monday, to")).to_have_value("17:00")
    assert stored(lena)["weekly"] == WEEK


def test_hours_may_run_past_midnight(page: Page, lena: Staff) -> None:
    open_hours(page, lena)
    press(page, "Add hours, Friday")
    choose(page, "Friday, from", "22:00")
    choose(page, "Friday, to", "02:00")
    expect(page.get_by_role("group", name="Friday")).to_contain_text("ends on Saturday")
    press(page, "Add hours, Sunday")
    choose(page, "Sunday, to", "24:00")
    expect(page.get_by_role("group", name="Sunday")).not_to_contain_text("ends on")
    expect(preview(page)).to_contain_text("Friday: 22:00 to 02:00 on Saturday")
    save(page)
    expect(page.get_by_text("There are no working hours yet.")).to_have_count(0)
    week = stored(lena)["weekly"]
    assert (week["fri"], week["sun"]) == ([["22:00", "02:00"]], [["09:00", "24:00"]])


def test_what_is_wrong_is_said_beside_it_and_not_sent(page: Page, lena: Staff) -> None:
    lena.work(overrides=[{"from": "2030-12-24", "to": "2030-12-26"}])
    sent: list[str] = []
    open_hours(page, lena)
    page.on("request", lambda request: sent.append(request.method))
    press(page, "Add hours, Tuesday")
    choose(page, "Tuesday, second hours, from", "16:45")
    press(page, "Add special hours")
    page.get_by_label("First date").fill("2030-12-26")
    page.get_by_label("Last date").fill("2031-04-30")
    page.get_by_label("Open time ahead").fill("400")
    press(page, "Preview")
    expect(page.get_by_label("Tuesday, second hours, from")).to_be_focused()
    for label, words in {
        "Tuesday, second hours, from": "This overlaps with 09:00 to 17:00.",
        "First date": "There is another entry for Tuesday 24 December 2030 to Thursday 26 December 2030.",
        "Last date": "This is more than 92 days. Please enter it in parts.",
        "Open time ahead": "Please enter a number from 1 to 366.",
    }.items():
        expect(page.get_by_label(label)).to_have_accessible_description(re.compile(re.escape(words)))
    assert sent == []
    page.get_by_label("First date").fill("2030-12-27")
    page.get_by_label("Last date").fill("2030-12-26")
    expect(page.get_by_text("This is before the first date.")).to_be_visible()


def test_dates_are_changed_and_those_that_are_over_removed(page: Page, lena: Staff) -> None:
    special = {"from": "2030-12-24", "to": "2030-12-24", "hours": [["10:00", "14:00"]]}
    lena.work(overrides=[{"from": "2020-01-01", "to": "2020-01-06"}, special])
    open_hours(page, lena)
    press(page, "Remove what is over (1)")
    press(page, "Edit Tuesday 24 December 2030")
    press(page, "Remove 10:00 to 14:00, Tuesday 24 December 2030")
    press(page, "Put it on the list, Tuesday 24 December 2030")
    expect(page.get_by_text("Tuesday 24 December 2030: time off")).to_be_visible()
    preview(page)
    save(page)
    assert stored(lena)["overrides"] == [{**special, "hours": []}]


def test_working_hours_can_be_given_up_and_bookings_stay(page: Page, lena: Staff) -> None:
    lena.work()
    booked = book(lena, 3, "10:00")
    open_hours(page, lena)
    press(page, "Delete the working hours")
    press(page, "Keep them")
    expect(page.get_by_role("button", name="Delete the working hours")).to_be_focused()
    press(page, "Delete the working hours")
    press(page, "Delete them")
    expect(page.get_by_text("The working hours are deleted. 1 coming booking is outside")).to_be_focused()
    expect(page.get_by_role("group", name="Monday")).to_contain_text("Closed")
    expect(page.get_by_role("button", name="Delete the working hours")).to_have_count(0)
    assert lena.server.get(f"/api/providers/hours/{lena.provider}", lena.user.user).status_code == 404
    assert outside(lena) == [booked["id"]]
