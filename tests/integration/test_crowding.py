"""Many requests write the same item at once. No limit is exceeded, and no request gets a 503 twice."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from testkit.api import Api, Response
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient, Person
from testkit.racing import race
from testkit.store import Store
from tests.integration.conflicts import Traffic, like_aws
from tests.integration.repeated_race import said

WAVES = 10
LIMIT = 5


@pytest.fixture(params=["DynamoDB Local", "AWS"])
def traffic(request: pytest.FixtureRequest, api: Api, monkeypatch: pytest.MonkeyPatch) -> Traffic | None:
    return like_aws(monkeypatch) if request.param == "AWS" else None


@pytest.mark.usefixtures("traffic")
def test_50_reservations_of_one_client_at_once_stay_within_its_limit(
    doctor: Doctor, alice: Patient, store: Store
) -> None:
    slots = doctor.slots(quarters=WAVES * 50)
    tally: Counter[str] = Counter()
    for wave in range(WAVES):
        some = slots[wave::WAVES]
        responses = _patiently(*[partial(alice.reserve, slot) for slot in some], tally=tally)
        assert {said(response) for response in responses} <= {"201", "429 hold_limit"}
        won = [slot for slot, response in zip(some, responses, strict=True) if response.status == 201]
        # Holds lapse after five waves. So the client gets new holds in every fifth wave, and none in between.
        assert len(won) == (0 if wave % 5 else LIMIT)
        assert all(map(store.appointment, won))
        assert len(store.holds_of(alice.id)) == LIMIT
        store.clock.advance(HOLD // 5)
    store.check()
    print(dict(tally))


@pytest.mark.usefixtures("traffic")
def test_32_clients_created_at_once_by_one_owner_are_all_in_its_list(api: Api, store: Store) -> None:
    owner = Person("reception")
    tally: Counter[str] = Counter()
    creations = [partial(owner.send, "POST", "/api/clients", {"name": f"Alice {n}"}) for n in range(32)]
    responses = _patiently(*creations, tally=tally)
    assert [response.status for response in responses] == [201] * 32
    assert store.check()["OWNER#reception", "CLIENTS"]["ids"] == {
        response.json["id"] for response in responses
    }
    print(dict(tally))


@pytest.mark.usefixtures("traffic")
def test_32_days_opened_at_once_are_all_open(doctor: Doctor, store: Store) -> None:
    tally: Counter[str] = Counter()
    starts = [f"2026-12-{2 + number % 8:02d}T{8 + number // 8:02d}:00:00Z" for number in range(32)]
    responses = _patiently(*[partial(doctor.open, start, 4) for start in starts], tally=tally)
    opened = [slot["id"] for response in responses for slot in response.json["opened"]]
    assert len(opened) == len(set(opened)) == 128
    assert all(map(store.is_open, opened))
    store.check()
    print(dict(tally))


def _patiently(*calls: Callable[[], Response], tally: Counter[str]) -> list[Response]:
    """Run all calls at the same time. Then repeat each call that got a 503."""
    responses = race(*calls)
    tally.update(map(said, responses))
    for number, response in enumerate(responses):
        if response.status == 503:
            assert said(response) == "503 unavailable"
            assert response.headers["Retry-After"] == "1"
            responses[number] = calls[number]()
            tally["afterwards " + said(responses[number])] += 1
    return responses
