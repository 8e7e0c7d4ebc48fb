"""Property: after any changes of hours, changes by hand and clock jumps, what is open is what plain sets say.

A process may end between two pieces. Then the clock moves, and the schedule completes the change.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.configuration import set_hypothesis_home_dir
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import local_time, utc
from holdfast.core.errors import NotFound
from holdfast.core.slots import QUARTER, Slot
from holdfast.core.utc import DAY
from holdfast.model.day import Day
from holdfast.profiles import providers
from holdfast.queries import profiles, slot_pages
from holdfast.queries.pages import Position, Window
from holdfast.schedule import opening, walk
from testkit.clock import Clock
from testkit.interference import WRITE, before
from testkit.items import contents
from testkit.layer_scenario import bare_provider, time_range
from testkit.users import ALICE, DANA
from testkit.working_hours import days, delete, put
from tests.unit.schedule.plain_calendar import HOUR, Plain, Step, cases

BOOKED = {3, 40, 41, 95}


class Died(BaseException):
    """Raised instead of ending the process."""


class Calendar:
    """A provider's stored calendar, and its description in plain words."""

    def __init__(self, table: Table, clock: Clock, patch: pytest.MonkeyPatch, zone: str) -> None:
        self.clock, self.patch, self.number = clock, patch, bare_provider()
        providers.update(self.number, {"time_zone": zone}, DANA, None)
        self.plain = Plain(clock.now, local_time.zone(zone))
        self.busy = utc.day_of(clock.now + 2 * DAY)
        day = Day.new(profiles.read_provider(self.number), self.busy)
        table.put_item(Item=replace(day, booked=BOOKED).to_item())

    def take(self, step: Step) -> None:
        self.clock.advance(step.seconds)
        self.plain.now = self.clock.now
        first = -(-self.clock.now // QUARTER) + step.start
        slots = {number * QUARTER for number in range(first, first + step.quarters)}
        if self._survives(step, lambda: self._send(step, slots)):
            self.plain.take(step, slots)

    def check(self) -> None:
        stored = days(self.number)
        slots = {day.slot(quarter) for day in stored.values() for quarter in day.open}
        assert {slot.start for slot in slots if slot.start >= self.clock.now} == self.plain.open
        assert {day.zone for day in stored.values()} <= {self.plain.zone}
        if self.busy in stored:
            assert stored[self.busy].booked == BOOKED
        assert self._listed() == sorted(
            start
            for start in self.plain.open
            if start > self.clock.now
            and not (utc.day_of(start) == self.busy and Slot(1, start).quarter in BOOKED)
        )

    def _survives(self, step: Step, send: Callable[[], None]) -> bool:
        """Send the step. Return False if it ended before its first write; complete it if it ended later."""
        if not step.dies_before:
            send()
            return True
        with self.patch.context() as patch:
            before(patch, WRITE, _die, nth=step.dies_before)
            try:
                send()
            except Died:
                self.clock.advance(5 * HOUR)
                self.plain.now = self.clock.now
            else:
                return True
        self._send(Step("roll"), set())
        self.plain.take(Step("roll"), set())
        return step.dies_before > 1

    def _send(self, step: Step, slots: set[int]) -> None:
        match step.kind:
            case "put":
                put(self.number, step.body)
            case "delete":
                with suppress(NotFound):
                    delete(self.number)
            case "zone":
                providers.update(self.number, {"time_zone": step.zone}, DANA, None)
            case "roll":
                walk.finish(self.number)
            case "open" | "close":
                change: Any = opening.open_time if step.kind == "open" else opening.close_time
                ends = min(slots), max(slots) + QUARTER
                change(self.number, time_range(*map(utc.text, ends)), DANA)

    def _listed(self) -> list[int]:
        window = Window(self.clock.now, self.clock.now + 20 * DAY, 70, "available")
        found: list[int] = []
        after: Position | None = None
        while True:
            page = slot_pages.of_provider(self.number, window, after, ALICE)
            found += [each.slot.start for each in page.items]
            if not (after := page.last):
                return found


def _die() -> None:
    raise Died


@pytest.fixture
def _home(tmp_path: Path) -> Iterator[None]:
    set_hypothesis_home_dir(tmp_path)  # keeps hypothesis from writing into the work tree
    yield
    set_hypothesis_home_dir(None)


def _check(table: Table, clock: Clock, patch: pytest.MonkeyPatch, case: tuple[int, str, list[Step]]) -> None:
    clock.now, zone, steps = case
    patch.setattr(walk, "DAYS_AT_ONCE", 2)  # so that changes have several pieces
    calendar = Calendar(table, clock, patch, zone)
    for step in steps:
        calendar.take(step)
        calendar.check()
    with table.batch_writer() as batch:  # or else the tables of many examples take a gigabyte
        for pk, sk in contents(table):
            batch.delete_item(Key={"PK": pk, "SK": sk})


_common: Any = {
    "deadline": None,
    "database": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@pytest.mark.usefixtures("_home")
@settings(max_examples=12, **_common)
@given(case=cases)
def test_open_is_what_plain_sets_say(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, case: tuple[int, str, list[Step]]
) -> None:
    _check(table, clock, monkeypatch, case)


@pytest.mark.long
@pytest.mark.usefixtures("_home")
@settings(max_examples=200, **_common)
@given(case=cases)
def test_open_is_what_plain_sets_say_of_many_calendars(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, case: tuple[int, str, list[Step]]
) -> None:
    _check(table, clock, monkeypatch, case)
