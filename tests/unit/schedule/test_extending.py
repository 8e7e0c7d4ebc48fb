"""The run that opens the days that have come within reach of working hours."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings
from holdfast.core.errors import Unavailable
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.schedule import extend, walk
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.layer_scenario import bare_provider
from testkit.recorded_calls import calls
from testkit.working_hours import MORNINGS, delete, open_on, put

HOUR = 3600


@pytest.fixture
def provider(table: Table, clock: Clock) -> int:
    """Return a provider with hours until the end of 2026-12-03."""
    provider = bare_provider()
    put(provider, MORNINGS)
    return provider


def run() -> extend.Extension:
    return extend.extend_calendars(lambda: True)


def test_a_day_is_opened_at_the_midnight_at_which_it_comes_within_the_horizon(
    provider: int, clock: Clock
) -> None:
    clock.now += 16 * HOUR - 1  # 23:59:59
    assert run() == extend.Extension()
    clock.advance(1)
    assert run() == extend.Extension(providers=1, days=1, oldest_age=0)
    assert open_on(provider, "2026-12-04") == {36, 37, 38, 39}


def test_the_age_of_the_backlog_is_that_of_the_provider_that_waits_longest(
    provider: int, clock: Clock
) -> None:
    clock.now += 16 * HOUR
    put(bare_provider(), MORNINGS)
    clock.advance(DAY + 5)

    assert run() == extend.Extension(providers=2, days=3, oldest_age=DAY + 5)


def test_the_age_of_the_backlog_is_known_even_if_there_is_no_time(provider: int, clock: Clock) -> None:
    clock.now += 16 * HOUR + 7

    assert extend.extend_calendars(lambda: False) == extend.Extension(oldest_age=7, finished=False)
    assert open_on(provider, "2026-12-04") == set()


def test_a_deletion_that_ended_halfway_is_completed_and_has_no_age(
    provider: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "DAYS_AT_ONCE", 1)
    with monkeypatch.context() as patch:
        before(patch, WRITE, _die, nth=2)
        with pytest.raises(Unavailable):
            delete(provider)

    assert run() == extend.Extension(providers=1, days=2, oldest_age=0)
    assert run() == extend.Extension()


def test_a_provider_that_changes_all_the_time_does_not_keep_others_waiting(
    provider: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(bare_provider(), MORNINGS)
    clock.advance(DAY)
    no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()] * 8)

    found = run()

    assert (found.providers, found.failed, found.finished) == (1, 1, True)
    assert (run().providers, run().providers) == (1, 0)


def test_a_provider_that_cannot_be_read_does_not_keep_others_waiting(
    provider: int, table: Table, clock: Clock
) -> None:
    other = bare_provider()
    put(other, MORNINGS)
    key = keys.provider(provider)._asdict()
    table.update_item(Key=key, UpdateExpression="REMOVE time_zone")
    clock.advance(DAY)

    found = run()

    assert (found.providers, found.failed, found.finished) == (1, 1, True)
    assert open_on(other, "2026-12-04") == {36, 37, 38, 39}


def test_hours_without_time_ahead_are_extended_without_days(table: Table, clock: Clock) -> None:
    put(bare_provider(), {"weekly": {"tue": [["09:00", "10:00"]]}, "horizon_days": 1})
    clock.advance(DAY)

    assert run() == extend.Extension(providers=0, days=0, oldest_age=8 * HOUR)
    assert run() == extend.Extension()


def test_an_idle_run_is_one_query_for_each_partition_and_starts_with_another_one_each_hour(
    provider: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", "3")
    settings.settings.cache_clear()
    sent = calls(monkeypatch)

    run()

    assert sent == ["query"] * 3
    first = [extend._partitions(clock.now + hour * HOUR)[0] for hour in range(3)]
    assert sorted(first) == ["HOURS#0", "HOURS#1", "HOURS#2"]
    assert sorted(extend._partitions(clock.now)) == sorted(first)


def _die() -> None:
    raise Unavailable
