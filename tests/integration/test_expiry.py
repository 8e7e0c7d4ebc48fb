"""A hold expires at its time, even if neither TTL nor the sweeper deletes it."""

import pytest

from holdfast.bookings.confirm import confirm
from holdfast.core.caller import Caller
from holdfast.core.errors import HoldExpired
from holdfast.core.slots import Slot
from testkit import interference
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient
from testkit.store import Store
from tests.integration.repeated_race import said


@pytest.fixture
def held(doctor: Doctor, alice: Patient) -> str:
    return alice.hold(doctor.slots(quarters=2)[0])


def test_a_hold_can_be_confirmed_until_one_second_before_it_expires(
    held: str, alice: Patient, store: Store
) -> None:
    store.clock.advance(HOLD - 1)
    assert said(alice.confirm(held)) == "200"
    store.check()


@pytest.mark.parametrize("late", [0, 1, 60, 24 * 3600])
def test_a_hold_cannot_be_confirmed_once_it_has_expired(
    held: str, alice: Patient, store: Store, late: int
) -> None:
    before = store.appointment(held)
    store.clock.advance(HOLD + late)
    assert said(alice.confirm(held)) == "410 hold_expired"
    assert store.appointment(held) == before
    store.check()


def test_another_client_can_reserve_once_the_hold_has_expired_and_not_before(
    held: str, bob: Patient, store: Store
) -> None:
    store.clock.advance(HOLD - 1)
    assert said(bob.reserve(held)) == "409 taken"
    store.clock.advance(1)
    assert said(bob.reserve(held)) == "201"
    assert said(bob.confirm(held)) == "200"
    store.check()


def test_a_lapsed_hold_is_listed_as_available_and_belongs_to_nobody(
    doctor: Doctor, held: str, alice: Patient, store: Store
) -> None:
    store.clock.advance(HOLD - 1)
    assert held not in _available(doctor)
    store.clock.advance(1)
    assert held in _available(doctor)
    assert alice.send("GET", f"/api/appointments/{held}").json["status"] == "available"
    assert alice.send("GET", f"/api/appointments?client_id={alice.id}").json["items"] == []
    assert said(alice.cancel(held)) == "404 not_found"
    assert store.appointment(held)


def test_a_lapsed_hold_no_longer_counts_against_its_clients_limit(
    doctor: Doctor, alice: Patient, store: Store
) -> None:
    slots = doctor.slots("2026-12-03T09:00:00Z", quarters=7)
    for slot in slots[:5]:
        alice.hold(slot)
    store.clock.advance(HOLD - 1)
    assert said(alice.reserve(slots[5])) == "429 hold_limit"
    store.clock.advance(1)
    assert said(alice.reserve(slots[5])) == "201"
    assert len(store.holds_of(alice.id)) == 1


def test_a_late_confirm_does_not_change_the_next_clients_hold(
    held: str, alice: Patient, bob: Patient, store: Store
) -> None:
    store.clock.advance(HOLD)
    bob.hold(held)
    before = store.check()
    assert said(alice.confirm(held)) == "410 hold_expired"
    with pytest.raises(HoldExpired):
        confirm(Slot.from_id(held), Caller(alice.name))
    assert store.items() == before
    assert said(bob.confirm(held)) == "200"


def test_a_late_cancel_does_not_change_the_next_clients_hold(
    held: str, alice: Patient, bob: Patient, store: Store
) -> None:
    store.clock.advance(HOLD)
    bob.hold(held)
    before = store.check()
    assert said(alice.cancel(held)) == "404 not_found"
    assert store.items() == before


@pytest.mark.parametrize("write", [("confirm", "transact_write_items"), ("cancel", "delete_item")])
def test_a_write_to_a_lapsed_hold_does_not_change_the_same_owners_next_hold(
    held: str, alice: Patient, store: Store, monkeypatch: pytest.MonkeyPatch, write: tuple[str, str]
) -> None:
    """Between the read and the write of the request, the hold lapses and the same user makes a new hold."""
    act, request = write
    sibling = Patient(alice.name)

    def lapse_and_reserve() -> None:
        store.clock.advance(HOLD)
        sibling.hold(held)

    with monkeypatch.context() as patch:
        interference.before(patch, request, lapse_and_reserve)
        alice.send("POST", f"/api/appointments/{act}/{held}")
    hold = store.appointment(held)
    assert hold
    assert (hold["status"], hold["client_id"]) == ("held", sibling.id)
    store.check()


def test_a_slot_held_again_by_the_same_client_gets_a_whole_new_hold_period(
    held: str, alice: Patient, store: Store
) -> None:
    store.clock.advance(HOLD)
    first = store.appointment(held)
    alice.hold(held)
    second = store.appointment(held)
    assert first
    assert second
    assert second["hold_id"] != first["hold_id"]
    assert second["expires_at"] == first["expires_at"] + HOLD
    store.clock.advance(HOLD - 1)
    assert said(alice.confirm(held)) == "200"
    store.check()


def _available(doctor: Doctor) -> list[str]:
    response = doctor.send("GET", f"/api/providers/availability/{doctor.id}")
    return [slot["id"] for slot in response.json["items"]]
