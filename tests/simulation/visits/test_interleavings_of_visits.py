"""Run sets of two or three operations on visits in every order of their calls to DynamoDB."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, combinations_with_replacement

import pytest

from holdfast.dynamodb import keys
from tests.simulation.interleavings.explorer import Explorer, Violation
from tests.simulation.interleavings.sets import SCHEDULE, Names, Sets, long_but
from tests.simulation.schedule import Operation, Run
from tests.simulation.torn import Tear, backwards, in_order
from tests.simulation.visits.invariants import check_turn
from tests.simulation.visits.operations import beginnings, operations
from tests.simulation.visits.told import Told, check_at_end
from tests.simulation.visits.world import Visits

Say = Callable[[str], None]

BEGINNINGS = [
    "free",
    "held",
    "confirmed",
    "held with a buffer",
    "confirmed with a buffer",
    "lapsed",
    "moved",
    "held and closed",
    "two bookings",
]
# For each verb and each way in which two visits can overlap, at least one operation.
TOUCH_THE_VISIT = [
    "alice reserves 2 at 0",
    "alice reserves 2 with anyone at 0",
    "bob reserves 2 at 1",
    "bob reserves 1 at 1",
    "bob reserves a quarter at 1",
    "alice confirms 0",
    "alice cancels 0",
    "alice cancels 0 by its booking",
    "alice moves 0 to 1",
    "alice moves 0 to 4",
    "dana moves 0 to 1",
    "dana closes 1",
    "holds expire",
    "TTL deletes 1",
    "alice deletes her client",
]


LINKS = ["alice confirms 0 by its link", "alice cancels 0 by its link", "alice moves 0 to 1 by its link"]


def sets_of(world: Visits) -> Sets:
    return Sets(world.engine, beginnings(world), partial(operations, world), partial(explorer_of, world))


def explorer_of(world: Visits, some: Sequence[Operation]) -> Explorer:
    world.remember()
    return Explorer(world.engine, some, partial(check_turn, world), partial(check_at_end, world))


@pytest.mark.parametrize("beginning", ["free", "held", "confirmed"])
def test_any_two_operations_on_visits(visits: Visits, say: Say, beginning: str) -> None:
    pairs = list(combinations_with_replacement(TOUCH_THE_VISIT, 2))
    say(f"Any two operations on visits: {sets_of(visits).explore_each(beginning, pairs)}")


@pytest.mark.parametrize("tear", [in_order, backwards])
@pytest.mark.parametrize("beginning", long_but({"free", "held"}, BEGINNINGS))
def test_any_two_operations_on_visits_whose_batches_are_torn(
    visits: Visits, say: Say, beginning: str, tear: Tear
) -> None:
    visits.engine.tear = tear
    pairs = list(combinations_with_replacement(TOUCH_THE_VISIT, 2))
    say(f"Any two operations on visits with torn batches: {sets_of(visits).explore_each(beginning, pairs)}")


@pytest.mark.parametrize("beginning", ["held", "confirmed", "moved"])
def test_a_link_and_any_operation_on_visits(visits: Visits, say: Say, beginning: str) -> None:
    """Between its read and its write, the link's booking may end, move, or make room for another one."""
    pairs = [(link, other) for link in LINKS for other in [*TOUCH_THE_VISIT, *LINKS]]
    again: list[Names] = [(link, "alice cancels 0", "alice reserves 2 at 0") for link in LINKS]
    say(f"A link and any operation: {sets_of(visits).explore_each(beginning, [*pairs, *again])}")


@pytest.mark.parametrize("beginning", ["held", "confirmed"])
def test_a_release_and_any_operation_on_visits(visits: Visits, say: Say, beginning: str) -> None:
    """A hold may become an appointment between the read and the write. Then it stays."""
    pairs = [("dana cancels 0 if held", other) for other in TOUCH_THE_VISIT]
    say(f"A release and any operation: {sets_of(visits).explore_each(beginning, pairs)}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_two_operations_on_visits_while_time_passes(visits: Visits, say: Say, beginning: str) -> None:
    names = [name for name in operations(visits) if name != "time passes"]
    sets: list[Names] = [(*pair, "time passes") for pair in combinations_with_replacement(names, 2)]
    say(f"Any two operations on visits while time passes: {sets_of(visits).explore_each(beginning, sets)}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_three_operations_on_visits(visits: Visits, say: Say, beginning: str) -> None:
    sets: list[Names] = list(combinations(TOUCH_THE_VISIT, 3))
    say(f"Any three operations on visits: {sets_of(visits).explore_each(beginning, sets)}")


@pytest.mark.parametrize("beginning", ["held with a buffer", "confirmed with a buffer"])
def test_a_buffer_makes_a_day_while_the_calendar_changes(
    late_visits: Visits, say: Say, beginning: str
) -> None:
    """The new day must have the provider's rules, whichever request comes first."""
    movers = ["alice moves 0 to 2", "alice confirms 0"]
    changers = ["dana changes her zone", "dana opens 3", "alice cancels 0", "alice moves 0 to 2"]
    sets: list[Names] = [(mover, changer) for mover in movers for changer in changers]
    say(f"Days that buffers make: {sets_of(late_visits).explore_each(beginning, sets)}")


@pytest.mark.parametrize("world", ["visits", "late_visits"])
def test_a_schedule_of_visits_can_be_replayed(request: pytest.FixtureRequest, say: Say, world: str) -> None:
    """To replay a failed run, set HOLDFAST_SCHEDULE to the text that the failed test printed."""
    sets = sets_of(request.getfixturevalue(world))

    happened = sets.replay("confirmed: alice moves 0 to 1 | bob reserves 2 at 1: 0 1 0")

    assert (
        happened.startswith("alice moves 0 to 1: invoked\nbob reserves 2 at 1: invoked\n")
        or SCHEDULE in os.environ
    )
    say(happened)


def test_two_bookings_of_one_day_change_at_once(visits: Visits, say: Say) -> None:
    """Neither may undo what the other does to the day's `booked`."""
    changes = ["alice moves 0 to 1", "dana moves 0 to 1", "alice moves 0 to 4", "alice cancels 0"]
    sets: list[Names] = [(change, "bob cancels 2") for change in changes]
    say(f"Two bookings of one day: {sets_of(visits).explore_each('two bookings', sets)}")


def test_a_request_and_its_twin_are_told_the_same(visits: Visits) -> None:
    """A client repeats a move after a timeout, while the first request still runs."""
    beginnings(visits)["confirmed"]()
    twin = operations(visits)["alice moves 0 to 1"]

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


def test_the_checks_notice_a_false_refusal(visits: Visits) -> None:
    beginnings(visits)["confirmed"]()
    liar = Operation("alice cancels 0", lambda: Told(404, "not_found"))

    with pytest.raises(Violation, match=r"^alice cancels 0 was refused without a reason"):
        explorer_of(visits, [liar]).explore()


def test_the_checks_notice_a_false_response(visits: Visits) -> None:
    beginnings(visits)["confirmed"]()
    liar = Operation("alice cancels 0", lambda: Told(200, "available"))

    with pytest.raises(Violation, match=r"^alice cancels 0 was told"):
        explorer_of(visits, [liar]).explore()
