"""Many clients want one slot at the same moment, and exactly one of them gets it."""

from collections import Counter
from functools import partial
from random import Random

import pytest

from holdfast.core import settings
from holdfast.model.client import shortened
from testkit.api import Api, Response
from testkit.crowd import Doctor, Patient
from testkit.meter import counted, metered
from testkit.racing import race
from testkit.scenario import problem
from testkit.store import Store

CLIENTS = 64
SLOTS = 12


@pytest.fixture
def crowd(api: Api, monkeypatch: pytest.MonkeyPatch) -> list[Patient]:
    monkeypatch.setenv("MAX_HOLDS_PER_CLIENT", str(SLOTS))  # because one patient may win every slot
    settings.settings.cache_clear()
    return [Patient(f"patient-{number}") for number in range(CLIENTS)]


def test_one_of_64_clients_gets_the_slot(
    crowd: list[Patient], doctor: Doctor, store: Store, rng: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    winners = []
    with counted(monkeypatch) as bill:
        for slot in doctor.slots(quarters=SLOTS):
            rng.shuffle(crowd)
            responses = race(*[partial(patient.reserve, slot) for patient in crowd])
            assert Counter(response.status for response in responses) == {201: 1, 409: CLIENTS - 1}
            winner = crowd[[response.status for response in responses].index(201)]
            winners.append(winner)
            _check_refusals(responses)
            _check_hold(slot, winner, store)
    items = store.check()
    noted = {item["by_kind_sk"]: item["recent_holds"] for item in items.values() if "recent_holds" in item}
    won = Counter(winner.id for winner in winners)
    assert {client: len(holds) for client, holds in noted.items() if holds} == won
    # Subtract the transactions of the winners, and the one that opened the time.
    late = bill.calls.count("transact_write_items") - SLOTS - 1
    print(f"{late} of {SLOTS * (CLIENTS - 1)} losers saw the slot free, {len(won)} different winners")


def _check_refusals(responses: list[Response]) -> None:
    for response in responses:
        if response.status != 201:
            assert problem(response) == (409, "taken")
            assert response.json["available_at"] == "2026-12-01T08:30:00Z"
            assert len(response.json["alternatives"]) <= 3


def _check_hold(slot: str, winner: Patient, store: Store) -> None:
    hold = store.appointment(slot)
    assert hold
    assert (hold["status"], hold["client_id"], hold["owner"]) == ("held", winner.id, winner.name)
    client = store.client(winner.id)
    assert client
    assert client["recent_holds"][-1]["appointment"] == slot
    assert client["recent_holds"][-1]["hold_id"] == shortened(hold["hold_id"])


def test_200_late_reservations_cost_two_reads_each_and_no_write(
    api: Api, doctor: Doctor, alice: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = alice.hold(doctor.slots(quarters=4)[0])
    late = [Patient(f"patient-{number}") for number in range(40)]
    with metered(monkeypatch) as bill:
        responses = [
            response for _ in range(5) for response in race(*[partial(one.reserve, slot) for one in late])
        ]
    assert set(map(problem, responses)) == {(409, "taken")}
    assert Counter(bill.calls) == {"batch_get_item": 200, "query": 200}
    assert (bill.read, bill.written) == (200 * 3.5, 0)
