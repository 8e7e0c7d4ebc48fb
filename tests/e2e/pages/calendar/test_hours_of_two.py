"""Two people change the same working hours, and neither takes back unseen what the other has done."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.booking_steps import hurry, press
from tests.e2e.pages.calendar.hours_steps import (
    choose,
    leave_and_return,
    open_hours,
    preview,
    save,
    stored,
)
from tests.e2e.pages.calendar.staff import WEEK, Staff, staff
from tests.e2e.pages.practice import become, visit
from tests.e2e.servers import Server

STALE = (
    "Somebody has changed these hours meanwhile, and you have changed the same. "
    "Your entries are still here, and not saved."
)
OURS = {**WEEK, "mon": [["09:00", "12:00"]]}
THEIRS = {**WEEK, "mon": [["13:00", "17:00"]], "sun": []}


@pytest.fixture
def lena(server: Server) -> Staff:
    lena = staff(server)
    lena.work()
    return lena


@pytest.fixture(scope="module")
def same_page(browser: Browser) -> Iterator[Page]:
    with visit(browser) as page:
        hurry(page)
        yield page


@pytest.fixture
def page(same_page: Page, server: Server, lena: Staff) -> Page:
    """Return a page on which shorter hours on Monday are previewed, and not saved."""
    become(same_page, server, lena.user)
    open_hours(same_page, lena)
    choose(same_page, "Monday, to", "12:00")
    preview(same_page)
    return same_page


def test_a_change_by_somebody_else_is_never_overwritten_unseen(page: Page, lena: Staff) -> None:
    lena.work(THEIRS)
    press(page, "Save these hours")
    expect(page.get_by_text(STALE)).to_be_focused()
    assert stored(lena)["weekly"] == THEIRS
    expect(page.get_by_label("Monday, to")).to_have_value("12:00")
    both = page.locator(".notice").get_by_role("listitem")
    expect(both).to_have_text(["Monday: 13:00 to 17:00 Your entry: 09:00 to 12:00"])
    press(page, "Use the current hours")
    expect(page.get_by_text("Taken from the current hours: Monday.")).to_be_focused()
    expect(page.get_by_label("Monday, from")).to_have_value("13:00")
    expect(page.get_by_role("group", name="Sunday")).to_contain_text("Closed")
    assert stored(lena)["weekly"] == THEIRS


@pytest.mark.parametrize("is_left", [False, True])
def test_changes_of_different_days_are_brought_together(page: Page, lena: Staff, is_left: bool) -> None:
    time_off = [{"from": "2030-12-24", "to": "2030-12-24", "hours": []}]
    lena.work({**WEEK, "sun": []}, overrides=time_off)
    if is_left:
        leave_and_return(page)
    else:
        press(page, "Save these hours")
    words = (
        "Somebody has changed these hours meanwhile: Sunday and Tuesday 24 December 2030. "
        "Your entries are still here, beside those changes, and not saved."
    )
    expect(page.get_by_text(words)).to_be_focused()
    assert stored(lena)["weekly"] == {**WEEK, "sun": []}
    changes = preview(page).get_by_role("listitem")
    expect(changes).to_have_text(["Monday: 09:00 to 12:00 Until now: 09:00 to 17:00"])
    save(page)
    assert stored(lena) == {"weekly": {**OURS, "sun": []}, "overrides": time_off, "horizon_days": 14}


def test_ones_own_entries_can_be_kept_on_top_of_anothers_change(page: Page, lena: Staff) -> None:
    lena.work(THEIRS)
    press(page, "Save these hours")
    press(page, "Keep my entries")
    expect(page.get_by_text("Your entries now change the current hours.")).to_be_focused()
    assert stored(lena)["weekly"] == THEIRS
    expect(preview(page)).to_contain_text("Monday: 09:00 to 12:00 Until now: 13:00 to 17:00")
    save(page)
    assert stored(lena)["weekly"] == {**OURS, "sun": []}


def test_hours_that_somebody_has_deleted_can_be_set_again(page: Page, lena: Staff) -> None:
    lena.send("DELETE", f"/api/providers/hours/{lena.provider}")
    press(page, "Save these hours")
    expect(page.get_by_text("Somebody has deleted the working hours meanwhile.")).to_be_focused()
    press(page, "Keep my entries")
    expect(preview(page)).to_contain_text("These are the first hours.")
    save(page)
    assert stored(lena)["weekly"] == OURS


def test_the_first_hours_do_not_overwrite_those_that_somebody_has_just_set(
    same_page: Page, server: Server
) -> None:
    lena = staff(server)
    become(same_page, server, lena.user)
    open_hours(same_page, lena)
    press(same_page, "Add hours, Monday")
    preview(same_page)

    def set_theirs(route: Route) -> None:
        lena.work(THEIRS)
        route.continue_()

    same_page.route("**/hours/*", set_theirs, times=1)
    press(same_page, "Save these hours")
    expect(same_page.get_by_text(STALE)).to_be_focused()
    assert stored(lena)["weekly"] == THEIRS


def test_hours_that_somebody_has_changed_are_not_deleted(page: Page, lena: Staff) -> None:
    press(page, "Discard my changes")
    lena.work(THEIRS)
    press(page, "Delete the working hours")
    press(page, "Delete them")
    words = "Nothing was deleted. Somebody has changed these hours meanwhile: Monday and Sunday."
    expect(page.get_by_text(words)).to_be_focused()
    expect(page.get_by_label("Monday, from")).to_have_value("13:00")
    assert stored(lena)["weekly"] == THEIRS
