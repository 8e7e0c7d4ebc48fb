"""Services: concurrent requests, conflicts and lost responses."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, KeyReused, NotFound, ServiceLimit, Stale, Unavailable
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers, services
from holdfast.queries.services import read_service
from testkit.interference import WRITE, before, no_sleep, raising, twice
from testkit.items import stored
from testkit.layer_scenario import bare_provider, fresh_key
from testkit.layer_scenario import new_service as new
from testkit.layer_scenario import service_fields as fields
from testkit.users import ADMIN, ALICE, BOB, DANA

NAME = {"name": "Hopper"}

pytestmark = pytest.mark.usefixtures("table", "clock")


def count(table: Table) -> Any:
    return table.get_item(Key=keys.services_count()._asdict())["Item"]["services"]


def new_provider_of(owner: Caller) -> int:
    made = {"name": "P", "time_zone": "UTC", "min_notice_minutes": 0}
    return providers.create(made, ADMIN, fresh_key(), owner.subject)[0].id


# Creation


def test_two_concurrent_creations_with_one_key_create_one_service(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = fresh_key()
    before(monkeypatch, WRITE, lambda: services.create(fields(), ADMIN, key))

    service, made = services.create(fields(), ADMIN, key)

    assert (service.id, made, count(table)) == (key.numeric_id, False, 1)


def test_another_body_with_the_key_of_a_concurrent_creation_is_refused(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = fresh_key("one"), fresh_key("one")
    second = type(second)(first.digest, "two")
    before(monkeypatch, WRITE, lambda: services.create(fields(), ADMIN, first))

    with pytest.raises(KeyReused):
        services.create(fields(), ADMIN, second)
    with pytest.raises(KeyReused):
        services.create(fields(), ADMIN, second)
    assert count(table) == 1


def test_an_id_that_another_request_has_by_chance_is_not_taken_over(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = new()
    key = fresh_key()
    table.put_item(Item={**service.to_item(), **keys.service(key.numeric_id)._asdict()})

    with pytest.raises(Unavailable):
        services.create(fields(), ADMIN, key)


def test_a_creation_that_a_conflict_reports_although_it_took_effect_is_new(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    service, made = services.create(fields(), ADMIN, fresh_key())

    assert (service.version, made, count(table)) == (1, True, 1)


def test_a_creation_whose_response_is_lost_is_found_by_the_next_request(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = fresh_key()
    raising(monkeypatch, WRITE, [Unavailable()], applied=True)
    with pytest.raises(Unavailable):
        services.create(fields(), ADMIN, key)

    service, made = services.create(fields(), ADMIN, key)

    assert (service.id, made, count(table)) == (key.numeric_id, False, 1)


def test_a_repeated_creation_finds_its_service_after_its_provider_was_deleted() -> None:
    key, number = fresh_key(), bare_provider()
    services.create(fields(number), DANA, key)
    providers.delete(number, DANA, None)

    service, made = services.create(fields(number), DANA, key)

    assert (service.provider_ids, made) == (set(), False)


def test_the_last_place_is_given_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.put_item(Item={**keys.services_count()._asdict(), "services": 4999})
    before(monkeypatch, WRITE, new)

    with pytest.raises(ServiceLimit):
        new()
    assert count(table) == 5000


def test_a_service_is_created_after_a_few_conflicts_but_not_after_many(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()] * 3)
    new()
    unchanged = stored(table)

    raising(monkeypatch, WRITE, [Conflict()] * 99)
    with pytest.raises(Unavailable):
        new()
    assert stored(table) == unchanged


# Change


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
    hers, another = bare_provider(), new_provider_of(BOB)
    service = new(hers, caller=DANA)
    join = {"provider_ids": {hers, another}}
    before(monkeypatch, "put_item", lambda: services.update(service.id, join, ADMIN, None))

    with pytest.raises(NotFound):
        services.update(service.id, NAME, DANA, None)
    assert read_service(service.id).name == "Consultation"


# Deletion


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
    hers, another = bare_provider(), new_provider_of(BOB)
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
