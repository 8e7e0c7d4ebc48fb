"""Measures how many capacity units each operation of the API costs."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.engine import engine
from bench.report import Row
from testkit.api import Response
from testkit.crowd import Doctor, Patient
from testkit.meter import metered
from testkit.operations import EIGHT_HOURS, Operation, Operations

# The limits for each operation: read units and write units.
_MOST: dict[Callable[[Operations], Operation], tuple[float, float]] = {
    Operations.open_day: (2, 5),
    Operations.open_33_days: (2, 101),
    Operations.list_week: (0.5, 0),
    Operations.reserve: (4, 6),
    Operations.reserve_lapsed: (4, 7),
    Operations.reserve_taken: (4.5, 0),
    Operations.confirm: (2, 8),
    Operations.cancel_held: (2, 3),
    Operations.cancel_confirmed: (2, 6),
    Operations.sweep_one: (0.5, 3),
    Operations.sweep: (0.5, 0),
}


class Cost(NamedTuple):
    calls: int
    read: float
    written: float


def costs() -> dict[str, Cost]:
    """Run each operation on a new table, and return the costs by the operation's name."""
    return {prepare.__name__: _cost(prepare) for prepare in _MOST}


def rows() -> Iterator[Row]:
    for (name, cost), (read, written) in zip(costs().items(), _MOST.values(), strict=True):
        what = f"units of {name.replace('_', ' ')}, read + written, in {cost.calls} calls"
        yield Row(what, f"{cost.read:g} + {cost.written:g}", cost.read + cost.written, read + written)


def _cost(prepare: Callable[[Operations], Operation]) -> Cost:
    with engine() as (_, store, patch):
        doctor = Doctor()
        slot = doctor.slots(quarters=EIGHT_HOURS)[10]
        alice, bob = Patient("alice"), Patient("bob")
        run = prepare(Operations(doctor, alice, bob, store, slot))
        with metered(patch) as bill:
            response = run()
        if isinstance(response, Response) and response.status >= 500:
            raise RuntimeError(response.body)
        return Cost(len(bill.calls), bill.read, bill.written)
