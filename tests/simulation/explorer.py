"""Every interleaving of some operations, depth first, once for each situation that can arise."""

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
    """The table before a turn, and whose turn it was."""

    items: dict[tuple[str, str], dict[str, Any]]
    now: int
    mover: int


class Violation(AssertionError):
    """A check failed; the message is the schedule that shows it, to be replayed by `replay`."""


class Explorer:
    """Tries every schedule of some operations from the table as it is, and leaves it so."""

    def __init__(
        self, engine: Engine, operations: Sequence[Operation], after_turn: Check, at_end: EndCheck
    ) -> None:
        self._engine, self._operations = engine, operations
        self._after_turn, self._at_end = after_turn, at_end
        self._waiting: list[list[int]] = [[]]
        self._seen: set[str] = set()
        self.histories = 0  # runs from the first call to the last

    @property
    def situations(self) -> int:
        """How many different ones arose."""
        return len(self._seen)

    def explore(self) -> Self:
        """Raise Violation for the first schedule that fails a check."""
        start = self._engine.snapshot()
        while self._waiting:
            self._engine.restore(start)
            run = Run(self._engine, self._operations)
            try:
                self._follow(run, self._waiting.pop())
            except AssertionError as error:
                raise Violation(describe(run, error)) from error
            finally:
                run.abandon()
        self._engine.restore(start)
        return self

    def _follow(self, run: Run, schedule: list[int]) -> None:
        """Take the turns of a schedule, of which only the last is new, and go on while all is new."""
        for number in schedule[:-1]:
            run.turn(number)
        todo = schedule[-1:]
        while self._is_new_after(run, todo) and run.ready:
            first, *others = run.ready
            self._waiting += [[*run.schedule, other] for other in others]
            todo = [first]
        if not run.ready:
            self.histories += 1
            self._at_end(run)

    def _is_new_after(self, run: Run, turns: list[int]) -> bool:
        for number in turns:
            before = Before(run.engine.items, run.engine.now, number)
            run.turn(number)
            self._after_turn(run, before)
        situation = _situation(run)
        is_new = situation not in self._seen
        self._seen.add(situation)
        return is_new


def replay(engine: Engine, operations: Sequence[Operation], schedule: Sequence[int]) -> Run:
    """Run one schedule, as a Violation prints it."""
    run = Run(engine, operations)
    for number in schedule:
        run.turn(number)
    return run


def _situation(run: Run) -> str:
    """Digest all that the future of a run, and the verdict on it, can depend on."""
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


def describe(run: Run, error: BaseException) -> str:
    """Write a schedule so that it can be read, and replayed."""
    calls = [iter(["invoked", *actor.calls]) for actor in run.actors]
    lines = [f"{run.actors[n].operation.name}: {next(calls[n], 'goes on')}" for n in run.schedule]
    results = [f"{actor.operation.name} answered {actor.result!r}" for actor in run.actors]
    return "\n".join([str(error), *lines, *results, f"replay(engine, operations, {run.schedule})"])
