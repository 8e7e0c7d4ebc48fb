"""Confirm and cancel requests that name their booking act on that booking only."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Response
from testkit.items import item
from testkit.layer_scenario import Owned
from testkit.scenario import Practice, problem
from testkit.users import signed_in


def send(practice: Practice, action: str, slot: str, booking_id: object) -> Response:
    return practice.api.post(f"/api/appointments/{action}/{slot}", {"booking_id": booking_id})


def held(practice: Practice) -> tuple[str, int]:
    response = practice.reserve(practice.slots[0])
    return practice.slots[0], response.json["booking_id"]


@pytest.mark.parametrize(("action", "status"), [("confirm", "confirmed"), ("cancel", "available")])
def test_a_request_may_name_the_booking(practice: Practice, action: str, status: str) -> None:
    slot, booking_id = held(practice)

    assert send(practice, action, slot, booking_id).json["status"] == status


@pytest.mark.parametrize(
    ("action", "refusal"), [("confirm", (410, "hold_expired")), ("cancel", (404, "not_found"))]
)
def test_another_booking_in_the_slot_is_left_alone(
    practice: Practice, table: Table, action: str, refusal: tuple[int, str]
) -> None:
    slot, booking_id = held(practice)
    before = item(table, slot)

    assert problem(send(practice, action, slot, booking_id + 1)) == refusal
    assert item(table, slot) == before


def test_a_late_duplicate_of_a_cancel_leaves_the_next_booking(practice: Practice) -> None:
    slot, first = held(practice)
    practice.confirm(slot)
    send(practice, "cancel", slot, first)
    practice.book(slot)

    response = send(practice, "cancel", slot, first)

    assert (response.status, response.json["status"]) == (200, "confirmed")
    assert practice.status(slot) == "confirmed"


def test_a_repeated_cancel_of_a_confirmed_booking_returns_200(practice: Practice) -> None:
    slot, booking_id = held(practice)
    practice.confirm(slot)

    first, second = (send(practice, "cancel", slot, booking_id) for _ in range(2))

    assert (first.status, first.json) == (second.status, second.json) == (200, first.json)


def test_a_repeated_cancel_of_a_hold_returns_404(practice: Practice) -> None:
    slot, booking_id = held(practice)
    send(practice, "cancel", slot, booking_id)

    assert problem(send(practice, "cancel", slot, booking_id)) == (404, "not_found")


def test_a_cancel_that_names_a_booking_of_another_slot_returns_404(practice: Practice) -> None:
    slot, booking_id = held(practice)
    practice.confirm(slot)
    send(practice, "cancel", slot, booking_id)

    assert problem(send(practice, "cancel", practice.slots[1], booking_id)) == (404, "not_found")


def test_a_stranger_learns_nothing_from_a_repeated_cancel(owned: Owned) -> None:
    slot = owned.book(owned.slots[0])
    alice, path = signed_in("alice"), f"/api/appointments/cancel/{slot.id}"
    booking_id = alice.get(f"/api/appointments/{slot.id}").json["booking_id"]
    alice.post(path, {"booking_id": booking_id})

    assert problem(signed_in("bob").post(path, {"booking_id": booking_id})) == (404, "not_found")


@pytest.mark.parametrize("body", [{}, {"booking_id": None}, {"reason": "ill"}])
def test_a_body_without_a_booking_changes_nothing(practice: Practice, body: object) -> None:
    slot, _ = held(practice)

    assert practice.api.post(f"/api/appointments/confirm/{slot}", body).status == 200
    assert practice.api.post(f"/api/appointments/cancel/{slot}", body).status == 200


@pytest.mark.parametrize("booking_id", [0, -1, "1", 1.5, 2**53, [1]])
def test_an_impossible_booking_id_is_refused(practice: Practice, booking_id: object) -> None:
    slot, _ = held(practice)

    assert problem(send(practice, "confirm", slot, booking_id)) == (422, "invalid")
    assert practice.status(slot) == "held"
