"""Inject every fault into the operations on working hours. Nothing may break, with or without a retry."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from tests.simulation.engine import Engine, Send
from tests.simulation.faults import Saboteur
from tests.simulation.hours.invariants import check_stored, final_outcome
from tests.simulation.hours.model import State, step
from tests.simulation.hours.operations import beginnings, effects, operations
from tests.simulation.hours.world import Calendar
from tests.simulation.matrix import attempt, every_fault
from tests.simulation.visits.told import UNKNOWN, Told

# The test runs each operation in these states of the calendar.
BEGINNINGS = {
    "dana sets the same hours": ["no hours", "hours half written", "hours being deleted"],
    "dana sets other hours": ["hand-opened time and hours", "confirmed"],
    "dana deletes her hours": ["hours", "hand-opened time and hours"],
    "dana changes her zone": ["hours", "hand-opened time and hours"],
    "the schedule extends calendars": [
        "hours half written",
        "hours half changed",
        "hours being deleted",
        "zone half changed",
        "calendar due",
    ],
    "dana opens by hand": ["hours half written"],
    "dana closes what is open": ["hours half written"],
}
SLOW = {
    ("dana sets the same hours", "hours being deleted"),
    ("dana sets other hours", "confirmed"),
    ("dana deletes her hours", "hand-opened time and hours"),
    ("dana changes her zone", "hand-opened time and hours"),
    ("the schedule extends calendars", "zone half changed"),
}
CASES = [
    pytest.param(name, beginning, marks=[pytest.mark.long] if (name, beginning) in SLOW else [])
    for name, some in BEGINNINGS.items()
    for beginning in some
]


@dataclass
class NeedlessWrites(Saboteur):
    """Injects no fault. `days` has the keys of the days that were written, but were already as written."""

    engine: Engine | None = None
    days: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, operation: str, request: Any, send: Send) -> AWSResponse:
        assert self.engine
        before = self.engine.items
        response = super().__call__(operation, request, send)
        if operation == "TransactWriteItems" and response.status_code == 200:
            for action in json.loads(request.body)["TransactItems"]:
                written = action.get("Update", {}).get("Key")
                key = (written["PK"]["S"], written["SK"]["S"]) if written else ("", "")
                if key[1].startswith("CAL#") and before.get(key) == self.engine.items[key]:
                    self.days.append(key)
        return response


@pytest.mark.parametrize(("name", "beginning"), CASES)
def test_no_fault_breaks_a_promise_of_hours(calendar: Calendar, name: str, beginning: str) -> None:
    beginnings(calendar)[beginning]()
    calendar.remember()
    run = operations(calendar)[name].run
    start = calendar.engine.snapshot()
    undisturbed = attempt(calendar.engine, run)
    calendar.engine.restore(start)

    seen = set()
    for label, response in every_fault(calendar.engine, name, run):
        check_stored(calendar)
        assert response in (undisturbed, UNKNOWN, None) or not isinstance(response, Told), label
        left, digest = calendar.engine.snapshot(), calendar.engine.digest
        states = step(calendar.state, name, effects(calendar)[name], response, ())
        _check_outcome(calendar, states, label)  # must work without a retry
        if digest in seen:  # an earlier fault has left the same table
            continue
        seen.add(digest)
        calendar.engine.restore(left)
        _check_repeat(calendar, name, states, undisturbed, label)


def _check_repeat(calendar: Calendar, name: str, states: list[State], undisturbed: Any, label: str) -> None:
    """Check that a repeat is told the same, writes no day that is as it must be, and takes effect.

    A repeat of a deletion that is complete may find nothing left.
    """
    needless = NeedlessWrites(engine=calendar.engine)
    again = attempt(calendar.engine, operations(calendar)[name].run, needless)
    label = f"{label}, then {again}"
    check_stored(calendar)
    is_gone = name == "dana deletes her hours" and again == Told(404, "not_found")
    assert again == undisturbed or is_gone or not isinstance(again, Told), label
    assert not needless.days, f"{label}: written again"
    effect = effects(calendar)[name]
    _check_outcome(calendar, [effect(state) for state in states], label)


def _check_outcome(calendar: Calendar, states: list[State], label: str) -> None:
    outcome = final_outcome(calendar)
    assert outcome in [state.outcome for state in states], f"{label}: {outcome}"
