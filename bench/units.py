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
    Operations.set_hours: (11, 184),
    Operations.extend_calendar: (3.5, 9),
    Operations.list_week: (0.5, 0),
    Operations.reserve: (4, 6),
    Operations.reserve_lapsed: (4, 7),
    Operations.reserve_taken: (4.5, 0),
    Operations.reserve_visit: (7, 12),
    Operations.confirm: (2, 10),
    Operations.confirm_visit: (2, 16),
    Operations.cancel_held: (2, 3),
    Operations.cancel_confirmed: (2, 8),
    Operations.move: (7, 13),
    Operations.sweep_one: (0.5, 3),
    Operations.sweep: (0.5, 0),
}


class Cost(NamedTuple):
    calls: int
    read: float
    written: float

    @property
    def units(self) -> float:
        return self.read + self.written


def costs() -> dict[str, Cost]:
    """Run each operation on a new table, and return the costs by the operation's name."""
    return {prepare.__name__: _cost(prepare) for prepare in _MOST}


def rows() -> Iterator[Row]:
    found = costs()
    for (name, cost), (read, written) in zip(found.items(), _MOST.values(), strict=True):
        what = f"units of {name.replace('_', ' ')}, read + written, in {cost.calls} calls"
        yield Row(what, f"{cost.read:g} + {cost.written:g}", cost.units, read + written)
    visit = found["reserve_visit"].units + found["confirm_visit"].units
    single = 4 * (found["reserve"].units + found["confirm"].units)
    what = f"a visit of four quarter-hours, reserved and confirmed: {visit:g} units"
    yield Row(what, f"four single slots: {single:g}", round(visit / single, 2), 0.45)


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
