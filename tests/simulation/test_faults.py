"""Inject every fault into the operations on a slot. Nothing may break, with or without a retry."""

from typing import Any

import pytest

from holdfast.model.appointment import CONFIRMED
from tests.simulation.invariants import check_stored
from tests.simulation.matrix import attempt, every_fault
from tests.simulation.world import World, alice, beginnings, bob, dana

# The test runs each operation in these states of the slot.
BEGINNINGS = {
    "alice reserves": ["free", "lapsed"],
    "alice confirms": ["held"],
    "alice cancels": ["held", "confirmed", "booked and closed"],
    "dana cancels": ["confirmed"],
    "dana opens": ["closed", "booked and closed"],
    "dana closes": ["free", "held", "confirmed"],
    "holds expire": ["lapsed"],
    "alice deletes her client": ["free", "held"],
    "dana deletes herself": ["closed", "free"],
    "dana moves": ["free"],
    "alice is renamed": ["free"],
}
CASES = [(name, beginning) for name, some in BEGINNINGS.items() for beginning in some]
UNKNOWN = (503, "unavailable")


@pytest.mark.parametrize(("name", "beginning"), CASES)
def test_no_fault_breaks_a_promise(world: World, name: str, beginning: str) -> None:
    beginnings(world)[beginning]()
    run = world.operations()[name].run
    start = world.engine.snapshot()
    undisturbed = attempt(world.engine, run)
    world.engine.restore(start)

    seen = set()
    for label, response in every_fault(world.engine, name, run):
        _check_response(world, name, response, undisturbed, label)
        if world.engine.digest in seen:  # an earlier fault has left the same table
            continue
        seen.add(world.engine.digest)
        left = world.engine.snapshot()
        _check_next_can_go_on(world, label)  # must work without a retry
        world.engine.restore(left)
        again = attempt(world.engine, run)
        _check_response(world, name, again, undisturbed, f"{label}, then {again}")
        assert again != UNKNOWN, label
        _check_next_can_go_on(world, label)


def _check_response(world: World, name: str, response: Any, undisturbed: Any, label: str) -> None:
    """Check that the stored items are consistent, and that a successful operation took effect."""
    check_stored(world)
    if response in (None, UNKNOWN) or not isinstance(response, tuple):
        return
    acknowledged = response[0] in {200, 201}
    assert response == undisturbed or acknowledged or _is_gone(name, response), label
    if acknowledged:
        assert _is_so(world, name), label


def _is_gone(name: str, response: tuple[int, str]) -> bool:
    """A retry of a cancel or a delete gets 404 if the first attempt succeeded."""
    return response[0] == 404 and ("cancels" in name or "deletes" in name)


def _is_so(world: World, name: str) -> bool:
    live, day = world.live, world.day
    is_open = day is not None and world.slot.quarter in day.open
    moved = day is None or day.zone.key == "Asia/Kathmandu"
    truths = {
        "alice reserves": live is not None and live.client_id == world.clients["alice"],
        "alice confirms": live is not None and live.status == CONFIRMED,
        "alice cancels": live is None,
        "dana cancels": live is None,
        "dana opens": is_open,
        "dana closes": not is_open,
        "alice deletes her client": world.client(world.clients["alice"]) is None,
        "dana deletes herself": not world.has_provider,
        "dana moves": moved,
        "alice is renamed": world.client_name("alice") == "Alicia",
    }
    return truths[name]


def _check_next_can_go_on(world: World, label: str) -> None:
    """Let a hold period pass. Check that Bob can then book the slot if it is open and free."""
    if not world.has_provider:
        return
    world.pass_a_hold_period()
    live, day = world.live, world.day
    free = live is None and day is not None and world.slot.quarter in day.open
    expected = 201 if free else 409 if live else 404
    assert world.reserve("bob").status == expected, label
    check_stored(world)
    if free:
        assert world.confirm("bob").status == 200, label
    for api, who in ((alice, "alice"), (bob, "bob")):
        if world.client(world.clients[who]):
            assert api.get(f"/api/clients/{world.clients[who]}").status == 200
    assert dana.get(f"/api/providers/{world.provider}").status == 200
