"""Run some operations in every order of their calls to DynamoDB, depth first.

A situation is everything that can affect the rest of a run, such as the table and the clock. If two runs
reach the same situation, only the first run continues.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from tests.simulation.engine import Engine
from tests.simulation.schedule import Actor, Operation, Run
from tests.simulation.torn import whole

Check = Callable[[Run, "Before"], None]
EndCheck = Callable[[Run], None]


@dataclass(frozen=True)
class Before:
    """The table and the time just before an operation continues. `mover` is the index of that operation."""

    items: dict[tuple[str, str], dict[str, Any]]
    digest: str  # of the items
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
        self._waiting: list[_Branch] = []
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
        self._try(Run(self._engine, self._operations), [])
        while self._waiting:
            branch = self._waiting.pop()
            if self._can_be_shorter(branch.run):
                self._engine.restore(branch.snapshot)
                self._try(branch.run, [branch.number])
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
        return describe(run)

    def _can_be_shorter(self, run: Run) -> bool:
        """Tell whether one more turn still makes a schedule shorter than the shortest one that failed."""
        return not self._violation or len(run.schedule) + 1 < len(self._violation.schedule)

    def _try(self, run: Run, turns: Sequence[int]) -> None:
        """Take the turns, and go on from there in every way."""
        try:
            for number in turns:
                self._turn(run, number)
            self._go_on(run)
        except AssertionError as error:
            if not self._violation or len(run.schedule) < len(self._violation.schedule):
                self._violation = Violation(run, error)

    def _go_on(self, run: Run) -> None:
        """Go on while each turn leads to a new situation. Leave the other possible turns for later."""
        while self._is_new(run) and run.ready and self._can_be_shorter(run):
            first, *others = run.ready
            snapshot = self._engine.snapshot()
            self._waiting += [_Branch(run.copy(), snapshot, other) for other in others]
            self._turn(run, first)
        if not run.ready:
            self.histories += 1
            self._at_end(run)

    def _is_new(self, run: Run) -> bool:
        situation = _situation(run)
        is_new = situation not in self._seen
        self._seen.add(situation)
        return is_new

    def _turn(self, run: Run, number: int) -> None:
        before = Before(run.engine.items, run.engine.digest, run.engine.now, number)
        run.turn(number)
        self._after_turn(run, before)


class _Branch(NamedTuple):
    """A run, the table and the clock at one moment, and the operation that goes on from there."""

    run: Run
    snapshot: Any
    number: int


def _situation(run: Run) -> str:
    """Return a digest of everything that can still affect the run and its checks.

    What an operation has read matters only until it ends.
    """
    order = [
        [
            n
            for n, other in enumerate(run.actors)
            if other.finished and actor.invoked and other.finished < actor.invoked
        ]
        for actor in run.actors
    ]
    actors = [repr(actor.result) if actor.finished else _saw(actor, run.engine) for actor in run.actors]
    progress = json.dumps([run.engine.now, order, actors, run.engine.digest])
    return hashlib.sha256(progress.encode()).hexdigest()


def _saw(actor: Actor, engine: Engine) -> Any:
    """Return what the actor has read. With torn batches, its checks also depend on the tables it met."""
    return actor.saw if engine.tear is whole else (actor.saw, actor.moments)


def describe(run: Run) -> str:
    """Describe the run: one line for each turn, and one line for each result."""
    calls = [iter(["invoked", *actor.calls]) for actor in run.actors]
    lines = [f"{run.actors[n].operation.name}: {next(calls[n], 'goes on')}" for n in run.schedule]
    results = [f"{actor.operation.name} returned {actor.result!r}" for actor in run.actors]
    return "\n".join([*lines, *results])
