"""Which days a piece of a walk has, as they must be, and where the next piece starts."""

from dataclasses import replace

import pytest

from holdfast.core import local_time, utc
from holdfast.model.day import Day
from holdfast.model.hours import Hours
from holdfast.model.provider import Provider
from holdfast.schedule import open_hours, walk
from testkit.clock import Clock
from testkit.plain_hours import every_day, rules

NOW = Clock().now  # 2026-12-01T08:00:00Z, which is quarter-hour 32
PROVIDER = Provider(7, "Dr. Dana", "UTC", 0, "dana", 1, 1, "w", "r", "b")
HOURS = Hours(7, rules(every_day(("09:00", "09:30"), horizon_days=5)), 1, "w", "2026-12-01")
BY_HOURS = {36, 37}


def day(date: str, **fields: object) -> Day:
    return replace(Day.new(PROVIDER, date), **fields)  # type: ignore[arg-type]


def wanted(before: Day, by_hours: set[int], now: int = NOW) -> Day:
    return open_hours.wanted(before, PROVIDER, by_hours, now)


def piece(monkeypatch: pytest.MonkeyPatch, hours: Hours, *stored: Day, days_at_once: int = 2) -> walk.Piece:
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", days_at_once)
    return walk.next_piece(PROVIDER, hours, {each.date: each for each in stored}, NOW)


def as_wanted(date: str) -> Day:
    return day(date, open=BY_HOURS, has_hours=True)


def dates(found: walk.Piece) -> list[str]:
    return [each.date for each in found.days]


def test_open_are_the_hours_and_what_was_opened_by_hand_without_what_was_closed() -> None:
    before = day("2026-12-02", open={50, 60}, opened={50, 51}, closed={37}, has_hours=True, booked={60})

    after = wanted(before, BY_HOURS)

    assert after == day(
        "2026-12-02", open={36, 50, 51}, opened={50, 51}, closed={37}, has_hours=True, booked={60}
    )


def test_what_is_open_on_a_day_without_hours_counts_as_opened_by_hand() -> None:
    after = wanted(day("2026-12-02", open={50}), BY_HOURS)

    assert (after.open, after.opened) == ({36, 37, 50}, {50})
    assert wanted(after, set()) == day("2026-12-02", open={50})


def test_quarter_hours_that_have_begun_stay_as_they_are() -> None:
    before = day("2026-12-01", open={10, 31, 32}, opened=set(), has_hours=True)

    assert wanted(before, {30, 31, 32, 33}).open == {10, 31, 32, 33}
    assert wanted(before, {30, 33}, NOW + 1).open == {10, 31, 32, 33}  # 32 has begun
    assert wanted(before, {30, 33}).open == {10, 31, 33}


def test_a_closing_that_has_begun_stays_too() -> None:
    assert wanted(day("2026-12-01", closed={31, 32}), {31, 32}).open == set()


def test_a_day_gets_the_rules_of_its_provider() -> None:
    before = replace(as_wanted("2026-12-02"), zone=local_time.zone("Asia/Tokyo"), min_notice_minutes=60)

    assert wanted(before, BY_HOURS) == as_wanted("2026-12-02")


def test_a_piece_has_the_first_days_that_differ_and_the_next_starts_at_the_first_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = piece(monkeypatch, HOURS, as_wanted("2026-12-02"), day("2026-12-03"))

    assert dates(found) == ["2026-12-01", "2026-12-03"]
    assert found.hours == replace(HOURS, rolled_until="2026-12-04")
    assert not found.is_last


def test_the_last_piece_reaches_the_end_of_the_horizon(monkeypatch: pytest.MonkeyPatch) -> None:
    found = piece(monkeypatch, replace(HOURS, rolled_until="2026-12-04"))

    assert dates(found) == ["2026-12-04", "2026-12-05"]
    assert found.hours == replace(HOURS, rolled_until="2026-12-06")
    assert found.is_last


def test_days_after_the_horizon_come_first_and_hold_the_pointer(monkeypatch: pytest.MonkeyPatch) -> None:
    late = [as_wanted(f"2026-12-{number:02}") for number in (6, 7, 8)]

    found = piece(monkeypatch, HOURS, *late)
    assert dates(found) == ["2026-12-06", "2026-12-07"]
    assert found.hours == HOURS

    after = piece(monkeypatch, HOURS, *found.days, late[2])
    assert dates(after) == ["2026-12-08", "2026-12-01"]
    assert after.hours == replace(HOURS, rolled_until="2026-12-02")


def test_a_day_after_the_horizon_keeps_what_was_done_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    late = day("2026-12-06", open={36, 50}, opened={50}, closed={37}, has_hours=True)

    (after, *_) = piece(monkeypatch, HOURS, late, day("2026-12-07", open={50}, closed={37})).days

    assert after == day("2026-12-06", open={50}, closed={37})


def test_a_deletion_closes_what_only_hours_opened_and_forgets_closings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deleted = replace(HOURS, deleted=True)
    stored = [
        day("2026-12-01", open={36, 50}, opened={50}, closed={37}, has_hours=True),
        day("2026-12-02", open={50}),
        day("2026-12-03", closed={37}),
        as_wanted("2027-12-04"),
    ]

    found = piece(monkeypatch, deleted, *stored)
    assert found.days == [day("2026-12-01", open={50}), day("2026-12-03")]
    assert (found.hours, found.is_last) == (deleted, False)

    rest = piece(monkeypatch, deleted, *found.days, stored[1], stored[3])
    assert rest.days == [day("2027-12-04")]
    assert (rest.hours, rest.is_last) == (None, True)


def test_days_that_have_passed_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = piece(monkeypatch, replace(HOURS, rolled_until="2026-11-20"), days_at_once=98)

    assert dates(found) == [utc.day_of(NOW + number * utc.DAY) for number in range(5)]
