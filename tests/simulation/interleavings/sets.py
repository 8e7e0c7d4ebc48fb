"""Explore sets of operations, and replay a schedule that failed.

A failed exploration prints a text for HOLDFAST_SCHEDULE: the beginning, the operations, and the number of the
one that goes on in each turn.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.simulation.engine import Engine
from tests.simulation.interleavings.explorer import Explorer, Violation
from tests.simulation.schedule import Operation

SCHEDULE = "HOLDFAST_SCHEDULE"

Names = tuple[str, ...]


def long_but(chosen: set[str], beginnings: Sequence[str]) -> list[Any]:
    """Return the beginnings as parameters of a test. All but the chosen ones are for long runs only."""
    return [each if each in chosen else pytest.param(each, marks=pytest.mark.long) for each in beginnings]


@dataclass(frozen=True)
class Sets:
    """Explores sets of operations from several beginnings.

    `beginnings` brings the table into a state, by name. `operations` returns the operations for that state.
    `explorer_of` makes the explorer with its checks.
    """

    engine: Engine
    beginnings: Mapping[str, Callable[[], Any]]
    operations: Callable[[], Mapping[str, Operation]]
    explorer_of: Callable[[Sequence[Operation]], Explorer]

    def explore_each(self, beginning: str, some: Sequence[Names]) -> str:
        """Explore each set from the beginning, and say how much that was."""
        start = self.engine.snapshot()
        self.beginnings[beginning]()
        operations = self.operations()
        situations = histories = 0
        for names in some:
            explorer = self.explorer_of([operations[name] for name in names])
            try:
                explorer.explore()
            except Violation as violation:
                turns = " ".join(map(str, violation.schedule))
                text = f"{beginning}: {' | '.join(names)}: {turns}"
                violation.add_note(f'{SCHEDULE}="{text}" with `-k replayed` shows it again')
                raise
            situations += explorer.situations
            histories += explorer.histories
        self.engine.restore(start)
        return f"{beginning}: {len(some)} sets, {situations} situations, {histories} histories"

    def replay(self, otherwise: str) -> str:
        """Follow the schedule in HOLDFAST_SCHEDULE, or else this one, and describe the run."""
        beginning, names, turns = os.environ.get(SCHEDULE, otherwise).split(": ")
        self.beginnings[beginning]()
        operations = self.operations()
        explorer = self.explorer_of([operations[name] for name in names.split(" | ")])
        return explorer.replay([int(turn) for turn in turns.split()])
