"""Confirming while other requests change the data."""

from collections.abc import Callable, Collection

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.bookings.reserve import reserve
from holdfast.core.errors import HoldExpired, SlotWithdrawn, Unavailable
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb import table as table_module
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.keys import Key
from holdfast.model.request_key import RequestKey
from holdfast.schedule import opening
from testkit.clock import Clock
from testkit.interference import WRITE, before, no_sleep, raising
from testkit.items import day_item, erase, item, overwrite, stored
from testkit.layer_scenario import MORNING, Owned, fresh_key, new_client
from testkit.users import ADMIN, ALICE, DANA


def test_confirming_a_hold_that_another_client_replaced_does_not_confirm_the_new_hold(
    slot: Slot, table: Table, replace_with_bobs_hold: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, replace_with_bobs_hold)

    with pytest.raises(HoldExpired):
        confirm(slot, ADMIN)
    hold = item(table, slot.id)
    assert hold
    assert (hold["status"], hold["client_name"]) == ("held", "bob")
    assert "booked" not in day_item(table, slot.id)


def test_confirming_a_hold_replaced_with_the_same_key_does_not_confirm_the_new_hold(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, other, key = owned.slots[1], new_client(ALICE), fresh_key("one")
    reserve(slot, owned.client, ALICE, key)

    def replace_the_hold() -> None:
        cancel(slot, ALICE)
        reserve(slot, other, ALICE, RequestKey(key.digest, "other"))

    before(monkeypatch, WRITE, replace_the_hold)

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    hold = item(table, slot.id)
    assert hold
    assert (hold["status"], hold["client_id"]) == ("held", other)


def test_a_hold_that_lapses_after_the_read_is_not_confirmed(
    slot: Slot, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = table_module.batch_get

    def read_slowly(keys: Collection[Key], *, consistent: bool) -> dict[Key, Item]:
        found = read(keys, consistent=consistent)
        clock.advance(1800)
        return found

    monkeypatch.setattr(table_module, "batch_get", read_slowly)

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)


def test_a_hold_deleted_after_the_read_is_not_confirmed(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: erase(table, slot.id))

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    assert item(table, slot.id) is None
    assert "booked" not in day_item(table, slot.id)


def test_a_hold_whose_expiry_is_moved_to_now_after_the_read_is_not_confirmed(
    slot: Slot, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.appointment(slot), expires_at=clock.now))

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    assert "booked" not in day_item(table, slot.id)


def test_a_hold_whose_owner_changes_after_the_read_is_not_confirmed(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.appointment(slot), owner="bob"))

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    assert "booked" not in day_item(table, slot.id)


@pytest.mark.parametrize("twin", [ALICE, ADMIN])
def test_two_concurrent_confirmations_both_succeed(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, twin: object
) -> None:
    before(monkeypatch, WRITE, lambda: confirm(slot, twin))  # type: ignore[arg-type]

    assert confirm(slot, ALICE).status == "confirmed"
    assert day_item(table, slot.id)["booked"] == {36}


def test_a_hold_confirmed_and_cancelled_after_the_read_is_not_confirmed_again(
    owned: Owned, slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens() -> None:
        confirm(slot, ALICE)
        cancel(slot, ALICE)

    before(monkeypatch, WRITE, happens)
    with pytest.raises(HoldExpired):
        confirm(slot, ADMIN)
    assert item(table, slot.id) is None


def test_a_slot_closed_after_the_read_is_not_confirmed(
    owned: Owned, slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: opening.close_time(owned.provider, MORNING, DANA))

    with pytest.raises(SlotWithdrawn):
        confirm(slot, ALICE)
    hold = item(table, slot.id)
    assert hold
    assert hold["status"] == "held"


def test_a_confirmation_succeeds_after_a_few_conflicts_and_changes_nothing_after_many(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    unchanged = stored(table)
    raising(monkeypatch, WRITE, [Conflict()] * 8)
    with pytest.raises(Unavailable):
        confirm(slot, ALICE)
    assert stored(table) == unchanged

    raising(monkeypatch, WRITE, [Conflict()] * 3)
    assert confirm(slot, ALICE).status == "confirmed"


def test_a_hold_that_lapses_during_the_retries_is_not_confirmed(
    slot: Slot, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.core.clock.pause", lambda _: clock.advance(600))
    raising(monkeypatch, WRITE, [Conflict()] * 3)

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
