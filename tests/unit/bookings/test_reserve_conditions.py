"""Reserving: what happens between the read and the write."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.confirm import confirm
from holdfast.bookings.reserve import reserve
from holdfast.core import utc
from holdfast.core.errors import AppointmentTaken, KeyReused, SlotWithdrawn
from holdfast.model.request_key import RequestKey
from holdfast.queries import profiles
from holdfast.schedule import opening
from testkit.clock import Clock
from testkit.interference import WRITE, before
from testkit.layer_scenario import MORNING, Owned, fresh_key, holder, new_client, new_hold
from testkit.users import ADMIN, ALICE, BOB, DANA


def test_of_two_clients_at_once_one_holds_the_slot(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs = new_client(BOB)
    before(monkeypatch, WRITE, lambda: new_hold(owned.slots[0], bobs, BOB))

    with pytest.raises(AppointmentTaken) as refusal:
        new_hold(owned.slots[0], owned.client, ALICE)
    assert utc.text(refusal.value.available_at or 0) == "2026-12-01T08:30:00Z"
    assert len(refusal.value.alternatives) == 3
    assert holder(table, owned) == bobs
    assert profiles.read_own_client(owned.client, ALICE).recent_holds == ()


def test_of_two_clients_after_a_lapsed_hold_one_holds_the_slot(
    owned: Owned, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs = new_client(BOB)
    owned.hold(owned.slots[0])
    clock.advance(1800)
    before(monkeypatch, WRITE, lambda: new_hold(owned.slots[0], bobs, BOB))

    with pytest.raises(AppointmentTaken):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert holder(table, owned) == bobs


def test_a_slot_that_was_confirmed_meanwhile_is_not_taken_away(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def book() -> None:
        owned.book(owned.slots[0])

    bobs = new_client(BOB)
    before(monkeypatch, WRITE, book)

    with pytest.raises(AppointmentTaken) as refusal:
        new_hold(owned.slots[0], bobs, ADMIN)
    assert refusal.value.available_at is None
    assert holder(table, owned) == owned.client


def test_ones_own_twin_is_no_stranger(owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    before(monkeypatch, WRITE, lambda: new_hold(owned.slots[0], owned.client, ALICE))

    hold, new = reserve(owned.slots[0], owned.client, ALICE, fresh_key())
    assert (hold.status, new) == ("held", False)
    assert len(profiles.read_own_client(owned.client, ALICE).recent_holds) == 1


def test_a_twin_with_the_same_key_and_another_body_is_told(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = fresh_key("one")
    other = RequestKey(one.digest, "other")
    second = new_client(ALICE)
    before(monkeypatch, WRITE, lambda: reserve(owned.slots[0], second, ALICE, other))

    with pytest.raises(KeyReused):
        reserve(owned.slots[0], owned.client, ALICE, one)


def test_a_hold_that_lapses_meanwhile_is_met_with_patience(
    owned: Owned, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs = new_client(BOB)

    def reserve_and_wait() -> None:
        new_hold(owned.slots[0], bobs, BOB)
        clock.advance(1800)

    # The condition asks by the time of the read, by which the other's hold is live.
    before(monkeypatch, WRITE, reserve_and_wait)
    with pytest.raises(AppointmentTaken):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert new_hold(owned.slots[0], owned.client, ALICE).client_id == owned.client


def test_a_slot_closed_meanwhile_can_be_held_but_not_confirmed(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: opening.close_time(owned.provider, MORNING, DANA))

    owned.hold(owned.slots[0])
    with pytest.raises(SlotWithdrawn):
        confirm(owned.slots[0], ALICE)
