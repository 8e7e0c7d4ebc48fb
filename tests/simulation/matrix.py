"""Inject each fault into each call of an operation: first into that call alone, then from that call on."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from holdfast.core.telemetry import Failed
from tests.simulation.engine import Engine, direct
from tests.simulation.faults import FAULTS, Killed, Saboteur

# How often each operation has run with a fault.
tried: Counter[str] = Counter()


class Disturbed(NamedTuple):
    """The response after a fault, or None if the operation gave no response. `label` describes the fault."""

    label: str
    response: Any


def every_fault(engine: Engine, name: str, run: Callable[[], Any]) -> Iterator[Disturbed]:
    """Run the operation with each fault, and yield each response.

    Every run starts from the same table. At each yield, the table is as the operation left it.
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
    """Run the operation with the saboteur, and return its response.

    Return None if the process was killed, or if the sweeper failed because DynamoDB was unavailable.
    """
    engine.intercept = saboteur or Saboteur()
    try:
        return run()
    except Killed:
        return None
    except Failed as failure:  # the sweeper raises Failed, because it has no caller to send a 503 to
        if str(failure) == "Unavailable":
            return None
        raise
    finally:
        engine.intercept = direct
