"""Changes of working hours whose response is lost, or whose process ends between two pieces."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import InUse, NotFound, Stale, Unavailable
from holdfast.core.utc import DAY
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers
from holdfast.queries import working_hours
from holdfast.schedule import extend, hours, opening, walk
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.layer_scenario import bare_provider, time_range
from testkit.users import DANA
from testkit.working_hours import (
    MORNINGS,
    NIGHTS,
    NOONS,
    calendar_version,
    delete,
    open_on,
    put,
    state,
)

Change = Callable[[int], object]
TOKYO = {"time_zone": "Asia/Tokyo"}


@pytest.fixture
def provider(table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a provider with hours on three days, some of them closed by hand, and an open day after them."""
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", 1)  # moto takes seconds for large transactions
    no_sleep(monkeypatch)
    return new_calendar()


def new_calendar() -> int:
    provider = bare_provider()
    put(provider, MORNINGS)
    opening.open_time(provider, time_range("2026-12-06T09:00:00Z", "2026-12-06T10:00:00Z"), DANA)
    opening.close_time(provider, time_range("2026-12-02T09:30:00Z", "2026-12-02T10:15:00Z"), DANA)
    return provider


def die() -> None:
    raise Unavailable


def stop_before(monkeypatch: pytest.MonkeyPatch, piece: int, change: Change, provider: int) -> None:
    """Run the change, and end it before it has written this piece."""
    with monkeypatch.context() as patch:
        before(patch, WRITE, die, nth=piece)
        with pytest.raises(Unavailable):
            change(provider)


def put_nights(provider: int) -> None:
    put(provider, NIGHTS)


def put_noons(provider: int) -> None:
    put(provider, NOONS)


def change_zone(provider: int) -> None:
    providers.update(provider, dict(TOKYO), DANA, None)


def roll(provider: int) -> None:
    extend.extend_calendars(lambda: True)


def test_hours_whose_response_is_lost_are_set_once(provider: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = working_hours.read_own(provider, DANA)
    counted = calendar_version(provider)
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    changed = put(provider, NOONS, found.version)

    assert changed.version == counted + 1 == working_hours.read_own(provider, DANA).version


@pytest.mark.parametrize("days_at_once", [1, 98])
def test_a_deletion_whose_response_is_lost_is_told_as_done(
    provider: int, monkeypatch: pytest.MonkeyPatch, days_at_once: int
) -> None:
    found = working_hours.read_own(provider, DANA)
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", days_at_once)
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    assert hours.delete(provider, DANA, found.version).version == found.version
    with pytest.raises(NotFound):
        hours.delete(provider, DANA, None)


@pytest.mark.parametrize(("piece", "again"), [(2, None), (3, roll)])
@pytest.mark.parametrize("change", [put_noons, delete, change_zone])
def test_a_change_that_ended_halfway_is_completed_by_its_repeat_and_by_the_schedule(
    provider: int, monkeypatch: pytest.MonkeyPatch, change: Change, piece: int, again: Change | None
) -> None:
    stop_before(monkeypatch, piece, change, provider)
    halfway = state(provider)

    (again or change)(provider)

    whole = state(provider)
    assert halfway != whole
    other = new_calendar()
    change(other)
    assert whole == state(other)


def test_a_repeat_with_the_old_version_is_stale_and_completes_the_change(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = working_hours.read_own(provider, DANA).version
    stop_before(monkeypatch, 2, lambda number: put(number, NIGHTS, version), provider)
    assert open_on(provider, "2026-12-03") == {36, 37, 38, 39}

    with pytest.raises(Stale):
        put(provider, NIGHTS, version)
    assert open_on(provider, "2026-12-03") == {*range(16), *range(88, 96)}


def test_a_change_of_zone_repeated_with_the_old_version_completes_the_hours(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_before(monkeypatch, 2, lambda number: providers.update(number, dict(TOKYO), DANA, 1), provider)
    assert open_on(provider, "2026-12-03") == {36, 37, 38, 39}

    with pytest.raises(Stale):
        providers.update(provider, dict(TOKYO), DANA, 1)
    assert open_on(provider, "2026-12-03") == {0, 1, 2, 3}


def test_hours_that_are_being_deleted_are_not_found_and_keep_their_provider(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = working_hours.read_own(provider, DANA).version
    stop_before(monkeypatch, 3, delete, provider)

    with pytest.raises(NotFound):
        working_hours.read_own(provider, DANA)
    opening.close_time(provider, time_range("2026-12-01T09:00:00Z", "2026-12-06T10:00:00Z"), DANA)
    with pytest.raises(InUse):
        providers.delete(provider, DANA, None)
    hours.delete(provider, DANA, version)
    assert providers.delete(provider, DANA, None).id == provider


def test_hours_set_while_others_are_being_deleted_forget_what_was_closed_before(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_before(monkeypatch, 2, delete, provider)

    put(provider, MORNINGS)

    assert open_on(provider, "2026-12-02") == {36, 37, 38, 39}


def test_hours_set_halfway_are_completed_by_the_schedule_a_day_later(
    provider: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_before(monkeypatch, 2, put_nights, provider)
    clock.advance(DAY)

    run = extend.extend_calendars(lambda: True)

    assert (run.providers, run.failed, run.oldest_age > 0) == (1, 0, True)
    assert [len(open_on(provider, f"2026-12-0{day}")) for day in (2, 3, 4, 5)] == [8, 24, 24, 0]


def test_days_after_a_shorter_horizon_are_closed_even_if_the_change_ends_before_them(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = MORNINGS | {"horizon_days": 6}
    put(provider, longer)
    stop_before(monkeypatch, 2, lambda number: put(number, MORNINGS | {"horizon_days": 1}), provider)
    assert open_on(provider, "2026-12-04")

    roll(provider)

    opened = [date for date in range(1, 8) if open_on(provider, f"2026-12-0{date}")]
    assert opened == [1, 6]  # one of them by hand
    assert open_on(provider, "2026-12-06") == {36, 37, 38, 39}
