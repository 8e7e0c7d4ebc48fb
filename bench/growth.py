"""Measures the same operations on a table of 1,000 open slots and on a table of 1,000,000."""

import time
from collections.abc import Iterator
from typing import NamedTuple

import boto3
import pytest

from bench import filling
from bench.engine import engine
from bench.report import Row, milliseconds, ratio
from holdfast.core import settings, slots, utc
from testkit.crowd import Patient
from testkit.meter import metered
from testkit.tables import fresh_table

_FIRST_DAY = "2026-12-02"
_SMALL = (1, 11)  # 1 provider with 11 days: 1,056 slots
_LARGE = (350, 30)  # 350 providers with 30 days each: 1,008,000 slots
_ROUNDS = 40


class _Case(NamedTuple):
    """A table, and the patient who books its slots."""

    patch: pytest.MonkeyPatch
    table: str
    patient: Patient

    def units(self, turn: int) -> float:
        self._use()
        with metered(self.patch) as bill:
            self._round(turn)
        return bill.read + bill.written

    def seconds(self, turn: int) -> float:
        self._use()
        started = time.perf_counter()
        self._round(turn)
        return time.perf_counter() - started

    def _use(self) -> None:
        self.patch.setenv("TABLE_NAME", self.table)
        settings.settings.cache_clear()

    def _round(self, turn: int) -> None:
        """List slots, then reserve, confirm and cancel the slot at index `turn` of the list."""
        listed = self.patient.send("GET", f"/api/appointments/reserve?from={_FIRST_DAY}T00:00:00Z")
        slot = listed.json["items"][turn]["id"]
        for response in (self.patient.reserve(slot), self.patient.confirm(slot), self.patient.cancel(slot)):
            if response.status >= 400:
                raise RuntimeError(response.body)


def rows() -> Iterator[Row]:
    with engine(MAX_HOLDS_PER_CLIENT="50") as (_, store, patch):
        few = _Case(patch, store.table.name, Patient())
        filling.days(store.table, _SMALL[0], _dates(_SMALL[1]), set(range(slots.QUARTERS_PER_DAY)))
        with fresh_table(boto3.resource("dynamodb"), patch) as table:
            settings.settings.cache_clear()
            many = _Case(patch, table.name, Patient())
            filling.days(table, _LARGE[0], _dates(_LARGE[1]), set(range(slots.QUARTERS_PER_DAY)))
            yield from _compared(few, many)


def _dates(count: int) -> list[str]:
    first = utc.start_of(_FIRST_DAY)
    return [utc.day_of(first + n * utc.DAY) for n in range(count)]


def _compared(few: _Case, many: _Case) -> Iterator[Row]:
    units = few.units(0), many.units(0)
    pairs = [(few.seconds(turn), many.seconds(turn)) for turn in range(1, 1 + _ROUNDS)]
    small, large = zip(*pairs, strict=True)
    what = "list, reserve, confirm and cancel with 1,000,000 open slots:"
    yield Row(f"{what} {units[1]:g} units", f"with 1,000: {units[0]:g}", round(units[1] / units[0], 2), 1)
    yield Row(
        f"{what} {milliseconds(large)}", f"with 1,000: {milliseconds(small)}", ratio(large, small), 1.15
    )
