"""Clients: concurrent requests, conflicts and lost responses."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.confirm import confirm
from holdfast.core.errors import InUse, NotFound, Stale, Unavailable
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.keys import owners_clients
from holdfast.profiles import clients, providers
from holdfast.queries import profiles
from testkit.interference import before, no_sleep, raising, twice
from testkit.items import overwrite, stored
from testkit.layer_scenario import Owned, bare_provider, fresh_key, new_client
from testkit.users import ADMIN, ALICE, BOB

NAME = {"name": "Hopper"}
FIELDS = {"name": "A", "email": None, "phone": None}


def test_a_client_who_reserves_during_the_deletion_is_not_deleted(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, "transact_write_items", lambda: owned.hold(owned.slots[0]))

    with pytest.raises(InUse):
        clients.delete(owned.client, ADMIN, None)
    assert confirm(owned.slots[0], ALICE).client_id == owned.client


def test_a_client_whose_owner_changes_during_the_deletion_is_not_deleted(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(
        monkeypatch, "transact_write_items", lambda: overwrite(table, keys.client(owned.client), owner="bob")
    )

    with pytest.raises(NotFound):
        clients.delete(owned.client, ALICE, None)
    assert profiles.read_own_client(owned.client, BOB)


def test_deleting_with_if_match_is_stale_after_a_concurrent_change(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "transact_write_items", lambda: clients.update(owned.client, NAME, ALICE, None))

    with pytest.raises(Stale):
        clients.delete(owned.client, ADMIN, 1)
    assert profiles.read_own_client(owned.client, ALICE).name == "Hopper"


def test_deleting_a_client_that_another_request_deleted_first_succeeds(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "transact_write_items", lambda: clients.delete(owned.client, ADMIN, None))

    assert clients.delete(owned.client, ALICE, 1).id == owned.client
    assert "ids" not in table.get_item(Key=owners_clients("alice")._asdict())["Item"]


@pytest.mark.parametrize("version", [None, 1])
def test_a_change_whose_response_is_lost_does_not_conflict_with_itself(
    owned: Owned, monkeypatch: pytest.MonkeyPatch, version: int | None
) -> None:
    twice(monkeypatch, "update_item")

    assert clients.update(owned.client, NAME, ALICE, version).name == "Hopper"


def test_changing_with_if_match_is_stale_after_a_concurrent_change(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "update_item", lambda: clients.update(owned.client, NAME, ALICE, None))

    with pytest.raises(Stale):
        clients.update(owned.client, {"name": "Ada"}, ADMIN, 1)
    assert profiles.read_own_client(owned.client, ALICE).name == "Hopper"


def test_changing_a_concurrently_deleted_provider_does_not_create_it_again(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bare_provider()
    rest = [row for row in stored(table) if row["PK"] != f"PROVIDER#{number}"]
    before(monkeypatch, "update_item", lambda: providers.delete(number, ADMIN, None))

    with pytest.raises(NotFound):
        providers.update(number, NAME, ADMIN, None)
    assert stored(table) == rest


def test_a_change_that_conflicts_with_a_transaction_is_retried(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, "update_item", [Conflict(), Conflict()])

    assert clients.update(owned.client, NAME, ALICE, None).version == 2


def test_a_creation_whose_response_is_lost_is_reported_as_new(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(monkeypatch, "put_item")

    provider, made = providers.create(
        {"name": "A", "time_zone": "UTC", "min_notice_minutes": 0}, BOB, fresh_key()
    )
    assert (provider.version, made) == (1, True)


def test_two_concurrent_creations_with_one_key_create_one_client(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = fresh_key()
    before(monkeypatch, "transact_write_items", lambda: clients.create(FIELDS, BOB, key))

    client, made = clients.create(FIELDS, BOB, key)
    assert (client.id, made) == (key.numeric_id, False)
    assert table.get_item(Key=owners_clients("bob")._asdict())["Item"]["ids"] == {key.numeric_id}


def test_a_client_is_created_after_a_few_conflicts_but_not_after_many(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, "transact_write_items", [Conflict()] * 3)
    new_client(BOB)
    unchanged = stored(table)

    raising(monkeypatch, "transact_write_items", [Conflict()] * 99)
    with pytest.raises(Unavailable):
        new_client(BOB)
    assert stored(table) == unchanged
