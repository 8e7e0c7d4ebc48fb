"""Changes of a calendar that meet leave what they would leave one after the other.

Hours are written piece by piece. Whatever comes between two pieces comes after the whole change.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import NotFound
from holdfast.core.utc import DAY
from holdfast.profiles import providers
from holdfast.schedule import opening, walk
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep
from testkit.layer_scenario import bare_provider, time_range
from testkit.users import DANA
from testkit.working_hours import MORNINGS, NIGHTS, NOONS, delete, put, state

Change = Callable[[int], object]


def put_noons(provider: int) -> None:
    put(provider, NOONS)


def put_nights(provider: int) -> None:
    put(provider, NIGHTS)


def delete_hours(provider: int) -> None:
    with suppress(NotFound):  # another request has deleted them
        delete(provider)


def open_time(provider: int) -> None:
    opening.open_time(provider, time_range("2026-12-02T11:45:00Z", "2026-12-03T09:15:00Z"), DANA)


def close_time(provider: int) -> None:
    opening.close_time(provider, time_range("2026-12-03T09:15:00Z", "2026-12-04T09:45:00Z"), DANA)


def change_zone(provider: int) -> None:
    providers.update(provider, {"time_zone": "Asia/Tokyo"}, DANA, None)


_FOUND: dict[tuple[Change, Change], Any] = {}
CHANGES: list[Change] = [put_noons, put_nights, delete_hours, change_zone, open_time, close_time, walk.finish]
# One pair for each condition. Only `make test-long` runs the others.
QUICK: list[tuple[Change, Change]] = [
    (put_noons, open_time),
    (open_time, put_nights),
    (close_time, change_zone),
    (delete_hours, close_time),
    (change_zone, put_nights),
    (walk.finish, close_time),
]
QUICK_LATER: list[tuple[Change, Change]] = [
    (put_noons, close_time),
    (delete_hours, open_time),
    (delete_hours, put_nights),
    (change_zone, put_nights),
]


def pairs(changes: list[Change], quick: list[tuple[Change, Change]]) -> list[Any]:
    both = [(change, other) for change in changes for other in CHANGES]
    return [pytest.param(*pair, marks=[] if pair in quick else pytest.mark.long) for pair in both]


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", 1)  # moto takes seconds for large transactions
    no_sleep(monkeypatch)


def new_calendar(clock: Clock) -> int:
    """Return a provider with hours of which one day is due, and with time opened and closed by hand."""
    provider = bare_provider()
    put(provider, MORNINGS)
    opening.open_time(provider, time_range("2026-12-06T09:00:00Z", "2026-12-06T10:00:00Z"), DANA)
    opening.close_time(provider, time_range("2026-12-02T09:30:00Z", "2026-12-02T10:15:00Z"), DANA)
    clock.advance(DAY)
    return provider


def one_after_the_other(clock: Clock, first: Change, second: Change) -> Any:
    """Return the state that two changes of a new calendar leave. Find it once, because that takes time."""
    if (first, second) not in _FOUND:
        provider = new_calendar(clock)
        first(provider)
        second(provider)
        _FOUND[first, second] = state(provider)
        clock.advance(-DAY)
    return _FOUND[first, second]


@pytest.mark.parametrize(("change", "other"), pairs(CHANGES, QUICK))
def test_a_change_that_another_change_precedes_is_made_on_top_of_it(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, change: Change, other: Change
) -> None:
    expected = one_after_the_other(clock, other, change)
    provider = new_calendar(clock)

    before(monkeypatch, WRITE, lambda: other(provider))
    change(provider)

    assert state(provider) == expected


@pytest.mark.parametrize(("change", "other"), pairs([put_noons, delete_hours, change_zone], QUICK_LATER))
def test_a_change_between_two_pieces_is_made_after_the_whole(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, change: Change, other: Change
) -> None:
    expected = one_after_the_other(clock, change, other)
    provider = new_calendar(clock)

    before(monkeypatch, WRITE, lambda: other(provider), nth=2)
    change(provider)

    assert state(provider) == expected
