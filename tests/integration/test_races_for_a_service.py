"""Requests create, change and delete services at the same time, and delete their providers."""

from functools import partial
from typing import Any

import pytest

from holdfast.dynamodb import keys
from testkit.crowd import Doctor
from testkit.scenario import new_service
from testkit.store import Store
from tests.integration.repeated_race import RepeatedRace, said

ROUNDS = 10
LIMIT = 5000


def body(doctor: Doctor) -> dict[str, Any]:
    return {"name": "Consultation", "duration_minutes": 45, "provider_ids": [doctor.id]}


def test_a_request_sent_twice_at_once_with_one_key_creates_one_service(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    for number in range(1, ROUNDS + 1):
        create = partial(doctor.send, "POST", "/api/services", body(doctor), idempotency_key=f"key-{number}")
        responses = repeated_race(create, create)
        assert {said(response) for response in responses} == {"200", "201"}
        assert responses[0].json == responses[1].json
        assert store.check()["SERVICES", "COUNT"]["services"] == number


def test_the_last_place_for_a_service_is_given_once(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    create = partial(doctor.send, "POST", "/api/services", body(doctor))
    for _ in range(ROUNDS):
        store.table.put_item(Item={**keys.services_count()._asdict(), "services": LIMIT - 1})
        responses = repeated_race(create, create, create)
        assert sorted(map(said, responses)) == ["201", "409 service_limit", "409 service_limit"]


def test_a_service_that_two_requests_delete_is_counted_once(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    for _ in range(ROUNDS):
        delete = partial(doctor.send, "DELETE", f"/api/services/{new_service(doctor.api, doctor.id)}")
        responses = repeated_race(delete, delete)
        assert "200" in {said(response) for response in responses} <= {"200", "404 not_found"}
        assert store.check()["SERVICES", "COUNT"]["services"] == 0


def test_one_of_two_changes_to_one_version_is_stale(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    path = f"/api/services/{new_service(doctor.api, doctor.id)}"
    for version in range(1, ROUNDS + 1):
        changes = [
            partial(doctor.send, "PUT", path, {"name": name}, if_match=f'"{version}"')
            for name in ("one", "two")
        ]
        responses = repeated_race(*changes)
        assert sorted(map(said, responses)) == ["200", "412 stale"]
        assert doctor.send("GET", path).headers["ETag"] == f'"{version + 1}"'
    store.check()


@pytest.mark.parametrize("change", [{"name": "Check-up"}, None])
def test_a_change_or_deletion_and_the_deletion_of_the_provider_both_count(
    repeated_race: RepeatedRace, store: Store, change: dict[str, Any] | None
) -> None:
    for number in range(ROUNDS):
        doctor = Doctor(f"doctor-{number}")
        path = f"/api/services/{new_service(doctor.api, doctor.id)}"
        act = partial(doctor.send, "PUT" if change else "DELETE", path, change)
        left, acted = repeated_race(doctor.leave, act)
        # Without her provider, the service is no longer hers.
        assert (said(left), said(acted)) in {("200", "200"), ("200", "404 not_found")}
        found = doctor.send("GET", path)
        assert (found.status == 404) == (change is None and acted.status == 200)
        if found.status == 200:
            assert found.json["provider_ids"] == []
            assert found.json["name"] == ("Check-up" if acted.status == 200 else "Consultation")
    store.check()
