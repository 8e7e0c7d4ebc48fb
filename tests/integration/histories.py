"""Run random operations on one slot: many clients act at once, time passes, and responses get lost."""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from holdfast.core.errors import Unavailable
from holdfast.dynamodb import connection
from testkit.api import Response
from testkit.clock import Clock
from testkit.crowd import Doctor, Patient
from tests.simulation.interleavings.model import UNKNOWN
from tests.simulation.schedule import Actor, Operation

LOST = 0.1  # the share of operations whose writes get no response; half of these writes are applied
VERBS = ["reserves"] * 4 + ["confirms"] * 3 + ["cancels"] * 2


class _Fate(threading.local):
    """Tells what happens to the writes of this thread.

    No write fails if `lose` is None. Otherwise every write fails, but DynamoDB still applies the write if
    `lose()` returns true. `wait` is called before the next write.
    """

    lose: Callable[[], bool] | None = None
    wait: Callable[[], object] | None = None


_fate = _Fate()


@contextmanager
def losing(*, is_lost: bool, is_applied: bool, wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Let the writes of this thread get no response if `is_lost`. DynamoDB applies them if `is_applied`."""
    _fate.lose, _fate.wait = (lambda: is_applied) if is_lost else None, wait
    try:
        yield
    finally:
        _fate.lose = _fate.wait = None


def lose_responses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `_fate` decide whether the writes of a thread fail."""
    call = connection.call

    def unreliable(operation: str, **request: Any) -> Any:
        if operation in {"get_item", "batch_get_item", "query"}:
            return call(operation, **request)
        wait, _fate.wait = _fate.wait, None
        if wait:
            wait()
        if _fate.lose is None:
            return call(operation, **request)
        if _fate.lose():
            call(operation, **request)
        raise Unavailable

    monkeypatch.setattr("holdfast.dynamodb.table.call", unreliable)


class History:
    """Runs operations on one slot, and records when each operation began and ended."""

    def __init__(self, rng: random.Random, clock: Clock, slot: str) -> None:
        self._rng, self._clock, self._slot = rng, clock, slot
        self._moments = itertools.count(1)
        self.actors: list[Actor] = []

    def happen(self, doctor: Doctor, patients: dict[str, Patient], length: int, hold_seconds: int) -> None:
        """Run random operations. The patients act at the same time, but each does one thing at a time."""
        plans: list[list[tuple[Actor, bool, bool]]] = [[] for _ in patients]
        for number in range(length):
            who, plan = list(patients.items())[number % len(patients)], plans[number % len(patients)]
            plan.append(self._random_step(*who, doctor, hold_seconds))
        with ThreadPoolExecutor(len(plans)) as pool:
            list(pool.map(self._live_through, plans))

    def _random_step(
        self, name: str, patient: Patient, doctor: Doctor, hold_seconds: int
    ) -> tuple[Actor, bool, bool]:
        def pass_time() -> None:
            self._clock.advance(hold_seconds)

        verb = self._rng.choice(VERBS)
        does = {"reserves": patient.reserve, "confirms": patient.confirm, "cancels": patient.cancel}[verb]
        operation = Operation(f"{name} {verb}", lambda: does(self._slot))
        if self._rng.random() < 0.05:
            operation = Operation("time passes", pass_time)
        elif self._rng.random() < 0.1:
            cancel = f"/api/appointments/cancel/{self._slot}"
            operation = Operation("dana cancels", lambda: doctor.send("POST", cancel))
        actor = Actor(operation)
        self.actors.append(actor)
        return actor, self._rng.random() < LOST, self._rng.random() < 0.5

    def _live_through(self, plan: list[tuple[Actor, bool, bool]]) -> None:
        for actor, is_lost, is_applied in plan:
            actor.invoked = next(self._moments)
            with losing(is_lost=is_lost, is_applied=is_applied):
                response = actor.operation.run()
            # An operation that wrote nothing has lost no response, but the model accepts UNKNOWN for it too.
            if is_lost:
                actor.result = UNKNOWN
            elif isinstance(response, Response):
                actor.result = response.status, response.json.get("code") or response.json.get("status")
            actor.finished = next(self._moments)
