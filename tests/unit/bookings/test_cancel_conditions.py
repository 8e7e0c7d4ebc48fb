"""Cancelling while other requests change the data."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.core.errors import HoldExpired, NotFound
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.queries import appointments
from holdfast.schedule import opening
from testkit.interference import WRITE, before, no_sleep, raising, twice
from testkit.items import day_item, item, overwrite
from testkit.layer_scenario import MORNING, Owned
from testkit.users import ADMIN, ALICE, BOB, DANA


def test_a_hold_confirmed_during_its_cancellation_is_cancelled_and_leaves_nothing_booked(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)
    before(monkeypatch, "delete_item", lambda: confirm(slot, ALICE))

    assert cancel(slot, ADMIN).status == "available"
    assert item(table, slot.id) is None
    assert "booked" not in day_item(table, slot.id)


def test_cancelling_a_hold_that_another_client_replaced_leaves_the_new_hold(
    slot: Slot, table: Table, replace_with_bobs_hold: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "delete_item", replace_with_bobs_hold)

    assert cancel(slot, ADMIN)
    hold = item(table, slot.id)
    assert hold
    assert hold["client_name"] == "bob"


def test_cancelling_an_appointment_that_another_client_replaced_leaves_the_new_appointment(
    slot: Slot, table: Table, replace_with_bobs_hold: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def happens() -> None:
        replace_with_bobs_hold()
        confirm(slot, BOB)

    confirm(slot, ALICE)
    before(monkeypatch, WRITE, happens)

    assert cancel(slot, ADMIN)
    appointment = item(table, slot.id)
    assert appointment
    assert (appointment["client_name"], appointment["status"]) == ("bob", "confirmed")
    assert day_item(table, slot.id)["booked"] == {36}


@pytest.mark.parametrize("confirmed", [True, False])
def test_cancelling_a_slot_that_another_request_cancelled_first_succeeds(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, confirmed: bool
) -> None:
    if confirmed:
        confirm(slot, ALICE)
    before(monkeypatch, WRITE if confirmed else "delete_item", lambda: cancel(slot, DANA))

    assert cancel(slot, ALICE).status == "available"
    assert item(table, slot.id) is None


def test_a_cancellation_whose_response_is_lost_succeeds(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(monkeypatch, "delete_item")

    assert cancel(slot, ALICE).status == "available"
    assert item(table, slot.id) is None


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("caller", [ALICE, DANA])
def test_a_slot_whose_owners_change_after_the_read_is_not_cancelled(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, confirmed: bool, caller: object
) -> None:
    if confirmed:
        confirm(slot, ALICE)
    no_sleep(monkeypatch)

    def happens() -> None:
        overwrite(table, keys.appointment(slot), owner="bob", provider_owner="bob")

    before(monkeypatch, WRITE if confirmed else "delete_item", happens)

    with pytest.raises(NotFound):
        cancel(slot, caller)  # type: ignore[arg-type]
    assert item(table, slot.id)


def test_a_cancellation_succeeds_after_a_few_conflicts(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    raising(monkeypatch, "delete_item", [Conflict()] * 3)

    assert cancel(slot, ALICE).status == "available"


def test_a_slot_closed_during_its_cancellation_stays_closed(
    owned: Owned, slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "delete_item", lambda: opening.close_time(owned.provider, MORNING, DANA))

    cancel(slot, ALICE)
    with pytest.raises(NotFound):
        appointments.read(slot, ALICE)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_retried_cancellation_leaves_the_next_booking_of_the_same_client(
    owned: Owned, slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, confirmed: bool
) -> None:
    no_sleep(monkeypatch)
    if confirmed:
        confirm(slot, ALICE)

    def happens() -> None:
        cancel(slot, ALICE)
        owned.book(slot)

    before(monkeypatch, WRITE if confirmed else "delete_item", happens)

    assert cancel(slot, ALICE).status == "available"
    assert (item(table, slot.id) or {})["status"] == "confirmed"


def test_a_retried_confirmation_leaves_the_next_hold_of_the_same_client(
    owned: Owned, slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_sleep(monkeypatch)

    def happens() -> None:
        cancel(slot, ALICE)
        owned.hold(slot)
        raise Conflict

    before(monkeypatch, WRITE, happens)

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    assert (item(table, slot.id) or {})["status"] == "held"
