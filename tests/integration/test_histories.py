"""Random histories on AWS's own engine must be explicable by the model of one slot."""

from collections.abc import Callable
from random import Random

import pytest

from tests.api import Api
from tests.conftest import Clock
from tests.integration import people
from tests.integration.histories import History, lose_answers
from tests.simulation.model import UNKNOWN, State, is_linearizable, step

HOLD = 1800
PATIENTS = 16
LENGTH = 64
FAR = "2027-06-01T00:00:00Z"


@pytest.fixture
def unreliable(many_holds: None, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_answers(monkeypatch)


@pytest.mark.usefixtures("unreliable")
@pytest.mark.parametrize("histories", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_histories_are_linearizable(
    api: Api, clock: Clock, rng: Random, say: Callable[[str], None], histories: int
) -> None:
    doctor = people.doctor(api)
    slots = doctor.slots(FAR, histories)
    patients = {f"p{number}": people.patient(api, f"p{number}") for number in range(PATIENTS)}
    started, unknown = clock.now, 0
    for slot in slots:
        clock.now = started
        history = History(rng, clock, slot)
        history.happen(doctor, patients, LENGTH, HOLD)
        unknown += sum(actor.result == UNKNOWN for actor in history.actors)
        assert is_linearizable(history.actors, State(started), HOLD), [
            (actor.operation.name, actor.result, actor.invoked, actor.finished) for actor in history.actors
        ]
    say(f"{histories} random histories of {LENGTH} operations, {unknown} outcomes unknown")


def test_the_model_refuses_what_cannot_be() -> None:
    held = State(0, "p1", HOLD)

    assert step(held, "p2 reserves", (201, "held"), HOLD) == []
    assert step(held, "p1 reserves", (409, "taken"), HOLD) == []
    assert step(held, "p2 confirms", (200, "confirmed"), HOLD) == []
    assert step(held._replace(now=HOLD), "p1 confirms", (200, "confirmed"), HOLD) == []
    assert step(held, "p1 cancels", (404, "not_found"), HOLD) == []
