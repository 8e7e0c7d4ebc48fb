"""Changing services: concurrent requests and lost responses."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Invalid, NotFound, Stale
from holdfast.profiles import services
from holdfast.queries.services import read_service
from testkit.interference import before, no_sleep, twice
from testkit.items import stored
from testkit.layer_scenario import bare_provider
from testkit.layer_scenario import new_service as new
from testkit.users import ADMIN, BOB, DANA

NAME = {"name": "Hopper"}

pytestmark = pytest.mark.usefixtures("table", "clock")


@pytest.mark.parametrize("version", [None, 1])
def test_a_change_whose_response_is_lost_does_not_conflict_with_itself(
    monkeypatch: pytest.MonkeyPatch, version: int | None
) -> None:
    no_sleep(monkeypatch)
    service = new()
    twice(monkeypatch, "put_item")

    changed = services.update(service.id, NAME, ADMIN, version)

    assert (changed.name, changed.version) == ("Hopper", 2)
    assert read_service(service.id) == changed


def test_a_change_keeps_a_concurrent_change_of_another_field(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    service = new()
    other = {"duration_minutes": 60}
    before(monkeypatch, "put_item", lambda: services.update(service.id, other, ADMIN, None))

    changed = services.update(service.id, NAME, ADMIN, None)

    assert (changed.name, changed.duration_minutes, changed.version) == ("Hopper", 60, 3)
    assert read_service(service.id) == changed


def test_changing_with_if_match_is_stale_after_a_concurrent_change(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    service = new()
    before(monkeypatch, "put_item", lambda: services.update(service.id, NAME, ADMIN, None))

    with pytest.raises(Stale):
        services.update(service.id, {"name": "Ada"}, ADMIN, 1)
    assert read_service(service.id).name == "Hopper"


def test_two_changes_that_fit_alone_but_not_together_are_not_both_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_sleep(monkeypatch)
    service = new()
    longest = {"duration_minutes": 480}
    before(monkeypatch, "put_item", lambda: services.update(service.id, longest, ADMIN, None))

    with pytest.raises(Invalid):
        services.update(service.id, {"buffer_after_minutes": 15}, ADMIN, None)


def test_changing_a_concurrently_deleted_service_does_not_create_it_again(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    service = new()
    before(monkeypatch, "put_item", lambda: services.delete(service.id, ADMIN, None))

    with pytest.raises(NotFound):
        services.update(service.id, NAME, ADMIN, None)
    assert [item["SK"] for item in stored(table)] == ["COUNT"]


def test_a_service_that_becomes_anothers_during_the_change_is_not_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    no_sleep(monkeypatch)
    hers, another = bare_provider(), bare_provider(BOB)
    service = new(hers, caller=DANA)
    join = {"provider_ids": {hers, another}}
    before(monkeypatch, "put_item", lambda: services.update(service.id, join, ADMIN, None))

    with pytest.raises(NotFound):
        services.update(service.id, NAME, DANA, None)
    assert read_service(service.id).name == "Consultation"
