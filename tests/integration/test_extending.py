"""The schedule opens the missing days of thousands of providers, even if it is stopped in the middle."""

from collections import Counter
from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings, utc
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from holdfast.model.hours import Hours
from holdfast.model.provider import Provider
from holdfast.queries import calendars, working_hours
from holdfast.schedule import extend
from testkit.clock import Clock
from testkit.interference import WRITE, Call, pass_through
from testkit.plain_hours import every_day, rules
from testkit.racing import race

RULES = rules(every_day(("09:00", "12:00"), horizon_days=4))
END = 4  # days from today


class Killed(BaseException):
    """Raised instead of killing the process."""


class Writes:
    """Counts how often each day was written, and may kill the process before or after one of the writes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.days: Counter[tuple[str, str]] = Counter()
        self.sent, self.kill_before, self.kill_after = 0, 0, 0
        pass_through(monkeypatch, self._passing)

    def _passing(self, real: Call, name: str, request: dict[str, Any]) -> Any:
        if name != WRITE:
            return real(name, **request)
        self.sent += 1
        if self.sent == self.kill_before:
            raise Killed
        response = real(name, **request)
        written = [next(iter(action.values())) for action in request["TransactItems"]]
        found = [each["Key"] for each in written if "Key" in each]
        self.days.update((key["PK"]["S"], key["SK"]["S"]) for key in found if "CAL#" in key["SK"]["S"])
        if self.sent == self.kill_after:
            raise Killed
        return response


def put_providers(table: Table, clock: Clock, number: int, rng: Random) -> dict[int, int]:
    """Store providers with hours, and return how many days each of them lacks: one to four."""
    lacking = {provider: rng.randint(1, END) for provider in rng.sample(range(1, 2**50), number)}
    with table.batch_writer() as batch:
        for provider_id, days in lacking.items():
            provider = Provider(provider_id, "Dr. Dana", "UTC", 0, "dana", 1, 1, "w", "r", "b")
            rolled_until = utc.day_of(clock.now + (END - days) * DAY)
            hours = Hours(provider_id, RULES, version=1, write_id="w", rolled_until=rolled_until)
            batch.put_item(Item=provider.to_item())
            batch.put_item(Item=hours.to_item(provider.zone))
    return lacking


@pytest.mark.parametrize("number", [300, pytest.param(3000, marks=pytest.mark.long)])
def test_each_provider_gets_its_days_once_though_runs_are_stopped_and_killed(
    table: Table, clock: Clock, rng: Random, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", "2")
    settings.settings.cache_clear()
    lacking = put_providers(table, clock, number, rng)
    writes, quarter = Writes(monkeypatch), number // 4

    stopped = extend.extend_calendars(_time_for(quarter))
    assert (stopped.providers, stopped.finished, stopped.failed) == (quarter, False, 0)

    writes.kill_before = quarter + quarter + 1
    with pytest.raises(Killed):
        extend.extend_calendars(lambda: True)
    writes.kill_after = writes.sent + quarter
    with pytest.raises(Killed):
        extend.extend_calendars(lambda: True)
    assert sum(writes.days.values()) < sum(lacking.values())

    last = extend.extend_calendars(lambda: True)

    assert (last.providers, last.finished) == (number - 3 * quarter, True)
    assert writes.days == Counter(
        (f"PROVIDER#{provider}", keys.day(provider, utc.day_of(clock.now + day * DAY)).SK)
        for provider, days in lacking.items()
        for day in range(END - days, END)
    )
    assert extend.extend_calendars(lambda: True) == extend.Extension()
    _check_some(rng.sample(sorted(lacking), 20), lacking)


def test_two_runs_at_once_write_no_day_twice(
    table: Table, clock: Clock, rng: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = put_providers(table, clock, 40, rng)
    writes = Writes(monkeypatch)

    race(*[lambda: extend.extend_calendars(lambda: True)] * 2)

    assert sum(writes.days.values()) == len(writes.days) == sum(lacking.values())
    assert extend.extend_calendars(lambda: True) == extend.Extension()


def _check_some(providers: list[int], lacking: dict[int, int]) -> None:
    for provider in providers:
        days = calendars.stored_days(provider, "2026-12-01").values()
        assert len(days) == lacking[provider]
        assert {frozenset(day.open) for day in days} == {frozenset(range(36, 48))}
        hours = working_hours.find(provider)
        assert hours
        assert hours.rolled_until == "2026-12-05"


def _time_for(providers: int) -> Callable[[], bool]:
    asked = count()
    return lambda: next(asked) < providers
