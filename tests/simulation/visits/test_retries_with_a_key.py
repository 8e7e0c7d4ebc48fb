"""A retry with the same Idempotency-Key never acts twice, whatever happened to the booking since."""

from collections.abc import Callable

import pytest

from holdfast.model.appointment import Appointment
from testkit.api import Response
from tests.simulation.matrix import attempt, every_fault
from tests.simulation.visits.invariants import check_stored
from tests.simulation.visits.operations import beginnings, operations
from tests.simulation.visits.world import LEES, Visits


def _confirm_and_move(world: Visits) -> Response:
    number = 0 if world.slot(0) in world.picture.heads else LEES
    assert world.confirm("alice", number).status == 200
    return world.move("alice", number, 1)


# The beginning, and how somebody else moves the booking on after the request has taken effect.
MEANWHILE: dict[str, tuple[str, Callable[[Visits], Response]]] = {
    "alice moves 0 to 1 with a key": ("confirmed", lambda world: world.move("dana", 1, 0)),
    "alice moves 0 to 4 by its booking with a key": ("confirmed", lambda world: world.move("alice", 4, 1)),
    "alice reserves 2 with anyone at 0": ("free", _confirm_and_move),
}


@pytest.mark.parametrize("name", MEANWHILE)
def test_a_retry_says_where_the_booking_stands_now(visits: Visits, name: str) -> None:
    beginning, move_on = MEANWHILE[name]
    beginnings(visits)[beginning]()
    start = visits.engine.items
    run = operations(visits)[name].run
    moved = 0

    seen = set()
    for label, _ in every_fault(visits.engine, name, run):
        if visits.engine.digest in seen:  # an earlier fault has left the same table
            continue
        seen.add(visits.engine.digest)
        if took_effect := visits.engine.items != start:
            assert move_on(visits).status == 200, label
            moved += 1
        left = visits.engine.digest

        again = attempt(visits.engine, run)

        assert again.http in {200, 201}, f"{label}, then {again}"
        assert again.slot == _only_booking(visits).slot.id, f"{label}, then {again}"
        assert not took_effect or visits.engine.digest == left, f"{label}, then it acted twice"
        check_stored(visits)
    assert moved


def test_a_retry_that_names_no_booking_does_not_find_it_elsewhere(visits: Visits) -> None:
    """Neither of its slots has the booking any more, so there is nothing that it could change."""
    beginnings(visits)["confirmed"]()
    assert visits.move("alice", 0, 4, key="key").status == 200
    assert visits.move("alice", 4, 1).status == 200
    left = visits.engine.digest

    assert visits.move("alice", 0, 4, key="key").status == 404
    assert visits.engine.digest == left


def _only_booking(world: Visits) -> Appointment:
    (booking,) = world.picture.heads.values()
    return booking
