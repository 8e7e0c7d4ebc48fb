"""Deleting services: concurrent requests, conflicts and lost responses."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound, Stale
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import services
from holdfast.queries.services import read_service
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import services_count as count
from testkit.items import stored
from testkit.layer_scenario import bare_provider
from testkit.layer_scenario import new_service as new
from testkit.users import ADMIN, ALICE, BOB, DANA

NAME = {"name": "Hopper"}

pytestmark = pytest.mark.usefixtures("table", "clock")


def test_deleting_with_if_match_is_stale_after_a_concurrent_change(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    service = new()
    before(monkeypatch, WRITE, lambda: services.update(service.id, NAME, ADMIN, None))

    with pytest.raises(Stale):
        services.delete(service.id, ADMIN, 1)
    assert (read_service(service.id).name, count(table)) == ("Hopper", 1)


def test_deleting_without_if_match_returns_what_a_concurrent_change_left(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    service = new()
    before(monkeypatch, WRITE, lambda: services.update(service.id, NAME, ADMIN, None))

    assert services.delete(service.id, ADMIN, None).name == "Hopper"
    assert count(table) == 0


def test_a_service_that_becomes_anothers_during_the_deletion_is_not_deleted(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    hers, another = bare_provider(), bare_provider(BOB)
    service = new(hers, caller=DANA)
    join = {"provider_ids": {hers, another}}
    before(monkeypatch, WRITE, lambda: services.update(service.id, join, ADMIN, None))

    with pytest.raises(NotFound):
        services.delete(service.id, DANA, None)
    assert (read_service(service.id).provider_ids, count(table)) == ({hers, another}, 1)


@pytest.mark.parametrize("version", [None, 1])
def test_a_service_that_two_requests_delete_is_counted_once(
    table: Table, monkeypatch: pytest.MonkeyPatch, version: int | None
) -> None:
    new()
    service = new()
    before(monkeypatch, WRITE, lambda: services.delete(service.id, ADMIN, None))

    assert services.delete(service.id, ADMIN, version).id == service.id
    assert count(table) == 1


def test_a_deletion_whose_response_is_lost_is_counted_once(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    service = new()
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    with pytest.raises(NotFound):  # as for every deletion that is repeated
        services.delete(service.id, ADMIN, None)
    assert count(table) == 0


@pytest.mark.parametrize("caller", [ALICE, BOB])
def test_nobody_else_may_change_or_delete_a_service(table: Table, caller: Caller) -> None:
    service = new(bare_provider(), caller=DANA)
    unchanged = stored(table)

    with pytest.raises(NotFound):
        services.update(service.id, NAME, caller, None)
    with pytest.raises(NotFound):
        services.delete(service.id, caller, None)
    assert stored(table) == unchanged
