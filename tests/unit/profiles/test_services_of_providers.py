"""Who may change a service: an administrator, or the user whose own providers alone provide it."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import stored
from testkit.recorded_calls import calls
from testkit.scenario import new_provider, new_service, problem
from testkit.users import subject

NAME = {"name": "Renamed"}
REFUSAL = [{"field": "provider_ids", "detail": "These must be your own providers, at least one."}]


@pytest.fixture
def dana(api: Api) -> Api:
    """Return the API for a user in the group `providers`, whose `sub` is a UUID as in a user pool."""
    return Api.signed_in(subject("dana"), "providers")


@pytest.fixture
def lee(api: Api) -> Api:
    return Api.signed_in(subject("lee"), "providers")


def test_a_provider_makes_changes_and_deletes_services_of_her_own(api: Api, dana: Api) -> None:
    own = sorted([new_provider(dana), new_provider(api, owner=subject("dana"))])

    path = f"/api/services/{new_service(dana, own[0])}"

    assert dana.put(path, NAME).json["name"] == "Renamed"
    assert dana.put(path, {**NAME, "provider_ids": own}).json["provider_ids"] == own
    assert dana.put(path, {**NAME, "provider_ids": own[1:]}).json["provider_ids"] == own[1:]
    assert dana.delete(path).status == 200


@pytest.mark.parametrize("shared", [True, False])
def test_a_service_that_others_provide_is_not_found_for_a_change(
    api: Api, dana: Api, lee: Api, table: Table, shared: bool
) -> None:
    hers, his = new_provider(dana), new_provider(lee)
    path = f"/api/services/{new_service(api, his, *([hers] if shared else []))}"
    before = stored(table)

    for body in (NAME, {**NAME, "provider_ids": [hers]}):
        assert problem(dana.put(path, body)) == (404, "not_found")
    for headers in ({}, {"If-Match": '"1"'}, {"If-Match": '"9"'}):
        assert problem(dana.delete(path, headers=headers)) == (404, "not_found")
    assert stored(table) == before
    assert dana.get(path).status == Api(None).get(path).status == 200


def test_a_service_that_nobody_provides_belongs_to_administrators(api: Api, dana: Api) -> None:
    hers = new_provider(dana)
    path = f"/api/services/{new_service(api)}"

    assert problem(dana.put(path, {**NAME, "provider_ids": [hers]})) == (404, "not_found")
    assert problem(dana.delete(path)) == (404, "not_found")
    assert api.put(path, {**NAME, "provider_ids": [hers]}).status == 200
    assert dana.delete(path).status == 200


def test_a_provider_names_only_her_own_providers(api: Api, dana: Api, lee: Api, table: Table) -> None:
    hers, his = new_provider(dana), new_provider(lee)
    path = f"/api/services/{new_service(dana, hers)}"
    before = stored(table)

    unknown = 4711
    for named in ([], [his], [hers, his], [unknown], [hers, unknown]):
        body = {"name": "A", "duration_minutes": 45, "provider_ids": named}
        for response in (dana.post("/api/services", body), dana.put(path, body)):
            assert problem(response) == (422, "invalid"), named
            assert response.json["errors"] == REFUSAL
    for response in (
        dana.post("/api/services", {"name": "A", "duration_minutes": 45}),
        dana.put(path, {**NAME, "provider_ids": None}),
    ):
        assert response.json["errors"] == REFUSAL
    assert stored(table) == before


def test_an_administrator_may_change_any_service(api: Api, dana: Api) -> None:
    path = f"/api/services/{new_service(dana, new_provider(dana))}"

    assert api.put(path, {**NAME, "provider_ids": []}).json["provider_ids"] == []
    assert api.delete(path).status == 200


def test_only_providers_that_are_new_are_read(
    api: Api, dana: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = new_provider(dana)
    path = f"/api/services/{new_service(api, old, name='Consultation')}"
    table.delete_item(Key={"PK": f"PROVIDER#{old}", "SK": "PROFILE"})  # its deletion stopped halfway
    new = new_provider(api)
    made = calls(monkeypatch)

    assert api.put(path, {**NAME, "provider_ids": [old]}).status == 200
    assert made == ["get_item", "put_item"]
    assert api.put(path, {**NAME, "provider_ids": [old, new]}).json["provider_ids"] == sorted([old, new])
    assert made[2:] == ["get_item", "batch_get_item", "put_item"]
