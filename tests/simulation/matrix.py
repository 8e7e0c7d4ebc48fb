"""Run an operation many times, each time with a different fault in its calls to DynamoDB."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from holdfast.core.telemetry import Failed
from tests.simulation.engine import Engine, direct
from tests.simulation.faults import FAULTS, Killed, Saboteur

# The number of runs with a fault, by operation.
tried: Counter[str] = Counter()


class Disturbed(NamedTuple):
    """A description of a fault, and the response of the disturbed operation, if any."""

    label: str
    response: Any


def every_fault(engine: Engine, name: str, run: Callable[[], Any]) -> Iterator[Disturbed]:
    """Run the operation with each fault in each of its calls, and yield each response.

    Each run starts from the same table. The table is restored only after the yield, so the caller can look at
    what the run has stored.
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
    """Run the operation, and return its response.

    Return None if the process was killed, or if the sweeper failed because DynamoDB was unavailable.
    """
    engine.intercept = saboteur or Saboteur()
    try:
        return run()
    except Killed:
        return None
    except Failed as failure:  # the sweeper raises this error where the API would return 503
        if str(failure) == "Unavailable":
            return None
        raise
    finally:
        engine.intercept = direct
