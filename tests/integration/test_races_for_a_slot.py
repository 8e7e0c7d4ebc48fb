"""Races between operations on one slot. The result must be as if they had run one after the other."""

from functools import partial

import pytest
from requests.structures import CaseInsensitiveDict

from testkit.api import Response, invoke
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient
from testkit.racing import ahead
from testkit.store import Store
from tests.integration.repeated_race import RepeatedRace, said

ROUNDS = 12


@pytest.mark.parametrize("canceller", ["its client", "its provider"])
def test_cancel_racing_confirm_frees_the_slot_in_either_order(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, store: Store, canceller: str
) -> None:
    who = alice if canceller == "its client" else doctor
    for slot in doctor.slots(quarters=ROUNDS):
        alice.hold(slot)
        cancel = partial(who.send, "POST", f"/api/appointments/cancel/{slot}")
        confirmed, cancelled = repeated_race(partial(alice.confirm, slot), cancel)
        assert said(confirmed) in {"200", "410 hold_expired"}
        assert cancelled.json["status"] == "available"
        assert store.appointment(slot) is None
    store.check()
    assert repeated_race.tally.keys() == {"200, 200", "410 hold_expired, 200"}


def test_a_hold_is_confirmed_or_lost_to_the_next_client_never_both(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, bob: Patient, store: Store
) -> None:
    for slot in doctor.slots(quarters=ROUNDS):
        alice.hold(slot)
        store.clock.advance(HOLD - 1)
        confirmed, _, reserved = repeated_race(
            partial(alice.confirm, slot), ahead(1, _sweep), ahead(1, partial(bob.reserve, slot))
        )
        outcome = said(confirmed), said(reserved)
        assert outcome in {("200", "409 taken"), ("410 hold_expired", "201")}
        owner, status = (alice, "confirmed") if confirmed.status == 200 else (bob, "held")
        stored = store.appointment(slot)
        assert stored
        assert (stored["owner"], stored["client_id"], stored["status"]) == (owner.name, owner.id, status)
        store.check()
        store.clock.advance(-(HOLD - 1))
    assert {tally.split(", ")[0] for tally in repeated_race.tally} == {"200", "410 hold_expired"}


def test_one_of_two_clients_gets_a_lapsed_slot_whatever_the_sweepers_do(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, bob: Patient, store: Store
) -> None:
    carol = Patient("carol")
    for slot in doctor.slots(quarters=ROUNDS):
        carol.hold(slot)
        store.clock.advance(HOLD)
        responses = repeated_race(partial(alice.reserve, slot), _sweep, partial(bob.reserve, slot), _sweep)
        first, second = responses[0], responses[2]
        assert {said(first), said(second)} == {"201", "409 taken"}
        stored = store.appointment(slot)
        assert stored
        assert stored["client_id"] == (alice if first.status == 201 else bob).id
    store.check()


def test_time_closed_during_a_confirm_is_withdrawn_or_still_booked(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, store: Store
) -> None:
    for slot in doctor.slots(quarters=ROUNDS):
        alice.hold(slot)
        confirmed, closed = repeated_race(partial(alice.confirm, slot), partial(doctor.close, _start(slot)))
        listed = {name: [each["id"] for each in closed.json[name]] for name in ("closed", "still_booked")}
        if confirmed.status == 200:
            assert listed == {"closed": [], "still_booked": [slot]}
        else:
            assert said(confirmed) == "409 slot_withdrawn"
            assert listed == {"closed": [slot], "still_booked": []}
        assert not store.is_open(slot)
    store.check()
    assert repeated_race.tally.keys() == {"200, 200", "409 slot_withdrawn, 200"}


def test_time_opened_during_a_reserve_is_held_or_was_not_open_yet(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, store: Store
) -> None:
    slots = doctor.slots(quarters=ROUNDS)
    doctor.close(quarters=ROUNDS)
    for slot in slots:
        reserved, opened = repeated_race(partial(alice.reserve, slot), partial(doctor.open, _start(slot)))
        assert said(reserved) in {"201", "404 not_found"}
        assert [each["id"] for each in opened.json["opened"]] == [slot]
        assert (store.appointment(slot) is not None) == (reserved.status == 201)
        assert store.is_open(slot)
    store.check()


def test_closing_and_reopening_time_does_not_change_its_booking(
    repeated_race: RepeatedRace, doctor: Doctor, alice: Patient, store: Store
) -> None:
    for slot in doctor.slots(quarters=ROUNDS):
        alice.hold(slot)

        def reopen(start: str = _start(slot)) -> Response:
            doctor.close(start)
            return doctor.open(start)

        confirmed, _ = repeated_race(partial(alice.confirm, slot), reopen)
        assert said(confirmed) in {"200", "409 slot_withdrawn"}
        stored = store.appointment(slot)
        assert stored
        assert stored["status"] == ("confirmed" if confirmed.status == 200 else "held")
        assert store.is_open(slot)
    store.check()


def _start(slot: str) -> str:
    return f"2026-12-02T{slot[-5:-3]}:{slot[-3:-1]}:00Z"


def _sweep() -> Response:
    report = invoke("expire_holds", {})
    assert report["finished"]
    return Response(200, CaseInsensitiveDict(), str(report["cleared"]))
