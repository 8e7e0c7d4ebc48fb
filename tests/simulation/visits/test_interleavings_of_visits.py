"""Run sets of two or three operations on visits in every order of their calls to DynamoDB."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, combinations_with_replacement

import pytest

from holdfast.dynamodb import keys
from tests.simulation.interleavings.explorer import Explorer, Violation
from tests.simulation.schedule import Operation, Run
from tests.simulation.visits.invariants import check_turn
from tests.simulation.visits.told import check_at_end
from tests.simulation.visits.world import Told, Visits, beginnings

Say = Callable[[str], None]
Names = tuple[str, ...]

BEGINNINGS = [
    "free",
    "held",
    "confirmed",
    "held with a buffer",
    "confirmed with a buffer",
    "lapsed",
    "moved",
    "held and closed",
]
TOUCH_THE_VISIT = [
    "alice reserves 2 at 0",
    "bob reserves 2 at 1",
    "bob reserves 1 at 1",
    "alice confirms 0",
    "alice cancels 0",
    "alice cancels 0 by its booking",
    "alice moves 0 to 1",
    "dana moves 0 to 1",
    "dana closes 1",
    "holds expire",
    "TTL deletes 1",
    "alice deletes her client",
]


def explorer_of(world: Visits, operations: list[Operation]) -> Explorer:
    world.remember()
    return Explorer(world.engine, operations, partial(check_turn, world), partial(check_at_end, world))


def explore_each(world: Visits, beginning: str, some: Sequence[Names]) -> str:
    start = world.engine.snapshot()
    situations = histories = 0
    for names in some:
        world.engine.restore(start)
        beginnings(world)[beginning]()
        operations = world.operations()
        try:
            explorer = explorer_of(world, [operations[name] for name in names]).explore()
        except Violation as violation:
            violation.add_note(f"{beginning}: {' | '.join(names)}: {violation.schedule}")
            raise
        situations += explorer.situations
        histories += explorer.histories
    world.engine.restore(start)
    return f"{beginning}: {len(some)} sets, {situations} situations, {histories} histories"


@pytest.mark.parametrize("beginning", ["free", "held", "confirmed"])
def test_any_two_operations_on_visits(visits: Visits, say: Say, beginning: str) -> None:
    pairs = list(combinations_with_replacement(TOUCH_THE_VISIT, 2))
    say(f"Any two operations on visits: {explore_each(visits, beginning, pairs)}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_two_operations_on_visits_while_time_passes(visits: Visits, say: Say, beginning: str) -> None:
    names = [name for name in visits.operations() if name != "time passes"]
    sets: list[Names] = [(*pair, "time passes") for pair in combinations_with_replacement(names, 2)]
    say(f"Any two operations on visits while time passes: {explore_each(visits, beginning, sets)}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_three_operations_on_visits(visits: Visits, say: Say, beginning: str) -> None:
    sets: list[Names] = list(combinations(TOUCH_THE_VISIT, 3))
    say(f"Any three operations on visits: {explore_each(visits, beginning, sets)}")


@pytest.mark.parametrize("beginning", ["held with a buffer", "confirmed with a buffer"])
def test_a_buffer_makes_a_day_while_the_calendar_changes(
    late_visits: Visits, say: Say, beginning: str
) -> None:
    """The new day must have the provider's rules, whichever request comes first."""
    movers = ["alice moves 0 to 2", "alice confirms 0"]
    changers = ["dana changes her zone", "dana opens 3", "alice cancels 0", "alice moves 0 to 2"]
    sets: list[Names] = [(mover, changer) for mover in movers for changer in changers]
    say(f"Days that buffers make: {explore_each(late_visits, beginning, sets)}")


def test_a_request_and_its_twin_are_told_the_same(visits: Visits) -> None:
    """A client repeats a move after a timeout, while the first request still runs."""
    beginnings(visits)["confirmed"]()
    twin = visits.operations()["alice moves 0 to 1"]

    def at_end(run: Run) -> None:
        first, second = (actor.result for actor in run.actors)
        assert first == second == Told(200, "confirmed", first.booking_id, visits.slot(1).id)

    assert Explorer(visits.engine, [twin, twin], partial(check_turn, visits), at_end).explore().histories > 1


def test_the_checks_notice_a_part_that_is_gone(visits: Visits) -> None:
    beginnings(visits)["confirmed"]()
    key = keys.appointment(visits.slot(1))
    thief = Operation("a thief", lambda: visits.engine.delete((key.PK, key.SK)))

    with pytest.raises(
        Violation, match=r"^a live confirmed visit without its part in .*\na thief: invoked\n"
    ):
        explorer_of(visits, [thief]).explore()


def test_the_checks_notice_a_false_response(visits: Visits) -> None:
    beginnings(visits)["confirmed"]()
    liar = Operation("alice cancels 0", lambda: Told(200, "available"))

    with pytest.raises(Violation, match=r"^alice cancels 0 was told"):
        explorer_of(visits, [liar]).explore()
