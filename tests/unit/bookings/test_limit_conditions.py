"""A client's hold limit and recent holds stay correct despite concurrent requests and conflicts."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import HoldLimit, NotFound, Unavailable
from holdfast.core.settings import settings
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.profiles import clients
from holdfast.queries import profiles
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import overwrite, stored
from testkit.layer_scenario import Owned, holder, new_hold
from testkit.users import ADMIN, ALICE


def test_concurrent_reservations_cannot_exceed_the_limit(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_HOLDS_PER_CLIENT", "1")
    settings.cache_clear()
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: owned.hold(owned.slots[1]))

    with pytest.raises(HoldLimit):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert holder(table, owned) is None


def test_concurrent_reservations_of_two_slots_are_both_remembered(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: owned.hold(owned.slots[1]))

    owned.hold(owned.slots[0])

    remembered = profiles.read_own_client(owned.client, ALICE).recent_holds
    assert [hold.appointment for hold in remembered] == [owned.slots[1].id, owned.slots[0].id]


@pytest.mark.parametrize("caller", [ALICE, ADMIN])
def test_a_client_deleted_during_its_reservation_holds_nothing(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, caller: Any
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: clients.delete(owned.client, ALICE, None))

    with pytest.raises(NotFound):
        new_hold(owned.slots[0], owned.client, caller)
    assert not [row for row in stored(table) if row["PK"] == f"CLIENT#{owned.client}"]
    assert holder(table, owned) is None


def test_a_client_whose_owner_changes_during_its_reservation_holds_nothing(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.client(owned.client), owner="bob"))

    with pytest.raises(NotFound):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert holder(table, owned) is None


def test_a_reservation_succeeds_after_a_few_conflicts(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()] * 5)

    assert new_hold(owned.slots[0], owned.client, ALICE).status == "held"
    assert len(pauses) == 5


def test_a_reservation_fails_after_many_conflicts_and_changes_nothing(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, WRITE, [Conflict()] * 8)
    unchanged = stored(table)

    with pytest.raises(Unavailable):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert stored(table) == unchanged
