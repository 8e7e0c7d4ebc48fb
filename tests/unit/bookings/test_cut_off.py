"""The cut-off: later than `cancel_notice_minutes` before its start, a client cannot cancel an appointment."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from testkit.api import Api, Response
from testkit.clock import Clock
from testkit.crowd import Patient
from testkit.items import stored
from testkit.scenario import NINE, Practice, new_client, new_service, problem
from testkit.users import signed_in

START = utc.instant(NINE)
LATEST = START - 3600
TOO_LATE = (409, "too_late")


@pytest.fixture
def practice(table: Table, clock: Clock) -> Practice:
    """Dana's own provider, whose clients can cancel until an hour before the start."""
    return Practice(signed_in("dana"), cancel_notice_minutes=60)


@pytest.fixture
def alice(practice: Practice) -> Patient:
    return Patient("alice")


@pytest.fixture
def booked(practice: Practice, alice: Patient) -> str:
    """The first slot, booked by Alice."""
    return alice.book(practice.slots[0])


def named(api: Api, slot: str, booking_id: int) -> Response:
    return api.post(f"/api/appointments/cancel/{slot}", {"booking_id": booking_id})


def test_a_client_can_cancel_until_the_last_instant(alice: Patient, booked: str, clock: Clock) -> None:
    clock.now = LATEST

    assert alice.cancel(booked).status == 200


def test_a_later_cancel_is_refused_with_the_last_instant_and_changes_nothing(
    alice: Patient, booked: str, clock: Clock, table: Table
) -> None:
    clock.now = LATEST + 1
    before = stored(table)

    response = alice.cancel(booked)

    assert (problem(response), response.json["latest"]) == (TOO_LATE, "2026-12-02T08:00:00Z")
    assert stored(table) == before


def test_the_refusal_names_no_slot_or_client(alice: Patient, booked: str, clock: Clock) -> None:
    clock.now = LATEST + 1

    assert alice.cancel(booked).json.keys() == {"title", "status", "code", "detail", "latest"}


@pytest.mark.parametrize("user", ["dana", "admin"])
def test_the_providers_own_user_and_administrators_can_cancel_until_the_start(
    booked: str, clock: Clock, user: str
) -> None:
    clock.now = START - 1

    assert signed_in(user).post(f"/api/appointments/cancel/{booked}").status == 200


def test_another_provider_is_bound_as_a_client(practice: Practice, clock: Clock) -> None:
    lee = signed_in("lee")
    client = new_client(lee)
    slot = practice.slots[0]
    lee.post(f"/api/appointments/reserve/{slot}", {"client_id": client})
    lee.post(f"/api/appointments/confirm/{slot}")
    clock.now = LATEST + 1

    assert problem(lee.post(f"/api/appointments/cancel/{slot}")) == TOO_LATE


def test_the_providers_own_user_can_also_cancel_for_a_client_of_hers(
    practice: Practice, clock: Clock
) -> None:
    slot = practice.book(practice.slots[0])
    clock.now = START - 1

    assert practice.cancel(slot).status == 200


def test_a_hold_is_not_bound(practice: Practice, alice: Patient, clock: Clock) -> None:
    clock.now = LATEST + 1
    slot = alice.hold(practice.slots[0])

    assert alice.cancel(slot).status == 200


def test_an_appointment_that_is_booked_after_its_cut_off_cannot_be_cancelled(
    practice: Practice, alice: Patient, clock: Clock
) -> None:
    clock.now = LATEST + 1
    slot = alice.book(practice.slots[0])

    assert problem(alice.cancel(slot)) == TOO_LATE


def test_a_started_appointment_is_refused_as_started(alice: Patient, booked: str, clock: Clock) -> None:
    clock.now = START

    assert problem(alice.cancel(booked)) == (409, "already_started")


def test_a_stranger_does_not_learn_that_it_is_too_late(practice: Practice, booked: str, clock: Clock) -> None:
    clock.now = LATEST + 1

    assert problem(Patient("bob").cancel(booked)) == (404, "not_found")


def test_a_repeated_cancel_that_names_its_booking_returns_200_after_the_cut_off(
    alice: Patient, booked: str, clock: Clock
) -> None:
    booking_id = alice.api.get(f"/api/appointments/{booked}").json["booking_id"]
    clock.now = LATEST
    assert named(alice.api, booked, booking_id).status == 200
    clock.now = LATEST + 1

    assert named(alice.api, booked, booking_id).status == 200


def test_a_cancel_that_names_its_booking_is_bound(alice: Patient, booked: str, clock: Clock) -> None:
    booking_id = alice.api.get(f"/api/appointments/{booked}").json["booking_id"]
    clock.now = LATEST + 1

    assert problem(named(alice.api, booked, booking_id)) == TOO_LATE


def test_without_a_cut_off_a_client_can_cancel_until_the_start(table: Table, clock: Clock) -> None:
    practice, alice = Practice(signed_in("dana")), Patient("alice")
    slot = alice.book(practice.slots[0])
    clock.now = START - 1

    assert alice.cancel(slot).status == 200


def test_a_day_that_was_stored_without_a_cut_off_has_none(
    practice: Practice, alice: Patient, booked: str, clock: Clock, table: Table
) -> None:
    day = Slot.from_id(booked)
    table.update_item(
        Key=keys.day(day.provider_id, day.day)._asdict(), UpdateExpression="REMOVE cancel_notice_minutes"
    )
    clock.now = START - 1

    assert alice.cancel(booked).status == 200


@pytest.mark.parametrize(("minutes", "status"), [(60, 409), (None, 200)])
def test_the_providers_current_cut_off_counts(
    table: Table, clock: Clock, minutes: int | None, status: int
) -> None:
    dana, alice = signed_in("dana"), Patient("alice")
    practice = Practice(dana, cancel_notice_minutes=30 if minutes else 60)
    slot = alice.book(practice.slots[0])

    change = {"name": "Dr. Dana", "cancel_notice_minutes": minutes}
    dana.put(f"/api/providers/{practice.provider}", change)

    clock.now = START - 45 * 60
    assert alice.cancel(slot).status == status


def test_a_visit_is_bound_by_its_start(practice: Practice, alice: Patient, clock: Clock) -> None:
    service = new_service(practice.api, practice.provider, start_every_minutes=15)
    slot = alice.book(practice.slots[1], service=service)
    clock.now = LATEST + 15 * 60

    assert alice.api.get(f"/api/appointments/{slot}").json["status"] == "confirmed"
    clock.advance(1)
    response = alice.cancel(slot)
    assert (problem(response), response.json["latest"]) == (TOO_LATE, "2026-12-02T08:15:00Z")
    clock.advance(-1)
    assert alice.cancel(slot).status == 200
