"""Run sets of two or three operations in every order of their calls to DynamoDB."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, combinations_with_replacement

import pytest

from holdfast.core.settings import settings
from holdfast.dynamodb import keys
from tests.simulation.interleavings.explorer import Explorer, Violation
from tests.simulation.interleavings.model import State, is_linearizable
from tests.simulation.interleavings.sets import SCHEDULE, Names, Sets, long_but
from tests.simulation.invariants import check_turn
from tests.simulation.schedule import Operation, Run
from tests.simulation.torn import Tear, backwards, in_order
from tests.simulation.world import World, beginnings

Say = Callable[[str], None]

BEGINNINGS = ["free", "held", "confirmed", "lapsed", "closed", "booked and closed"]
TOUCH_THE_SLOT = [
    "alice reserves",
    "alice reserves again",
    "alice reserves without a key",
    "bob reserves",
    "alice confirms",
    "bob confirms",
    "alice cancels",
    "dana cancels",
    "dana opens",
    "dana closes",
    "holds expire",
    "TTL deletes",
    "time passes",
]


def sets_of(world: World) -> Sets:
    return Sets(world.engine, beginnings(world), world.operations, partial(explorer_of, world))


def explorer_of(world: World, operations: Sequence[Operation]) -> Explorer:
    live, start = world.live, State(world.engine.now, key_until=world.key_remembered_until("alice"))
    if live:
        start = start._replace(holder=world.name_of(live.client_id), until=live.expires_at)

    def at_end(run: Run) -> None:
        assert is_linearizable(run.actors, start, settings().hold_seconds), "no order explains the responses"

    return Explorer(world.engine, operations, partial(check_turn, world), at_end)


def pairs(world: World) -> list[Names]:
    names = [name for name in world.operations() if name != "time passes"]
    return list(combinations_with_replacement(names, 2))


def test_any_two_operations(world: World, say: Say) -> None:
    say(f"Any two operations: {sets_of(world).explore_each('held', pairs(world))}")


@pytest.mark.parametrize("tear", [in_order, backwards])
@pytest.mark.parametrize("beginning", long_but({"free", "held"}, BEGINNINGS))
def test_any_two_operations_whose_batches_are_torn(
    world: World, say: Say, beginning: str, tear: Tear
) -> None:
    world.engine.tear = tear
    say(f"Any two operations with torn batches: {sets_of(world).explore_each(beginning, pairs(world))}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_two_operations_while_time_passes(world: World, say: Say, beginning: str) -> None:
    sets: list[Names] = [(*pair, "time passes") for pair in pairs(world)]
    say(f"Any two operations while time passes: {sets_of(world).explore_each(beginning, sets)}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_three_operations_that_touch_the_slot(world: World, say: Say, beginning: str) -> None:
    sets: list[Names] = list(combinations(TOUCH_THE_SLOT, 3))
    say(f"Any three operations that touch the slot: {sets_of(world).explore_each(beginning, sets)}")


def test_a_schedule_can_be_replayed(world: World, say: Say) -> None:
    """To replay a failed run, set HOLDFAST_SCHEDULE to the text that the failed test printed."""
    happened = sets_of(world).replay("held: alice confirms | bob reserves: 0 1 0")

    assert happened.startswith("alice confirms: invoked\nbob reserves: invoked\n") or SCHEDULE in os.environ
    say(happened)


def test_a_violation_is_the_shortest_schedule_that_shows_it(world: World) -> None:
    """The checks must notice that `thief` deletes a live hold."""
    beginnings(world)["held"]()
    key = keys.appointment(world.slot)
    thief = Operation("a thief", lambda: world.engine.delete((key.PK, key.SK)))

    with pytest.raises(Violation, match=r"^a thief took away a live held\na thief: invoked\n") as caught:
        explorer_of(world, [world.operations()["alice is renamed"], thief]).explore()
    assert caught.value.schedule == [1]
