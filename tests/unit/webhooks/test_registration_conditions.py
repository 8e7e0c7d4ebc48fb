"""Creating, changing and deleting webhooks: concurrent requests, limits and lost responses."""

from collections.abc import Callable
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.requests import NewProvider
from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, KeyReused, NotFound, Stale, Unavailable, WebhookLimit
from holdfast.dynamodb import keys, webhook_keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import providers
from holdfast.queries import webhooks
from holdfast.webhooks import registration
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import overwrite, stored
from testkit.layer_scenario import bare_provider, fresh_key
from testkit.layer_scenario import new_webhook as new
from testkit.layer_scenario import webhook_fields as fields
from testkit.users import ADMIN, BOB, DANA

pytestmark = pytest.mark.usefixtures("table", "clock")

MOST = 20
RENAMED = {"description": "Renamed"}


def ids(table: Table, provider: int | None = None) -> Any:
    item = table.get_item(Key=webhook_keys.webhooks_of(provider)._asdict()).get("Item", {})
    return item.get("ids", set())


def fill(table: Table, provider: int | None, count: int) -> None:
    """Put so many more webhooks into the list."""
    more = {*range(1, count + 1), *ids(table, provider)}
    table.put_item(Item={**webhook_keys.webhooks_of(provider)._asdict(), "ids": more})


@pytest.mark.parametrize("of_one", [True, False])
def test_a_list_has_twenty_webhooks(table: Table, of_one: bool) -> None:
    provider = bare_provider() if of_one else None
    fill(table, provider, MOST - 1)
    last = new(provider)

    with pytest.raises(WebhookLimit):
        new(provider)
    assert len(ids(table, provider)) == MOST
    registration.delete(last.id, ADMIN, None)
    new(provider)


def test_the_limits_of_two_providers_and_of_everybody_are_apart(table: Table) -> None:
    first, second = bare_provider(), bare_provider()
    fill(table, first, MOST)
    fill(table, None, MOST)

    assert new(second).id in ids(table, second)


def test_the_last_place_is_given_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = bare_provider()
    fill(table, provider, MOST - 1)
    before(monkeypatch, WRITE, lambda: new(provider))

    with pytest.raises(WebhookLimit):
        new(provider)
    assert len(ids(table, provider)) == MOST


def test_a_repeat_at_the_limit_returns_the_same_webhook(table: Table) -> None:
    provider, key = bare_provider(), fresh_key()
    webhook, made = registration.create(fields(provider), DANA, key)
    fill(table, provider, MOST - 1)

    assert registration.create(fields(provider), DANA, key) == (webhook, False)
    assert made


def test_a_key_whose_provider_was_made_anew_makes_no_webhook_that_gets_nothing(table: Table) -> None:
    def made_anew() -> int:
        return providers.create(NewProvider(name="Dr. Dana").fields(), DANA, fresh_key())[0].id

    provider, key = made_anew(), fresh_key()
    registration.create(fields(provider), DANA, key)
    providers.delete(provider, DANA, None)
    assert made_anew() == provider
    before = stored(table)

    with pytest.raises(KeyReused):
        registration.create(fields(provider), DANA, key)
    assert stored(table) == before


def test_a_repeat_finds_its_webhook_after_its_provider_was_deleted() -> None:
    provider, key = bare_provider(), fresh_key()
    webhook, _ = registration.create(fields(provider), DANA, key)
    providers.delete(provider, DANA, None)

    assert registration.create(fields(provider), DANA, key) == (webhook, False)


def test_a_full_list_of_somebody_elses_provider_is_not_revealed(table: Table) -> None:
    provider = bare_provider()
    fill(table, provider, MOST)

    with pytest.raises(Invalid):
        new(provider, BOB)


@pytest.mark.parametrize("caller", [ADMIN, DANA])
def test_a_provider_that_is_deleted_meanwhile_gets_no_list(
    table: Table, monkeypatch: pytest.MonkeyPatch, caller: Caller
) -> None:
    provider = bare_provider()
    before(monkeypatch, WRITE, lambda: providers.delete(provider, ADMIN, None))

    with pytest.raises(Invalid):
        new(provider, caller)
    assert {item["PK"] for item in stored(table)} == {"OWNER#dana"}


def test_a_provider_of_another_owner_meanwhile_is_not_ones_own(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = bare_provider()
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.provider(provider), owner="bob"))

    with pytest.raises(Invalid):
        new(provider, DANA)
    assert not ids(table, provider)


