"""A request that is repeated with its Idempotency-Key creates only one item."""

import hashlib
import json

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from holdfast.core.ids import MAX_ID
from holdfast.model.request_key import RequestKey
from testkit.api import Api
from testkit.interference import raising
from testkit.items import stored
from testkit.scenario import listed, problem

KEY = {"Idempotency-Key": "4f1c"}
CREATIONS = ["/api/providers", "/api/clients"]


@pytest.mark.parametrize("path", CREATIONS)
def test_a_repeated_creation_returns_200_with_the_same_resource(api: Api, table: Table, path: str) -> None:
    first = api.post(path, {"name": "A"}, headers=KEY)
    before = stored(table)

    again = api.post(path, {"name": "A"}, headers=KEY)

    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Location" not in again.headers
    assert stored(table) == before


@pytest.mark.parametrize("path", CREATIONS)
def test_a_repeated_creation_returns_the_current_state_of_the_resource(api: Api, path: str) -> None:
    created = api.post(path, {"name": "A"}, headers=KEY)
    api.put(created.headers["Location"], {"name": "B"})

    again = api.post(path, {"name": "A"}, headers=KEY)

    assert (again.status, again.json["name"], again.headers["ETag"]) == (200, "B", '"2"')


@pytest.mark.parametrize("path", CREATIONS)
def test_the_same_key_with_another_body_is_refused(api: Api, table: Table, path: str) -> None:
    api.post(path, {"name": "A"}, headers=KEY)
    before = stored(table)

    assert problem(api.post(path, {"name": "B"}, headers=KEY)) == (422, "key_reused")
    assert stored(table) == before


def test_equivalent_bodies_count_as_the_same_body(api: Api) -> None:
    first = api.post("/api/providers", {"name": "A"}, headers=KEY)

    again = api.post("/api/providers", '{ "min_notice_minutes": 0, "name": "\\u0041" }', headers=KEY)

    assert (again.status, again.json) == (200, first.json)


@pytest.mark.parametrize("field", [{"cancel_notice_minutes": 5}, {"email": "a@b.example"}])
def test_another_value_of_a_later_field_is_another_body(api: Api, field: dict[str, object]) -> None:
    api.post("/api/providers", {"name": "A"}, headers=KEY)

    other = api.post("/api/providers", {"name": "A", **field}, headers=KEY)

    assert problem(other) == (422, "key_reused")


def test_a_provider_that_was_created_before_there_were_cut_offs_and_mails_is_found_again(
    api: Api, table: Table
) -> None:
    body = {"name": "A", "time_zone": "UTC", "min_notice_minutes": 0, "owner": None}
    first = api.post("/api/providers", {"name": "A"}, headers=KEY)
    (item,) = (each for each in stored(table) if each["PK"].startswith("PROVIDER#"))

    assert item["body_hash"] == hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    again = api.post("/api/providers", {"name": "A", "cancel_notice_minutes": 0, "email": None}, headers=KEY)
    assert (again.status, again.json) == (200, first.json)


def test_a_service_that_was_created_before_there_were_reminders_is_found_again(
    api: Api, table: Table
) -> None:
    body = {"name": "A", "duration_minutes": 45}
    first = api.post("/api/services", body, headers=KEY)
    (item,) = (each for each in stored(table) if each["PK"].startswith("SERVICE#"))

    before = {
        "name": "A",
        "description": "",
        "duration_minutes": 45,
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "start_every_minutes": None,
        "min_notice_minutes": None,
        "provider_ids": [],
        "active": True,
    }
    assert item["body_hash"] == hashlib.sha256(json.dumps(before, sort_keys=True).encode()).hexdigest()
    again = api.post("/api/services", body | {"reminder_minutes": [1440]}, headers=KEY)
    assert (again.status, again.json) == (200, first.json)
    other = api.post("/api/services", body | {"reminder_minutes": []}, headers=KEY)
    assert problem(other) == (422, "key_reused")


def test_the_same_key_on_another_path_is_another_key(api: Api) -> None:
    provider = api.post("/api/providers", {"name": "A"}, headers=KEY)
    client = api.post("/api/clients", {"name": "A"}, headers=KEY)

    assert (provider.status, client.status) == (201, 201)
    assert provider.json["id"] != client.json["id"]


@pytest.mark.parametrize("path", CREATIONS)
def test_without_a_key_every_request_creates_a_resource(api: Api, path: str) -> None:
    assert [api.post(path, {"name": "A"}).status for _ in range(3)] == [201] * 3
    assert len(listed(api, path)) == 3


@pytest.mark.parametrize("path", CREATIONS)
def test_a_key_can_be_used_again_after_its_resource_is_deleted(api: Api, path: str) -> None:
    created = api.post(path, {"name": "A"}, headers=KEY)
    api.delete(created.headers["Location"])

    again = api.post(path, {"name": "B"}, headers=KEY)

    assert (again.status, again.json["id"]) == (201, created.json["id"])


@pytest.mark.parametrize("key", ["", "x" * 256])
@pytest.mark.parametrize("path", CREATIONS)
def test_a_key_has_1_to_255_characters(api: Api, table: Table, path: str, key: str) -> None:
    response = api.post(path, {"name": "A"}, headers={"Idempotency-Key": key})

    assert problem(response) == (422, "invalid")
    assert [error["field"].lower() for error in response.json["errors"]] == ["idempotency-key"]
    assert stored(table) == []


@pytest.mark.parametrize("key", ["x", "x" * 255, "ключ", " "])
def test_a_key_may_be_any_text(api: Api, key: str) -> None:
    responses = [api.post("/api/clients", {"name": "A"}, headers={"Idempotency-Key": key}) for _ in range(2)]

    assert [response.status for response in responses] == [201, 200]


@pytest.mark.parametrize(
    ("path", "write"), [(CREATIONS[0], "put_item"), (CREATIONS[1], "transact_write_items")]
)
def test_a_creation_with_an_unknown_outcome_can_be_retried(
    api: Api, monkeypatch: pytest.MonkeyPatch, path: str, write: str
) -> None:
    raising(monkeypatch, write, [Unavailable()], applied=True)

    lost = api.post(path, {"name": "A"}, headers=KEY)
    again = api.post(path, {"name": "A"}, headers=KEY)

    assert (problem(lost), lost.headers["Retry-After"]) == ((503, "unavailable"), "1")
    assert again.status == 200
    assert listed(api, path) == [api.get(f"{path}/{again.json['id']}").json]


def test_ids_are_from_1_to_2_53_minus_1() -> None:
    numbers = [RequestKey(digest.to_bytes(32), "").numeric_id for digest in (0, MAX_ID - 1)]

    assert numbers == [1, MAX_ID]


def test_a_creation_with_an_id_that_already_exists_fails(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RequestKey, "numeric_id", 7)
    api.post("/api/providers", {"name": "A"})

    assert problem(api.post("/api/providers", {"name": "A"})) == (503, "unavailable")
