"""Inject every fault into the operations on visits. Nothing may break, with or without a retry."""

from typing import Any

import pytest

from tests.simulation.matrix import attempt, every_fault
from tests.simulation.visits.invariants import check_stored
from tests.simulation.visits.operations import beginnings, operations
from tests.simulation.visits.told import UNKNOWN, Told, check_told
from tests.simulation.visits.world import Visits

# The test runs each operation in these states of the visits.
BEGINNINGS = {
    "alice reserves 2 at 0": ["free"],
    "bob reserves 2 at 1": ["lapsed"],
    "alice confirms 0": ["held", "held with a buffer"],
    "alice cancels 0": ["held", "confirmed"],
    "alice cancels 0 by its booking": ["confirmed"],
    "dana cancels 0": ["confirmed with a buffer"],
    "alice moves 0 to 1": ["confirmed"],
    "alice moves 0 to 2": ["confirmed with a buffer"],
    "alice moves 0 to 1 by its booking": ["confirmed"],
    "alice moves 0 to 1 with a key": ["confirmed"],
    "alice moves 0 to 4": ["confirmed"],
    "alice moves 0 to 4 by its booking with a key": ["confirmed"],
    "dana moves 0 to 1": ["confirmed"],
    "alice confirms 0 by its link": ["held", "held with a buffer"],
    "alice cancels 0 by its link": ["held", "confirmed"],
    "alice moves 0 to 1 by its link": ["confirmed"],
    "alice reserves 2 with anyone at 0": ["free"],
    "bob reserves 2 with anyone at 0": ["held"],
    "holds expire": ["lapsed"],
}
CASES = [(name, beginning) for name, some in BEGINNINGS.items() for beginning in some]


@pytest.mark.parametrize(("name", "beginning"), CASES)
def test_no_fault_breaks_a_promise_of_visits(visits: Visits, name: str, beginning: str) -> None:
    _disturb(visits, name, beginning)


def test_no_fault_breaks_a_move_that_makes_a_day(late_visits: Visits) -> None:
    _disturb(late_visits, "alice moves 0 to 2", "confirmed with a buffer")


def _disturb(world: Visits, name: str, beginning: str) -> None:
    beginnings(world)[beginning]()
    world.remember()
    run = operations(world)[name].run
    start = world.engine.snapshot()
    undisturbed = attempt(world.engine, run)
    world.engine.restore(start)

    seen = set()
    for label, response in every_fault(world.engine, name, run):
        _check(world, name, response, label)
        if world.engine.digest in seen:  # an earlier fault has left the same table
            continue
        seen.add(world.engine.digest)
        left = world.engine.snapshot()
        _check_next_can_go_on(world, label)  # must work without a retry
        world.engine.restore(left)
        again = attempt(world.engine, run)
        _check(world, name, again, f"{label}, then {again}")
        _check_repeat(name, again, undisturbed, f"{label}, then {again}")
        _check_next_can_go_on(world, label)


def _check(world: Visits, name: str, response: Any, label: str) -> None:
    """Check that the stored items agree, and that a successful operation took effect."""
    check_stored(world)
    if isinstance(response, Told) and response != UNKNOWN:
        may_fail = "cancels" in name or name == "bob reserves 2 with anyone at 0"
        assert response.http in {200, 201} or may_fail, label
        check_told(world, name, response, world.picture)


def _check_repeat(name: str, again: Any, undisturbed: Any, label: str) -> None:
    """Check that a repeat is told the same. Only a cancel that names no booking may find nothing left.

    A repeat of a request without a key may also reserve with another provider.
    """
    if not isinstance(undisturbed, Told):
        return  # the sweeper's repeat counts what the first run has left
    if name == "bob reserves 2 with anyone at 0":
        assert (again.http, again.what) in {(201, "held"), (409, "taken")}, label
        return
    if "cancels" in name and "by its booking" not in name:
        assert again == undisturbed or again.http == 404, label
    else:
        assert again.http in {200, undisturbed.http}, label
        assert (again.what, again.slot) == (undisturbed.what, undisturbed.slot), label


def _check_next_can_go_on(world: Visits, label: str) -> None:
    """Let a hold period pass. Check that Bob can then book each slot that is open and not booked."""
    world.pass_a_hold_period()
    picture = world.picture
    booked = {slot for head in picture.confirmed for slot in head.footprint.taken(head.slot)}
    for number in (0, 1, 2, 4, 5):
        _check_bob(world, number, world.slot(number) in booked, label)
    check_stored(world)


def _check_bob(world: Visits, number: int, is_booked: bool, label: str) -> None:
    response = world.reserve("bob", number, None)
    assert response.status == (409 if is_booked else 201), f"{label}: slot {number}: {response.body}"
    if not is_booked:
        assert world.confirm("bob", number).status == 200, label
