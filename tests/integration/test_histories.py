"""Run random operations on one slot in DynamoDB Local, and check the responses against a model."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.crowd import Doctor, Patient
from tests.integration.histories import History, lose_responses
from tests.simulation.interleavings.model import UNKNOWN, State, is_linearizable, step
from tests.simulation.schedule import Actor, Operation

PATIENTS = 16
LENGTH = 64
FAR = "2027-06-01T00:00:00Z"


@pytest.fixture
def unreliable(many_holds: None, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_responses(monkeypatch)


@pytest.mark.usefixtures("unreliable")
@pytest.mark.parametrize("histories", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_histories_are_linearizable(
    api: Api, clock: Clock, rng: Random, say: Callable[[str], None], histories: int
) -> None:
    doctor = Doctor()
    slots = doctor.slots(FAR, histories)
    patients = {f"p{number}": Patient(f"p{number}") for number in range(PATIENTS)}
    responses = Counter[Any]()
    for slot in slots:
        # Never turn the clock back, because lapsed holds would count against the limit again.
        started, history = clock.now, History(rng, clock, slot)
        history.happen(doctor, patients, LENGTH, HOLD)
        responses.update((actor.operation.name.partition(" ")[2], actor.result) for actor in history.actors)
        assert is_linearizable(history.actors, State(started), HOLD), [
            (actor.operation.name, actor.result, actor.invoked, actor.finished) for actor in history.actors
        ]
    unknown = sum(count for (_, result), count in responses.items() if result == UNKNOWN)
    say(f"{histories} random histories of {LENGTH} operations, {unknown} outcomes unknown")
    assert {("reserves", (201, "held")), ("confirms", (200, "confirmed"))} <= responses.keys()
    assert ("reserves", (404, "not_found")) not in responses  # all slots and clients exist


def test_the_model_rejects_impossible_outcomes() -> None:
    held = State(0, "p1", HOLD)

    assert step(held, "p2 reserves", (201, "held"), HOLD) == []
    assert step(held, "p1 reserves", (409, "taken"), HOLD) == []
    assert step(held, "p2 confirms", (200, "confirmed"), HOLD) == []
    assert step(held._replace(now=HOLD), "p1 confirms", (200, "confirmed"), HOLD) == []
    assert step(held, "p1 cancels", (404, "not_found"), HOLD) == []
    assert step(held, "p2 cancels", (200, "available"), HOLD) == []
    assert step(held, "p1 confirms", (500, None), HOLD) == []


@pytest.mark.parametrize(("time_passes", "explained"), [((5, 6), False), ((7, 8), False), ((2, 9), True)])
def test_only_an_operation_in_flight_may_use_an_earlier_clock(
    time_passes: tuple[int, int], *, explained: bool
) -> None:
    """A hold period passes between a reservation and its confirmation. A second one passes at `time_passes`.

    The model accepts the confirmation only if the second period overlaps both requests. In that case, the
    reservation may have read the clock after that period, and the confirmation may have read it before.
    """
    history = [
        ("p1 reserves", (201, "held"), 1, 2),
        ("time passes", None, 3, 4),
        ("p1 confirms", (200, "confirmed"), 5, 6),
        ("time passes", None, *time_passes),
    ]
    actors = [Actor(Operation(name, int), result=r, invoked=i, finished=f) for name, r, i, f in history]

    assert is_linearizable(actors, State(0), HOLD) == explained
