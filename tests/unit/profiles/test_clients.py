"""Clients: create, read, list, change, delete."""

import pytest

from testkit.api import Api
from testkit.scenario import Practice, listed, new_client, problem

UNKNOWN = "/api/clients/4711"


def test_creating_a_client_returns_201_with_its_location_and_version(api: Api) -> None:
    body = {"name": "Alice", "email": "alice@example.com", "phone": "+49 30 123456"}

    response = api.post("/api/clients", body)

    assert response.status == 201
    assert response.json == {"id": response.json["id"], **body}
    assert response.headers["Location"] == f"/api/clients/{response.json['id']}"
    assert response.headers["ETag"] == '"1"'
    assert api.get(response.headers["Location"]).json == response.json


def test_email_and_phone_are_optional_and_null_by_default(api: Api) -> None:
    client = api.post("/api/clients", {"name": "Alice"}).json

    assert (client["email"], client["phone"]) == (None, None)


def test_clients_are_listed_by_id_with_all_their_fields(api: Api) -> None:
    created = [api.post("/api/clients", {"name": name, "email": f"{name}@b.cd"}).json for name in "ABC"]

    assert listed(api, "/api/clients") == sorted(created, key=lambda client: client["id"])


def test_a_change_returns_the_client_with_its_next_version(api: Api) -> None:
    path = f"/api/clients/{new_client(api, email='a@b.cd', phone='112')}"

    response = api.put(path, {"name": "Hopper", "phone": None})

    assert response.status == 200
    assert response.json | {"id": 0} == {"id": 0, "name": "Hopper", "email": "a@b.cd", "phone": None}
    assert response.headers["ETag"] == '"2"'
    assert api.get(path).json == response.json == listed(api, "/api/clients")[0]


def test_deleting_returns_the_deleted_client(api: Api) -> None:
    created = api.post("/api/clients", {"name": "Alice"})

    response = api.delete(created.headers["Location"])

    assert (response.status, response.json) == (200, created.json)
    assert {"ETag", "Location"}.isdisjoint(response.headers)
    assert problem(api.get(created.headers["Location"])) == (404, "not_found")
    assert listed(api, "/api/clients") == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_client_is_not_found(api: Api, method: str) -> None:
    body = {"name": "A"} if method == "PUT" else None

    assert problem(api.send(method, UNKNOWN, body)) == (404, "not_found")
    assert problem(api.send(method, UNKNOWN, body, headers={"If-Match": '"1"'})) == (404, "not_found")


@pytest.mark.parametrize("if_match", ['"2"', "*"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_with_the_current_version_or_a_star_succeeds(api: Api, method: str, if_match: str) -> None:
    path = f"/api/clients/{new_client(api)}"
    api.put(path, {"name": "B"})
    body = {"name": "C"} if method == "PUT" else None

    assert api.send(method, path, body, headers={"If-Match": if_match}).status == 200


@pytest.mark.parametrize("if_match", ['"1"', '"3"', "2", "nonsense"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_with_any_other_value_is_stale(api: Api, method: str, if_match: str) -> None:
    path = f"/api/clients/{new_client(api)}"
    api.put(path, {"name": "B"})
    body = {"name": "C"} if method == "PUT" else None

    assert problem(api.send(method, path, body, headers={"If-Match": if_match})) == (412, "stale")
    assert api.get(path).json["name"] == "B"


def test_reserving_does_not_change_the_version_of_the_client(api: Api) -> None:
    practice = Practice(api)
    practice.book(practice.slots[0])

    assert api.get(f"/api/clients/{practice.client}").headers["ETag"] == '"1"'
