"""Inject each fault at each call of an operation, both once and from that call on."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from holdfast.core.telemetry import Failed
from tests.simulation.engine import Engine, direct
from tests.simulation.faults import FAULTS, Killed, Saboteur

# The number of faults injected into each operation.
tried: Counter[str] = Counter()


class Disturbed(NamedTuple):
    """The response of an operation, or None if there was none. `label` says what went wrong."""

    label: str
    response: Any


def every_fault(engine: Engine, name: str, run: Callable[[], Any]) -> Iterator[Disturbed]:
    """Run the operation with each fault, always starting from the present table, and yield the responses.

    At each yield, the table is as the operation left it.
    """
    start = engine.snapshot()
    counter = Saboteur()
    attempt(engine, run, counter)
    for position in range(counter.calls):
        for fault in FAULTS:
            for forever in (False, True):
                engine.restore(start)
                tried[name] += 1
                response = attempt(engine, run, Saboteur(fault, position, forever))
                yield Disturbed(f"{fault} at call {position} of {name}, {forever=}: {response}", response)
    engine.restore(start)


def attempt(engine: Engine, run: Callable[[], Any], saboteur: Saboteur | None = None) -> Any:
    """Run the operation with the saboteur. Return None if it was killed or the sweeper failed."""
    engine.intercept = saboteur or Saboteur()
    try:
        return run()
    except Killed:
        return None
    except Failed as failure:  # the sweeper has no caller to report to, so it fails; its next run continues
        if str(failure) == "Unavailable":
            return None
        raise
    finally:
        engine.intercept = direct
