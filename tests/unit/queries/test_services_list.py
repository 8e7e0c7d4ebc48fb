"""The list of services: in the order of their ids, of all providers or of one."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import keys
from testkit.api import Api
from testkit.recorded_calls import calls
from testkit.scenario import ids, listed, new_provider, new_service


def pages(api: Api, **query: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    cursor: dict[str, Any] = {}
    for _ in range(30):
        page = api.get("/api/services", **cursor, **query).json
        found.append(ids(page["items"]))
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}
    raise AssertionError("the pages never end")


def test_services_are_listed_by_id_with_all_their_fields_also_inactive_ones(api: Api) -> None:
    provider = new_provider(api)
    made = [new_service(api, provider), new_service(api, active=False), new_service(api, description="\n")]

    shown = [api.get(f"/api/services/{number}").json for number in sorted(made)]
    assert listed(api, "/api/services") == shown
    assert Api(None).get("/api/services").json["items"] == shown
    assert sorted(service["active"] for service in shown) == [False, True, True]


def test_the_filter_shows_the_services_of_one_provider(api: Api) -> None:
    one, other = new_provider(api), new_provider(api)
    both, ones, _, _ = (new_service(api, *some) for some in ((one, other), (one,), (other,), ()))

    assert [each["id"] for each in listed(api, "/api/services", provider_id=one)] == sorted([both, ones])
    assert listed(api, "/api/services", provider_id=4711) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_pages_with_a_filter_neither_repeat_nor_drop_a_service(api: Api, limit: int) -> None:
    provider = new_provider(api)
    made = sorted(new_service(api, *([provider] if number % 2 else [])) for number in range(8))
    wanted = [n for n in made if api.get(f"/api/services/{n}").json["provider_ids"]]

    found = pages(api, limit=limit, provider_id=provider)

    assert [number for page in found for number in page] == wanted
    assert all(len(page) <= limit for page in found)


@pytest.mark.parametrize("most", [1, 3, 8, 9])
def test_a_page_that_reads_many_services_ends_early_and_the_next_one_continues(
    api: Api, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    provider = new_provider(api)
    made = sorted(new_service(api, *([provider] if number % 2 else [])) for number in range(8))
    wanted = [n for n in made if api.get(f"/api/services/{n}").json["provider_ids"]]
    monkeypatch.setattr("holdfast.queries.services._MOST_READ", most)

    assert [number for page in pages(api, limit=1000) for number in page] == made
    assert [number for page in pages(api, limit=1000, provider_id=provider) for number in page] == wanted
    assert [number for page in pages(api, limit=2, provider_id=provider) for number in page] == wanted


def test_a_service_that_only_a_late_index_still_shows_is_left_out(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sorted(new_service(api) for _ in range(3))
    # In place of a lagging index, an item whose index entry names a service that does not exist.
    table.update_item(
        Key=keys.service(made[1])._asdict(),
        UpdateExpression="SET by_kind_sk = :other",
        ExpressionAttributeValues={":other": made[1] + 1},
    )

    assert pages(api, limit=1) == [[made[0]], [], [made[2]]]


def test_a_page_takes_one_query_and_one_read_of_the_items(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        new_service(api)
    made = calls(monkeypatch)

    api.get("/api/services", limit=2)
    api.get("/api/services", limit=2, provider_id=7)

    assert made == ["query", "batch_get_item"] * 2
