"""Search for an order of operations that explains all of their responses.

A run is linearizable if a model, which performs one operation at a time, gives the same responses for some
order. An operation that ended before another began must come first in that order.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol, TypeVar

S = TypeVar("S", bound=Hashable)


class Timed(Protocol):
    """An operation that began at the moment `invoked` and ended at `finished`."""

    @property
    def invoked(self) -> int | None: ...
    @property
    def finished(self) -> int | None: ...


def ended_before(first: Timed, second: Timed) -> bool:
    return first.finished is not None and second.invoked is not None and first.finished < second.invoked


def overlapping(operations: Sequence[Timed]) -> list[frozenset[int]]:
    """Return, for each operation, the numbers of those that were in flight at the same time, without it."""
    return [
        frozenset(
            number
            for number, other in enumerate(operations)
            if other is not one and not ended_before(one, other) and not ended_before(other, one)
        )
        for one in operations
    ]


def can_explain(
    operations: Sequence[Timed],
    start: S,
    step: Callable[[S, int, frozenset[int]], list[S]],
    is_idle: Callable[[int], bool],
) -> bool:
    """Tell whether some order of the operations explains all responses.

    `step(state, number, left)` returns the states that are possible after an operation got its response;
    `left` has the operations that come later in the order, and the operation itself. `is_idle(number)` tells
    whether the response proves that the operation changed nothing.
    """
    everybody = frozenset(range(len(operations)))
    before = [{n for n in everybody if ended_before(operations[n], one)} for one in operations]
    waiting = [(start, everybody)]
    seen = set()
    while waiting:
        state, left = waiting.pop()
        if not left:
            return True
        if (state, left) in seen:
            continue
        seen.add((state, left))
        ready = [n for n in left if left.isdisjoint(before[n])]
        # An operation that changes nothing can safely go first, so do not try the others here.
        idle = next((n for n in ready if is_idle(n) and step(state, n, left)), None)
        for n in ready if idle is None else [idle]:
            waiting += [(each, left - {n}) for each in step(state, n, left)]
    return False
