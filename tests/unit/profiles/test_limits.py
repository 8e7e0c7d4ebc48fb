"""Limits on the clients and providers that one user can own."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb.keys import owners_clients
from testkit.api import Api
from testkit.clock import Clock
from testkit.scenario import Practice
from testkit.users import subject

LIMIT = 10


@pytest.fixture
def alice(api: Api) -> Api:
    return Api.signed_in("alice")


def test_a_user_can_have_at_most_ten_clients(alice: Api) -> None:
    responses = [alice.post("/api/clients", {"name": f"Client {n}"}) for n in range(LIMIT + 1)]

    assert [response.status for response in responses] == [201] * LIMIT + [409]
    assert responses[-1].json["code"] == "client_limit"
    assert len(alice.get("/api/clients").json["items"]) == LIMIT


def test_deleting_a_client_makes_room_for_another(alice: Api) -> None:
    made = [alice.post("/api/clients", {"name": "x"}).json["id"] for _ in range(LIMIT)]

    assert alice.delete(f"/api/clients/{made[0]}").status == 200
    assert alice.post("/api/clients", {"name": "x"}).status == 201
    assert alice.post("/api/clients", {"name": "x"}).status == 409


def test_a_repeated_creation_at_the_limit_returns_the_same_client(alice: Api) -> None:
    headers = {"Idempotency-Key": "first"}
    first = alice.post("/api/clients", {"name": "x"}, headers=headers)
    for _ in range(LIMIT - 1):
        alice.post("/api/clients", {"name": "x"})

    again = alice.post("/api/clients", {"name": "x"}, headers=headers)

    assert (again.status, again.json) == (200, first.json)


@pytest.mark.parametrize("group", ["providers", "admins"])
def test_providers_and_administrators_can_have_more_than_ten_clients(api: Api, group: str) -> None:
    desk = Api.signed_in("desk", group)

    assert {desk.post("/api/clients", {"name": "x"}).status for _ in range(LIMIT + 1)} == {201}


def test_a_user_can_have_one_provider_and_create_it_again_after_deletion(api: Api) -> None:
    dana = Api.signed_in("dana", "providers")
    first = dana.post("/api/providers", {"name": "Dr. Dana"})

    second = dana.post("/api/providers", {"name": "Dr. Dana"})
    assert (second.status, second.json["code"]) == (409, "already_exists")

    assert dana.delete(f"/api/providers/{first.json['id']}").status == 200
    assert dana.post("/api/providers", {"name": "Dr. Dana"}).status == 201


def test_a_repeated_creation_of_ones_own_provider_returns_it(api: Api) -> None:
    dana, headers = Api.signed_in("dana", "providers"), {"Idempotency-Key": "mine"}
    first = dana.post("/api/providers", {"name": "Dr. Dana"}, headers=headers)

    again = dana.post("/api/providers", {"name": "Dr. Dana"}, headers=headers)
    other = dana.post("/api/providers", {"name": "Somebody"}, headers=headers)

    assert (again.status, again.json) == (200, first.json)
    assert (other.status, other.json["code"]) == (422, "key_reused")


def test_an_administrator_can_create_any_number_of_providers(api: Api) -> None:
    made = [api.post("/api/providers", {"name": "x", "owner": subject("dana")}) for _ in range(3)]

    assert {response.status for response in made} == {201}
    assert len({response.json["id"] for response in made}) == 3


def test_a_client_cannot_be_deleted_while_its_reservations_count_against_the_limit(
    api: Api, alice: Api, clock: Clock
) -> None:
    practice = Practice(api)
    client = alice.post("/api/clients", {"name": "x"}).json["id"]
    alice.post(f"/api/appointments/reserve/{practice.slots[0]}", {"client_id": client})
    alice.post(f"/api/appointments/cancel/{practice.slots[0]}")

    refused = alice.delete(f"/api/clients/{client}")
    assert (refused.status, refused.json["code"]) == (409, "in_use")

    clock.advance(1800)
    assert alice.delete(f"/api/clients/{client}").status == 200


def test_an_owner_has_at_most_as_many_clients_as_fit_in_one_item(api: Api, table: Table) -> None:
    desk = Api.signed_in("desk", "providers")
    table.put_item(Item={**owners_clients("desk")._asdict(), "ids": set(range(1, 5000))})

    assert desk.post("/api/clients", {"name": "x"}).status == 201
    refused = desk.post("/api/clients", {"name": "x"})
    assert (refused.status, refused.json["code"]) == (409, "client_limit")