def test_a_webhook_made_during_the_deletion_of_its_provider_is_not_listed(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = bare_provider()
    before(monkeypatch, WRITE, lambda: new(provider, DANA))

    providers.delete(provider, DANA, None)

    assert not ids(table, provider)


def test_two_concurrent_creations_with_one_key_create_one_webhook(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, made = fresh_key(), []
    before(monkeypatch, WRITE, lambda: made.append(registration.create(fields(), ADMIN, key)[0]))

    assert registration.create(fields(), ADMIN, key) == (made[0], False)
    assert ids(table) == {key.numeric_id}


def test_another_body_with_the_key_of_a_concurrent_creation_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = fresh_key("one")
    second = type(first)(first.digest, "two")
    before(monkeypatch, WRITE, lambda: registration.create(fields(), ADMIN, first))

    with pytest.raises(KeyReused):
        registration.create(fields(), ADMIN, second)


def test_an_id_that_another_request_has_by_chance_is_not_taken_over(table: Table) -> None:
    webhook, key = new(), fresh_key()
    table.put_item(Item={**webhook.to_item(), **webhook_keys.webhook(key.numeric_id)._asdict()})

    with pytest.raises(Unavailable):
        registration.create(fields(), ADMIN, key)


def test_a_creation_that_a_conflict_reports_although_it_took_effect_is_new(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()], applied=True)

    webhook, made = registration.create(fields(), ADMIN, fresh_key())

    assert made
    assert webhooks.read_own(webhook.id, ADMIN).secrets == webhook.secrets


def test_a_creation_whose_response_is_lost_shows_the_same_secret_to_the_next_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = fresh_key()
    raising(monkeypatch, WRITE, [Unavailable()], applied=True)
    with pytest.raises(Unavailable):
        registration.create(fields(), ADMIN, key)

    webhook, made = registration.create(fields(), ADMIN, key)

    assert not made
    assert webhook == webhooks.read_own(webhook.id, ADMIN)


def rename(webhook: int, version: int | None = None) -> Any:
    return registration.update(webhook, RENAMED, ADMIN, version)


def switch(webhook: int, active: bool) -> Any:
    return registration.update(webhook, {"active": active}, ADMIN, None)


def test_two_changes_at_once_both_take_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    number = new().id
    before(monkeypatch, "put_item", lambda: switch(number, active=False))

    changed = rename(number)

    assert (changed.description, changed.active, changed.version) == ("Renamed", False, 3)


def test_a_change_with_if_match_is_stale_after_a_concurrent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    number = new().id
    no_sleep(monkeypatch)
    before(monkeypatch, "put_item", lambda: switch(number, active=False))

    with pytest.raises(Stale):
        rename(number, 1)
    assert webhooks.read_own(number, ADMIN).description == ""


def test_a_change_that_meets_a_deletion_creates_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    number = new().id
    before(monkeypatch, "put_item", lambda: registration.delete(number, ADMIN, None))

    with pytest.raises(NotFound):
        rename(number)
    assert not [item for item in stored(table) if item["SK"] == "PROFILE"]


@pytest.mark.parametrize("version", [None, 1])
def test_a_change_that_a_conflict_reports_although_it_took_effect_is_made_once(
    monkeypatch: pytest.MonkeyPatch, version: int | None
) -> None:
    no_sleep(monkeypatch)
    number = new().id
    raising(monkeypatch, "put_item", [Conflict()], applied=True)

    assert rename(number, version).version == 2


def test_a_webhook_that_is_disabled_while_it_is_switched_on_keeps_its_record(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write that disables it makes a new version, so what is switched on is the webhook as it is then."""
    no_sleep(monkeypatch)
    number = new().id
    switch(number, active=False)
    health = webhook_keys.health(number)._asdict()

    def happen() -> None:
        switch(number, active=True)
        table.put_item(Item={**health, "failures": 1})

    before(monkeypatch, WRITE, happen)

    assert switch(number, active=True).version == 4
    assert table.get_item(Key=health)["Item"]["failures"] == 1


def test_a_deletion_after_a_concurrent_change_deletes_the_webhook(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    number = new().id
    before(monkeypatch, WRITE, lambda: rename(number))

    assert registration.delete(number, ADMIN, None).description == "Renamed"
    assert not ids(table)


def test_a_deletion_with_if_match_is_stale_after_a_concurrent_change(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = new().id
    before(monkeypatch, WRITE, lambda: rename(number))

    with pytest.raises(Stale):
        registration.delete(number, ADMIN, 1)
    assert ids(table) == {number}


@pytest.mark.parametrize("version", [None, 1])
def test_a_deletion_that_took_effect_although_a_conflict_was_reported_succeeds_or_finds_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch, version: int | None
) -> None:
    number = new().id
    before(monkeypatch, WRITE, lambda: registration.delete(number, ADMIN, None))

    assert registration.delete(number, ADMIN, version).id == number
    assert not ids(table)


@pytest.mark.parametrize(
    "act",
    [
        lambda number: registration.update(number, RENAMED, BOB, None),
        lambda number: registration.delete(number, BOB, None),
    ],
)
def test_only_the_owner_of_the_provider_may_change_and_delete(
    table: Table, act: Callable[[int], Any]
) -> None:
    number = new(bare_provider()).id
    unchanged = stored(table)

    with pytest.raises(NotFound):
        act(number)
    assert stored(table) == unchanged
