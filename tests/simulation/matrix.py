"""Each fault at each call of an operation, once or for good."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from holdfast.core.telemetry import Failed
from tests.simulation.engine import Engine, direct
from tests.simulation.faults import FAULTS, Killed, Saboteur

# How often each operation was disturbed.
tried: Counter[str] = Counter()


class Disturbed(NamedTuple):
    """What an operation answered to its caller, None if it never did; `label` says what went wrong."""

    label: str
    response: Any


def every_fault(engine: Engine, name: str, run: Callable[[], Any]) -> Iterator[Disturbed]:
    """Yield the answer to each fault, with the table as the fault left it; it starts as it stands now."""
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
    """Run it with the saboteur at work; None if the process ended."""
    engine.intercept = saboteur or Saboteur()
    try:
        return run()
    except Killed:
        return None
    except Failed as failure:  # the sweeper answers nobody: it fails, and its next run goes on
        if str(failure) == "Unavailable":
            return None
        raise
    finally:
        engine.intercept = direct
