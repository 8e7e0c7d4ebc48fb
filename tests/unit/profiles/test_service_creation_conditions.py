"""Creating services: concurrent requests, conflicts and lost responses."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import KeyReused, ServiceLimit, Unavailable
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers, services
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import services_count as count
from testkit.items import stored
from testkit.layer_scenario import bare_provider, fresh_key
from testkit.layer_scenario import new_service as new
from testkit.layer_scenario import service_fields as fields
from testkit.users import ADMIN, DANA

pytestmark = pytest.mark.usefixtures("table", "clock")


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
