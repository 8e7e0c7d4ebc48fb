"""Check the tools that run requests at the same time: `race`, `ahead` and `RepeatedRace`."""

import sys
import threading
from collections.abc import Iterator
from functools import partial
from random import Random

import pytest
from requests.structures import CaseInsensitiveDict

from holdfast.core import clock as core_clock
from testkit.api import Api, Response
from testkit.clock import Clock
from testkit.crowd import Patient, Person
from testkit.racing import MOST_THREADS, ahead, race
from tests.integration.repeated_race import RepeatedRace

ROUNDS = 3


@pytest.fixture(autouse=True)
def _frequent_switches() -> Iterator[None]:
    """Make threads switch often, even while no thread waits for DynamoDB."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def test_each_thread_gets_the_response_to_its_own_request(api: Api) -> None:
    people = [Person(f"owner-{number}") for number in range(40)]
    for _ in range(ROUNDS):
        responses = race(*[partial(_create, person) for person in people])
        assert [response.json["name"] for response in responses] == [person.name for person in people]
        assert len({response.json["id"] for response in responses}) == len(people)


def test_each_thread_keeps_its_own_user_and_path(api: Api) -> None:
    clients = [Patient(f"owner-{number}") for number in range(20)]
    strangers = [Patient("somebody else", client.id) for client in clients]
    for _ in range(ROUNDS):
        responses = race(*map(_reading, clients + strangers))
        assert [response.status for response in responses] == [200] * 20 + [404] * 20
        assert [response.json["id"] for response in responses[:20]] == [client.id for client in clients]


def test_each_thread_gets_the_errors_of_its_own_request(api: Api) -> None:
    def errors_of(field: str) -> list[str]:
        refusal = Person("alice").send("POST", "/api/clients", {"name": "Alice", field: 1})
        assert refusal.status == 422
        return [error["field"] for error in refusal.json["errors"]]

    assert (
        race(*[partial(errors_of, field) for field in ["email", "phone"] * 20]) == [["email"], ["phone"]] * 20
    )


def test_all_calls_of_a_race_run_at_the_same_time() -> None:
    everybody = threading.Barrier(MOST_THREADS, timeout=30)

    def conflict() -> bool:
        everybody.wait()
        return True

    assert race(*[conflict] * MOST_THREADS) == [True] * MOST_THREADS


def test_a_race_raises_the_exception_of_a_call() -> None:
    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        race(fail, lambda: None)


def test_each_thread_can_have_its_own_time(clock: Clock) -> None:
    seen = race(core_clock.now, ahead(60, core_clock.now), core_clock.now, ahead(3600, core_clock.now))
    assert [instant - clock.now for instant in seen] == [0, 60, 0, 3600]
    assert core_clock.now() == clock.now


@pytest.mark.parametrize(("rounds", "order"), [(1, "ab"), (2, "abba")])
def test_the_first_rounds_of_a_contest_run_in_turn(rounds: int, order: str, rng: Random) -> None:
    ran: list[str] = []

    def run(name: str) -> Response:
        ran.append(name)
        return Response(200, CaseInsensitiveDict(), name)

    repeated_race = RepeatedRace(rng)
    for _ in range(rounds):
        assert [response.body for response in repeated_race(partial(run, "a"), partial(run, "b"))] == [
            "a",
            "b",
        ]
    assert "".join(ran) == order
    assert repeated_race.tally == {"200, 200": rounds}


def test_a_contest_fails_on_a_server_error(rng: Random) -> None:
    def fail() -> Response:
        return Response(503, CaseInsensitiveDict(), '{"code": "unavailable"}')

    with pytest.raises(AssertionError, match="503 unavailable"):
        RepeatedRace(rng)(fail)


def _create(person: Person) -> Response:
    return person.send("POST", "/api/clients", {"name": person.name})


def _reading(client: Patient) -> partial[Response]:
    return partial(client.send, "GET", f"/api/clients/{client.id}")
