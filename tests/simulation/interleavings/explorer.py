"""Run some operations in every order of their calls to DynamoDB, depth first.

A situation is everything that can affect the rest of a run, such as the table and the clock. If two runs
reach the same situation, only the first run continues.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from tests.simulation.engine import Engine
from tests.simulation.schedule import Operation, Run

Check = Callable[[Run, "Before"], None]
EndCheck = Callable[[Run], None]


@dataclass(frozen=True)
class Before:
    """The table and the time just before an operation continues. `mover` is the index of that operation."""

    items: dict[tuple[str, str], dict[str, Any]]
    now: int
    mover: int


class Violation(AssertionError):
    """A check failed. The message describes the run."""

    def __init__(self, run: Run, error: AssertionError) -> None:
        super().__init__(f"{error}\n{describe(run)}")
        self.schedule = run.schedule


class Explorer:
    """Runs some operations on the current table in every possible order.

    A schedule is one such order. It lists which operation continues at each step, by index.
    """

    def __init__(
        self, engine: Engine, operations: Sequence[Operation], after_turn: Check, at_end: EndCheck
    ) -> None:
        self._engine, self._operations = engine, operations
        self._after_turn, self._at_end = after_turn, at_end
        self._waiting: list[list[int]] = [[]]
        self._seen: set[str] = set()
        self._violation: Violation | None = None
        self.histories = 0  # the number of runs in which every operation ended

    @property
    def situations(self) -> int:
        """Return the number of different situations so far."""
        return len(self._seen)

    def explore(self) -> Self:
        """Try every schedule. Raise Violation for the shortest schedule that fails a check."""
        start = self._engine.snapshot()
        while self._waiting:
            schedule = self._waiting.pop()
            if self._is_short(schedule):
                self._engine.restore(start)
                self._try(schedule)
        self._engine.restore(start)
        if self._violation:
            raise self._violation
        return self

    def replay(self, schedule: Sequence[int]) -> str:
        """Follow the schedule, then finish the operations one by one. Return a description of the run.

        Raise Violation if a check fails.
        """
        run = Run(self._engine, self._operations)
        try:
            for number in schedule:
                self._turn(run, number)
            while run.ready:
                self._turn(run, run.ready[0])
            self._at_end(run)
        except AssertionError as error:
            raise Violation(run, error) from error
        finally:
            run.abandon()
        return describe(run)

    def _is_short(self, schedule: list[int]) -> bool:
        """Tell whether the schedule is shorter than the shortest one that failed."""
        return not self._violation or len(schedule) < len(self._violation.schedule)

    def _try(self, schedule: list[int]) -> None:
        run = Run(self._engine, self._operations)
        try:
            self._follow(run, schedule)
        except AssertionError as error:
            if self._is_short(run.schedule):
                self._violation = Violation(run, error)
        finally:
            run.abandon()

    def _follow(self, run: Run, schedule: list[int]) -> None:
        """Follow the schedule, then go on while each turn leads to a new situation.

        Do not check the turns before the last scheduled one. An earlier run has already checked them.
        """
        for number in schedule[:-1]:
            run.turn(number)
        todo = schedule[-1:]
        while self._is_new_after(run, todo) and run.ready and self._is_short(run.schedule):
            first, *others = run.ready
            self._waiting += [[*run.schedule, other] for other in others]
            todo = [first]
        if not run.ready:
            self.histories += 1
            self._at_end(run)

    def _is_new_after(self, run: Run, turns: list[int]) -> bool:
        for number in turns:
            self._turn(run, number)
        situation = _situation(run)
        is_new = situation not in self._seen
        self._seen.add(situation)
        return is_new

    def _turn(self, run: Run, number: int) -> None:
        before = Before(run.engine.items, run.engine.now, number)
        run.turn(number)
        self._after_turn(run, before)


def _situation(run: Run) -> str:
    """Return a digest of everything that can still affect the run and its checks."""
    order = [
        [
            n
            for n, other in enumerate(run.actors)
            if other.finished and actor.invoked and other.finished < actor.invoked
        ]
        for actor in run.actors
    ]
    actors = [(actor.saw, actor.invoked is not None, actor.finished is not None) for actor in run.actors]
    stored = sorted((*key, json.dumps(item, sort_keys=True)) for key, item in run.engine.items.items())
    return hashlib.sha256(json.dumps([run.engine.now, order, actors, stored]).encode()).hexdigest()


def describe(run: Run) -> str:
    """Describe the run: one line for each turn, and one line for each result."""
    calls = [iter(["invoked", *actor.calls]) for actor in run.actors]
    lines = [f"{run.actors[n].operation.name}: {next(calls[n], 'goes on')}" for n in run.schedule]
    results = [f"{actor.operation.name} returned {actor.result!r}" for actor in run.actors]
    return "\n".join([*lines, *results])
