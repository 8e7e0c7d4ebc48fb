"""Reserving while other requests change the data."""

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


def test_only_one_of_two_concurrent_clients_holds_the_slot(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs_client = new_client(BOB)
    before(monkeypatch, WRITE, lambda: new_hold(owned.slots[0], bobs_client, BOB))

    with pytest.raises(AppointmentTaken) as refusal:
        new_hold(owned.slots[0], owned.client, ALICE)
    assert utc.text(refusal.value.available_at or 0) == "2026-12-01T08:30:00Z"
    assert len(refusal.value.alternatives) == 3
    assert holder(table, owned) == bobs_client
    assert profiles.read_own_client(owned.client, ALICE).recent_holds == ()


def test_only_one_of_two_concurrent_clients_replaces_a_lapsed_hold(
    owned: Owned, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs_client = new_client(BOB)
    owned.hold(owned.slots[0])
    clock.advance(1800)
    before(monkeypatch, WRITE, lambda: new_hold(owned.slots[0], bobs_client, BOB))

    with pytest.raises(AppointmentTaken):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert holder(table, owned) == bobs_client


def test_a_slot_booked_after_the_read_stays_booked(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def book() -> None:
        owned.book(owned.slots[0])

    bobs_client = new_client(BOB)
    before(monkeypatch, WRITE, book)

    with pytest.raises(AppointmentTaken) as refusal:
        new_hold(owned.slots[0], bobs_client, ADMIN)
    assert refusal.value.available_at is None
    assert holder(table, owned) == owned.client


def test_two_concurrent_reservations_for_one_client_make_one_hold(
    owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: new_hold(owned.slots[0], owned.client, ALICE))

    hold, new = reserve(owned.slots[0], owned.client, ALICE, fresh_key())
    assert (hold.status, new) == ("held", False)
    assert len(profiles.read_own_client(owned.client, ALICE).recent_holds) == 1


def test_a_concurrent_reservation_with_the_same_key_and_another_body_is_refused(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = fresh_key("one")
    other = RequestKey(one.digest, "other")
    second = new_client(ALICE)
    before(monkeypatch, WRITE, lambda: reserve(owned.slots[0], second, ALICE, other))

    with pytest.raises(KeyReused):
        reserve(owned.slots[0], owned.client, ALICE, one)


def test_another_clients_hold_that_lapses_before_the_write_blocks_only_that_request(
    owned: Owned, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs_client = new_client(BOB)

    def reserve_and_wait() -> None:
        new_hold(owned.slots[0], bobs_client, BOB)
        clock.advance(1800)

    # Bob's hold still counts as live, because the write uses the time of the read.
    before(monkeypatch, WRITE, reserve_and_wait)
    with pytest.raises(AppointmentTaken):
        new_hold(owned.slots[0], owned.client, ALICE)
    assert new_hold(owned.slots[0], owned.client, ALICE).client_id == owned.client


def test_a_slot_closed_after_the_read_can_be_held_but_not_confirmed(
    owned: Owned, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: opening.close_time(owned.provider, MORNING, DANA))

    owned.hold(owned.slots[0])
    with pytest.raises(SlotWithdrawn):
        confirm(owned.slots[0], ALICE)
