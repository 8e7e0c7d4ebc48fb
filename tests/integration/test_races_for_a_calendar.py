"""Races between requests that open time, close time or delete a provider."""

from functools import partial

from testkit.api import Api, Response
from testkit.crowd import Doctor, Patient
from testkit.store import Store
from tests.integration.repeated_race import RepeatedRace, said

ROUNDS = 10
DATES = [f"2026-12-{number:02d}" for number in range(2, 2 + ROUNDS)]


def test_overlapping_blocks_open_each_slot_exactly_once(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    for date in DATES:
        starts = [f"{date}T09:00:00Z", f"{date}T09:30:00Z", f"{date}T09:45:00Z"]
        responses = repeated_race(*[partial(doctor.open, start, quarters=6) for start in starts])
        opened = [slot["id"] for response in responses for slot in response.json["opened"]]
        seen = {slot["id"] for response in responses for slot in response.json["already_open"]}
        assert len(opened) == len(set(opened)) == 9
        assert seen <= set(opened)
        assert all(map(store.is_open, opened))
    store.check()


def test_open_racing_close_ends_as_the_later_response_says(
    repeated_race: RepeatedRace, doctor: Doctor, store: Store
) -> None:
    for number, date in enumerate(DATES):
        start = f"{date}T09:00:00Z"
        slots = doctor.slots(start, quarters=4) if number % 2 else []
        opened, closed = repeated_race(partial(doctor.open, start, 4), partial(doctor.close, start, 4))
        newly = [slot["id"] for slot in opened.json["opened"]]
        gone = [slot["id"] for slot in closed.json["closed"]]
        # Slots that were open at first must end up open if `newly` has them, and closed if not.
        # Slots that were closed at first must end up closed if `gone` has them, and open if not.
        assert gone in ([], newly or slots)
        for slot in newly or slots:
            assert store.is_open(slot) == (bool(newly) if slots else not gone)
    store.check()


def test_a_provider_is_not_deleted_while_its_time_is_being_opened(
    repeated_race: RepeatedRace, api: Api, store: Store
) -> None:
    for number in range(ROUNDS):
        doctor = Doctor(f"doctor-{number}")
        left, opened = repeated_race(doctor.leave, doctor.open)
        assert (said(left), said(opened)) in {("200", "404 not_found"), ("409 in_use", "200")}
        assert (store.provider(doctor.id) is None) == (left.status == 200)
        days = [key for key in store.items() if key[0] == f"PROVIDER#{doctor.id}" and key[1] != "PROFILE"]
        assert len(days) == (opened.status == 200)
    store.check()
    assert len(repeated_race.tally) == 2


def test_a_provider_that_closes_and_is_deleted_leaves_no_appointment(
    repeated_race: RepeatedRace, api: Api, alice: Patient, store: Store
) -> None:
    for number in range(ROUNDS):
        doctor = Doctor(f"doctor-{number}")
        (slot,) = doctor.slots()

        def go(doctor: Doctor = doctor) -> Response:
            doctor.close()
            return doctor.leave()

        left, reserved = repeated_race(go, partial(alice.reserve, slot))
        assert said(reserved) in {"201", "404 not_found"}
        assert said(left) == "200" or reserved.status == 201
        if reserved.status == 201:
            assert said(alice.confirm(slot)) == "409 slot_withdrawn"
            assert alice.cancel(slot).json["status"] == "closed"
        assert store.appointment(slot) is None
        assert doctor.leave().status == (404 if left.status == 200 else 200)
    store.check()


def test_a_provider_with_a_held_or_confirmed_slot_is_not_deleted(
    repeated_race: RepeatedRace, api: Api, alice: Patient, store: Store
) -> None:
    for number in range(ROUNDS):
        doctor = Doctor(f"doctor-{number}")
        (slot,) = doctor.slots()
        alice.hold(slot)

        def go(doctor: Doctor = doctor) -> Response:
            doctor.close()
            return doctor.leave()

        left, confirmed = repeated_race(go, partial(alice.confirm, slot))
        assert said(confirmed) in {"200", "409 slot_withdrawn"}
        assert said(left) == "409 in_use"
        assert store.provider(doctor.id)
    store.check()
