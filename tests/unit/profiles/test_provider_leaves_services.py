"""A provider that is deleted leaves its services, even if something else happens meanwhile."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.requests import NewProvider
from holdfast.core.errors import InUse, Unavailable
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers, services
from holdfast.queries.services import read_service
from holdfast.schedule import opening
from testkit.api import Api
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import stored
from testkit.layer_scenario import MORNING, bare_provider, fresh_key
from testkit.layer_scenario import new_service as new
from testkit.recorded_calls import calls
from testkit.scenario import new_provider, new_service
from testkit.users import ADMIN, DANA

REMOVAL = 2  # the transaction before it deletes the provider

pytestmark = pytest.mark.usefixtures("table", "clock")


def own_provider() -> int:
    """Return a provider whose id follows from Dana, so that she can create it again."""
    return providers.create(NewProvider(name="Dr. Dana").fields(), DANA, fresh_key())[0].id


def test_a_deleted_provider_leaves_its_services(api: Api) -> None:
    gone, other = new_provider(api), new_provider(api)
    both, alone, without = (
        f"/api/services/{new_service(api, *some)}" for some in ((gone, other), (gone,), (other,))
    )

    assert api.delete(f"/api/providers/{gone}").status == 200

    assert [api.get(path).json["provider_ids"] for path in (both, alone, without)] == [[other], [], [other]]
    assert [api.get(path).headers["ETag"] for path in (both, alone, without)] == ['"2"', '"2"', '"1"']
    assert api.get("/api/services", provider_id=gone).json["items"] == []


def test_a_provider_that_is_not_deleted_stays_in_its_services() -> None:
    number = bare_provider()
    service = new(number)
    opening.open_time(number, MORNING, DANA)

    with pytest.raises(InUse):
        providers.delete(number, DANA, None)
    assert read_service(service.id).provider_ids == {number}


def test_more_services_than_one_request_can_read_are_left() -> None:
    number = bare_provider()
    made = [new(number) for _ in range(101)]

    providers.delete(number, ADMIN, None)

    assert {len(read_service(service.id).provider_ids) for service in made} == {0}


def test_a_service_that_is_deleted_meanwhile_is_not_created_again(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    service = new(number)
    before(monkeypatch, WRITE, lambda: services.delete(service.id, ADMIN, None), nth=REMOVAL)

    providers.delete(number, ADMIN, None)

    assert keys.service(service.id).PK not in {item["PK"] for item in stored(table)}


def test_a_service_that_changes_meanwhile_is_left_without_losing_the_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = bare_provider()
    service = new(number)
    before(
        monkeypatch, WRITE, lambda: services.update(service.id, {"name": "Hopper"}, ADMIN, None), nth=REMOVAL
    )

    providers.delete(number, ADMIN, None)

    left = read_service(service.id)
    assert (left.name, left.provider_ids, left.version) == ("Hopper", set(), 3)


def test_a_change_that_meets_the_removal_does_not_bring_the_provider_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_sleep(monkeypatch)
    number = bare_provider()
    service = new(number)
    before(monkeypatch, "put_item", lambda: providers.delete(number, ADMIN, None))

    changed = services.update(service.id, {"name": "Hopper"}, ADMIN, None)

    assert (changed.name, changed.provider_ids) == ("Hopper", set())


def test_a_change_recognizes_its_own_write_after_the_provider_left(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    number = bare_provider()
    service = new(number)
    raising(monkeypatch, "put_item", [Conflict()], applied=True)
    before(monkeypatch, "get_item", lambda: providers.delete(number, ADMIN, None), nth=2)

    changed = services.update(service.id, {"name": "Hopper"}, ADMIN, 1)

    assert (changed.name, changed.provider_ids, changed.version) == ("Hopper", set(), 3)


def test_a_provider_that_is_created_again_meanwhile_stays_in_its_services(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = own_provider()
    service = new(number)
    before(monkeypatch, WRITE, own_provider, nth=REMOVAL)

    providers.delete(number, DANA, None)

    assert read_service(service.id).provider_ids == {number}


def refuse(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def test_a_removal_that_conflicts_is_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    number = bare_provider()
    service = new(number)
    for _ in range(2):  # the second one sees no request that the first has refused
        before(monkeypatch, WRITE, refuse(Conflict()), nth=REMOVAL)

    providers.delete(number, ADMIN, None)

    assert read_service(service.id).provider_ids == set()


def test_a_removal_that_stops_halfway_leaves_services_that_can_be_used(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    service = new(number)
    before(monkeypatch, WRITE, refuse(Unavailable()), nth=REMOVAL)
    with pytest.raises(Unavailable):
        providers.delete(number, ADMIN, None)

    path = f"/api/services/{service.id}"
    assert api.get(path).json["provider_ids"] == [number]
    assert api.get(f"/api/providers/{number}").status == 404
    assert api.put(path, {"name": "Renamed"}).status == 200
    assert api.put(path, {"name": "Renamed", "provider_ids": []}).json["provider_ids"] == []


def test_a_provider_without_services_costs_one_query_more(monkeypatch: pytest.MonkeyPatch) -> None:
    number = bare_provider()
    made = calls(monkeypatch)

    providers.delete(number, ADMIN, None)

    assert made == ["get_item", "get_item", "query", "transact_write_items", "query"]
