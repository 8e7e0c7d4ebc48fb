"""There can be 5,000 services. One item counts them."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import keys
from testkit.api import Api
from testkit.items import services_count as count
from testkit.scenario import new_service, problem

LIMIT = 5000
BODY = {"name": "A", "duration_minutes": 45}


def set_count(table: Table, number: int) -> None:
    table.put_item(Item={**keys.services_count()._asdict(), "services": number})


def test_services_are_counted(api: Api, table: Table) -> None:
    made = [new_service(api) for _ in range(3)]
    assert count(table) == 3

    api.delete(f"/api/services/{made[0]}")
    assert count(table) == 2
    assert problem(api.delete(f"/api/services/{made[0]}")) == (404, "not_found")
    assert count(table) == 2


def test_the_last_service_below_the_limit_is_created_and_the_next_one_is_refused(
    api: Api, table: Table
) -> None:
    set_count(table, LIMIT - 1)
    last = new_service(api)

    assert problem(api.post("/api/services", BODY)) == (409, "service_limit")
    assert count(table) == LIMIT
    assert len(api.get("/api/services").json["items"]) == 1

    assert api.put(f"/api/services/{last}", {"name": "B"}).status == 200
    assert api.delete(f"/api/services/{last}").status == 200
    assert api.post("/api/services", BODY).status == 201


def test_a_repeated_creation_at_the_limit_returns_the_same_service(api: Api, table: Table) -> None:
    headers = {"Idempotency-Key": "first"}
    first = api.post("/api/services", BODY, headers=headers)
    set_count(table, LIMIT)

    again = api.post("/api/services", BODY, headers=headers)

    assert (again.status, again.json) == (200, first.json)
    assert count(table) == LIMIT


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_nothing_but_creation_and_deletion_counts(api: Api, table: Table, method: str) -> None:
    path = f"/api/services/{new_service(api)}"

    assert api.send(method, path, {"name": "B"} if method == "PUT" else None).status == 200
    assert count(table) == 1
