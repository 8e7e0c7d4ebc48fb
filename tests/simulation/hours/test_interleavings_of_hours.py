"""Run sets of two operations on a calendar with working hours in every order of their calls to DynamoDB."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations_with_replacement

import pytest

from holdfast.dynamodb import keys
from tests.simulation.hours.invariants import check_at_end, check_turn
from tests.simulation.hours.operations import beginnings, operations
from tests.simulation.hours.world import Calendar
from tests.simulation.interleavings.explorer import Explorer, Violation
from tests.simulation.interleavings.sets import SCHEDULE, Names, Sets
from tests.simulation.schedule import Operation
from tests.simulation.torn import Tear, backwards, in_order
from tests.simulation.visits.told import Told

Say = Callable[[str], None]

BEGINNINGS = [
    "no hours",
    "hours",
    "hours half written",
    "hours half changed",
    "hours being deleted",
    "zone half changed",
    "hand-opened time and hours",
    "held",
    "confirmed",
]
SCHEDULE_RUNS = "the schedule extends calendars"
# For each beginning, an operation with each of those that follow it.
CHOSEN: dict[str, list[Names]] = {
    "hours": [
        ("dana sets other hours", "dana opens by hand", "dana closes what is open", "dana deletes herself"),
        ("dana deletes her hours", "dana opens by hand", "dana deletes herself", SCHEDULE_RUNS),
    ],
    "hours half changed": [
        (SCHEDULE_RUNS, SCHEDULE_RUNS, "dana opens by hand", "dana closes what is not open")
    ],
    "hours being deleted": [(SCHEDULE_RUNS, SCHEDULE_RUNS, "dana deletes herself", "dana opens by hand")],
    "zone half changed": [(SCHEDULE_RUNS, "dana opens by hand", "dana deletes herself")],
    "held": [
        ("alice confirms", "dana sets other hours", "dana deletes her hours", "dana closes what is open"),
    ],
}
# Two that both write days, where the clock of one may be a day behind.
WHILE_A_DAY_PASSES: list[Names] = [
    (SCHEDULE_RUNS, "dana opens by hand"),
    (SCHEDULE_RUNS, "dana closes what is open"),
    (SCHEDULE_RUNS, "dana deletes herself"),
    ("dana sets other hours", "dana opens by hand"),
    ("dana deletes her hours", "alice confirms"),
]


def sets_of(world: Calendar) -> Sets:
    return Sets(world.engine, beginnings(world), partial(operations, world), partial(explorer_of, world))


def explorer_of(world: Calendar, some: Sequence[Operation]) -> Explorer:
    world.remember()
    return Explorer(world.engine, some, partial(check_turn, world), partial(check_at_end, world))


def pairs(world: Calendar) -> list[Names]:
    names = [name for name in operations(world) if name != "a day passes"]
    return list(combinations_with_replacement(names, 2))


@pytest.mark.parametrize("beginning", CHOSEN)
def test_chosen_pairs_of_operations_on_hours(calendar: Calendar, say: Say, beginning: str) -> None:
    sets = [(mover, other) for mover, *others in CHOSEN[beginning] for other in others]
    say(f"Chosen pairs of operations on hours: {sets_of(calendar).explore_each(beginning, sets)}")


@pytest.mark.parametrize("tear", [in_order, backwards])
@pytest.mark.parametrize("beginning", CHOSEN)
def test_chosen_pairs_on_hours_whose_batches_are_torn(
    calendar: Calendar, say: Say, beginning: str, tear: Tear
) -> None:
    calendar.engine.tear = tear
    sets = [(mover, other) for mover, *others in CHOSEN[beginning] for other in others]
    say(f"Chosen pairs on hours with torn batches: {sets_of(calendar).explore_each(beginning, sets)}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_two_operations_on_hours(calendar: Calendar, say: Say, beginning: str) -> None:
    say(f"Any two operations on hours: {sets_of(calendar).explore_each(beginning, pairs(calendar))}")


@pytest.mark.long
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_any_operation_on_hours_while_a_day_passes(calendar: Calendar, say: Say, beginning: str) -> None:
    sets: list[Names] = [(name, "a day passes") for name in operations(calendar) if name != "a day passes"]
    sets += [(*names, "a day passes") for names in WHILE_A_DAY_PASSES]
    say(f"Any operation on hours while a day passes: {sets_of(calendar).explore_each(beginning, sets)}")


def test_a_schedule_of_hours_can_be_replayed(calendar: Calendar, say: Say) -> None:
    """To replay a failed run, set HOLDFAST_SCHEDULE to the text that the failed test printed."""
    happened = sets_of(calendar).replay("hours: dana sets other hours | dana opens by hand: 0 1 0")

    expected = "dana sets other hours: invoked\ndana opens by hand: invoked\n"
    assert happened.startswith(expected) or SCHEDULE in os.environ
    say(happened)


def test_the_checks_notice_an_open_day_that_is_gone(calendar: Calendar) -> None:
    beginnings(calendar)["hours"]()
    key = keys.day(calendar.provider, calendar.slot(0).day)
    thief = Operation("a thief", lambda: calendar.engine.delete((key.PK, key.SK)))

    with pytest.raises(Violation, match=r"^not open: .*\na thief: invoked\n"):
        explorer_of(calendar, [thief]).explore()


def test_the_checks_notice_a_false_response(calendar: Calendar) -> None:
    beginnings(calendar)["hours"]()
    liar = Operation("dana deletes her hours", lambda: Told(200))

    with pytest.raises(Violation, match=r"^no order explains"):
        explorer_of(calendar, [liar]).explore()
