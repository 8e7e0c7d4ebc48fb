"""Two things that happen to one slot at once: one of the orders in which they could is the outcome."""

from functools import partial

import pytest
from requests.structures import CaseInsensitiveDict

from testkit import people
from testkit.api import Answer, invoke
from testkit.people import Doctor, Patient
from testkit.racing import ahead
from testkit.store import Store
from tests.integration.repeated_race import Contest, said

ROUNDS = 12
HOLD = 1800


@pytest.mark.parametrize("canceller", ["its client", "its provider"])
def test_cancel_against_confirm_frees_the_slot_in_either_order(
    contest: Contest, doctor: Doctor, ana: Patient, store: Store, canceller: str
) -> None:
    who = ana if canceller == "its client" else doctor
    for slot in doctor.slots(quarters=ROUNDS):
        ana.hold(slot)
        cancel = partial(who.send, "POST", f"/api/appointments/cancel/{slot}")
        confirmed, cancelled = contest(partial(ana.confirm, slot), cancel)
        assert said(confirmed) in {"200", "410 hold_expired"}
        assert cancelled.json["status"] == "available"
        assert store.appointment(slot) is None
    store.check()
    assert contest.tally.keys() == {"200, 200", "410 hold_expired, 200"}


def test_a_hold_is_confirmed_or_lapses_to_the_next_client_never_both(
    contest: Contest, doctor: Doctor, ana: Patient, ben: Patient, store: Store
) -> None:
    for slot in doctor.slots(quarters=ROUNDS):
        ana.hold(slot)
        store.clock.advance(HOLD - 1)
        confirmed, _, reserved = contest(
            partial(ana.confirm, slot), ahead(1, _sweep), ahead(1, partial(ben.reserve, slot))
        )
        outcome = said(confirmed), said(reserved)
        assert outcome in {("200", "409 taken"), ("410 hold_expired", "201")}
        owner, status = (ana, "confirmed") if confirmed.status == 200 else (ben, "held")
        stored = store.appointment(slot)
        assert stored
        assert (stored["owner"], stored["client_id"], stored["status"]) == (owner.name, owner.id, status)
        store.check()
        store.clock.advance(-(HOLD - 1))
    assert {tally.split(", ")[0] for tally in contest.tally} == {"200", "410 hold_expired"}


def test_a_lapsed_hold_goes_to_one_of_two_whatever_the_sweepers_do(
    contest: Contest, doctor: Doctor, ana: Patient, ben: Patient, store: Store
) -> None:
    eva = people.patient(doctor.api, "eva")
    for slot in doctor.slots(quarters=ROUNDS):
        eva.hold(slot)
        store.clock.advance(HOLD)
        answers = contest(partial(ana.reserve, slot), _sweep, partial(ben.reserve, slot), _sweep)
        first, second = answers[0], answers[2]
        assert {said(first), said(second)} == {"201", "409 taken"}
        stored = store.appointment(slot)
        assert stored
        assert stored["client_id"] == (ana if first.status == 201 else ben).id
    store.check()


def test_time_closed_against_confirm_is_withdrawn_or_still_booked(
    contest: Contest, doctor: Doctor, ana: Patient, store: Store
) -> None:
    for slot in doctor.slots(quarters=ROUNDS):
        ana.hold(slot)
        confirmed, closed = contest(partial(ana.confirm, slot), partial(doctor.close, _start(slot)))
        listed = {name: [each["id"] for each in closed.json[name]] for name in ("closed", "still_booked")}
        if confirmed.status == 200:
            assert listed == {"closed": [], "still_booked": [slot]}
        else:
            assert said(confirmed) == "409 slot_withdrawn"
            assert listed == {"closed": [slot], "still_booked": []}
        assert not store.is_open(slot)
    store.check()
    assert contest.tally.keys() == {"200, 200", "409 slot_withdrawn, 200"}


def test_time_opened_against_reserve_is_held_or_was_not_open_yet(
    contest: Contest, doctor: Doctor, ana: Patient, store: Store
) -> None:
    slots = doctor.slots(quarters=ROUNDS)
    doctor.close(quarters=ROUNDS)
    for slot in slots:
        reserved, opened = contest(partial(ana.reserve, slot), partial(doctor.open, _start(slot)))
        assert said(reserved) in {"201", "404 not_found"}
        assert [each["id"] for each in opened.json["opened"]] == [slot]
        assert (store.appointment(slot) is not None) == (reserved.status == 201)
        assert store.is_open(slot)
    store.check()


def test_time_closed_and_opened_again_leaves_its_booking_as_it_was(
    contest: Contest, doctor: Doctor, ana: Patient, store: Store
) -> None:
    for slot in doctor.slots(quarters=ROUNDS):
        ana.hold(slot)

        def reopen(start: str = _start(slot)) -> Answer:
            doctor.close(start)
            return doctor.open(start)

        confirmed, _ = contest(partial(ana.confirm, slot), reopen)
        assert said(confirmed) in {"200", "409 slot_withdrawn"}
        stored = store.appointment(slot)
        assert stored
        assert stored["status"] == ("confirmed" if confirmed.status == 200 else "held")
        assert store.is_open(slot)
    store.check()


def _start(slot: str) -> str:
    return f"2026-12-02T{slot[-5:-3]}:{slot[-3:-1]}:00Z"


def _sweep() -> Answer:
    report = invoke("expire_holds", {})
    assert report["finished"]
    return Answer(200, CaseInsensitiveDict(), str(report["cleared"]))
