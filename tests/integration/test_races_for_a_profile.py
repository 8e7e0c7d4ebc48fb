"""Races between requests that create, change or delete providers and clients."""

from functools import partial

import pytest

from testkit.api import Api
from testkit.crowd import Doctor, Patient, Person
from testkit.store import Store
from tests.integration.repeated_race import RepeatedRace, said

ROUNDS = 10


@pytest.mark.parametrize("path", ["/api/clients", "/api/providers"])
def test_a_request_sent_twice_at_once_with_one_key_creates_one_profile(
    repeated_race: RepeatedRace, api: Api, store: Store, path: str
) -> None:
    for number in range(ROUNDS):
        person = Person(f"alice-{number}")  # a new user, because nobody may have two providers
        create = partial(person.send, "POST", path, {"name": "Alice"}, idempotency_key="key")
        responses = repeated_race(create, create)
        assert {said(response) for response in responses} == {"200", "201"}
        assert responses[0].json == responses[1].json
    # For each client there are two items: the client, and its owner's list of clients.
    assert len(store.check()) == ROUNDS * (2 if path == "/api/clients" else 1)


def test_a_reservation_sent_twice_at_once_with_one_key_makes_one_hold(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, store: Store
) -> None:
    for number, slot in enumerate(doctor.slots(quarters=ROUNDS), 1):
        reserve = partial(alice.reserve, slot, key=f"key-{number}")
        responses = repeated_race(reserve, reserve)
        assert {said(response) for response in responses} == {"200", "201"}
        assert responses[0].json == responses[1].json
        client = store.client(alice.id)
        assert client
        assert len(client["recent_holds"]) == number
    store.check()


@pytest.mark.parametrize("kind", ["clients", "providers"])
def test_one_of_two_changes_to_one_version_is_stale(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, store: Store, kind: str
) -> None:
    who = alice if kind == "clients" else doctor
    path = f"/api/{kind}/{who.id}"
    read = path if kind == "clients" else f"/api/providers/account/{who.id}"
    for version in range(1, ROUNDS + 1):
        changes = [
            partial(who.send, "PUT", path, {"name": name}, if_match=f'"{version}"') for name in ("one", "two")
        ]
        responses = repeated_race(*changes)
        assert sorted(map(said, responses)) == ["200", "412 stale"]
        (made,) = (response for response in responses if response.status == 200)
        assert made.headers["ETag"] == f'"{version + 1}"'
        shown = who.send("GET", read).json
        shown.pop("owner", None)
        assert shown == made.json
    store.check()


def test_days_end_up_with_the_final_time_zone_of_their_provider(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    zones = ["Asia/Tokyo", "America/New_York", "Europe/Berlin"]
    for number in range(ROUNDS):
        first = f"2026-12-{number + 2:02d}T22:00:00Z"
        move = [partial(doctor.change, time_zone=zones[(number + n) % 3]) for n in (0, 1)]
        responses = repeated_race(*move, partial(doctor.open, first, quarters=16))
        assert [response.status for response in responses] == [200, 200, 200]
        provider = store.provider(doctor.id)
        assert provider
        days = [item for (_, sk), item in store.check().items() if sk.startswith("CAL#")]
        assert len(days) == number + 2
        assert {day["time_zone"] for day in days} == {provider["time_zone"]}


def test_a_client_is_not_deleted_while_it_reserves(
    repeated_race: RepeatedRace, api: Api, doctor: Doctor, store: Store
) -> None:
    for number, slot in enumerate(doctor.slots(quarters=ROUNDS)):
        client = Patient(f"patient-{number}")
        left, reserved = repeated_race(client.leave, partial(client.reserve, slot))
        assert (said(left), said(reserved)) in {("200", "404 not_found"), ("409 in_use", "201")}
        assert (store.client(client.id) is None) == (left.status == 200)
        assert (store.appointment(slot) is None) == (left.status == 200)
    store.check()
    assert len(repeated_race.tally) == 2


def test_a_client_is_not_deleted_while_it_confirms(
    repeated_race: RepeatedRace, api: Api, doctor: Doctor, store: Store
) -> None:
    for number, slot in enumerate(doctor.slots(quarters=ROUNDS)):
        client = Patient(f"patient-{number}")
        client.hold(slot)
        left, confirmed, cancelled = repeated_race(
            client.leave, partial(client.confirm, slot), partial(client.cancel, slot)
        )
        assert said(left) in {"200", "409 in_use"}
        assert said(confirmed) in {"200", "410 hold_expired"}
        assert said(cancelled) == "200"
        assert store.appointment(slot) is None
        assert (store.client(client.id) is None) == (left.status == 200)
    store.check()
