"""A confirmed booking can be moved, and keeps its id."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import day_item, item, stored
from testkit.scenario import Booker, Practice, new_client, problem
from testkit.users import signed_in
from tests.unit.bookings import practices
from tests.unit.bookings.practices import MORNING

morning = practices.morning


def test_a_booking_moves_and_keeps_its_id(morning: Practice, table: Table) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    before = morning.api.get(f"/api/appointments/{slot}").json

    response = morning.reschedule(slot, to)

    assert (response.status, response.json["id"], response.json["status"]) == (200, to, "confirmed")
    assert response.json["booking_id"] == before["booking_id"]
    assert response.headers["ETag"] == '"2"'
    assert morning.status(slot) == "available"
    assert day_item(table, slot)["booked"] == {40}


def test_the_history_says_where_it_came_from(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    booking = morning.reschedule(slot, to).json["booking_id"]

    events = morning.api.get(f"/api/bookings/{booking}/history").json["items"]

    assert [(each["type"], each["id"], each.get("previous_id")) for each in events] == [
        ("confirmed", slot, None),
        ("rescheduled", to, slot),
    ]
    found = morning.api.get(f"/api/bookings/{booking}").json
    assert (found["id"], found["version"], found["status"]) == (to, 2, "confirmed")


def test_a_moved_booking_is_in_its_clients_list_at_its_new_place(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    morning.reschedule(slot, to)

    listed = morning.api.get("/api/appointments", client_id=morning.client).json["items"]

    assert [each["id"] for each in listed] == [to]


def test_a_client_with_a_moved_booking_cannot_be_deleted(morning: Practice, table: Table) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    morning.reschedule(slot, to)
    head = item(table, to) or {}
    del head["by_client_pk"], head["by_client_sk"]
    table.put_item(Item=head)  # the state before the index shows the move

    assert problem(morning.api.delete(f"/api/clients/{morning.client}")) == (409, "in_use")


def test_moving_does_not_evade_the_limit_on_reservations(api: Api) -> None:
    alice = signed_in("alice")
    practice = Practice(api, *MORNING)
    booker = Booker(alice, new_client(alice))
    for number in range(5):
        booker.book(practice.slots[number])
        assert booker.reschedule(practice.slots[number], practice.slots[number + 6]).status == 200

    assert problem(booker.reserve(practice.slots[0])) == (429, "hold_limit")


@pytest.mark.parametrize("to", ["", "x", "5", "1-20261202T0907Z", None, 5])
def test_a_malformed_destination_is_refused(morning: Practice, to: Any) -> None:
    slot = morning.book(morning.slots[0])

    assert problem(morning.reschedule(slot, to)) == (422, "invalid")


def test_its_own_slot_is_no_destination(morning: Practice) -> None:
    slot = morning.book(morning.slots[0])

    assert problem(morning.reschedule(slot, slot)) == (422, "invalid")


def test_a_hold_cannot_be_moved(morning: Practice) -> None:
    slot = morning.hold(morning.slots[0])

    assert problem(morning.reschedule(slot, morning.slots[1])) == (409, "not_confirmed")


def test_a_booking_that_has_started_cannot_be_moved(morning: Practice, clock: Clock) -> None:
    slot = morning.book(morning.slots[0])
    clock.advance(25 * 3600)

    assert problem(morning.reschedule(slot, morning.slots[4])) == (409, "already_started")


def test_a_client_cannot_move_a_booking_after_the_cut_off(api: Api, clock: Clock) -> None:
    practice = Practice(api, *MORNING, cancel_notice_minutes=60)
    alice = signed_in("alice")
    booker = Booker(alice, new_client(alice))
    slot = booker.book(practice.slots[0])
    clock.advance(24 * 3600 + 1)

    refused = booker.reschedule(slot, practice.slots[8])

    assert (problem(refused), refused.json["latest"]) == ((409, "too_late"), "2026-12-02T08:00:00Z")
    assert practice.reschedule(slot, practice.slots[8]).status == 200


def test_an_outdated_version_is_refused(morning: Practice) -> None:
    slot = morning.book(morning.slots[0])
    headers = {"If-Match": '"2"'}

    assert problem(morning.reschedule(slot, morning.slots[1], headers=headers)) == (412, "stale")
    assert morning.reschedule(slot, morning.slots[1], headers={"If-Match": '"1"'}).status == 200


def test_another_booking_in_the_slot_is_left_alone(morning: Practice, table: Table) -> None:
    slot = morning.book(morning.slots[0])
    booking = morning.api.get(f"/api/appointments/{slot}").json["booking_id"]
    before = stored(table)

    assert problem(morning.reschedule(slot, morning.slots[1], booking_id=booking + 1)) == (404, "not_found")
    assert stored(table) == before
    assert morning.reschedule(slot, morning.slots[1], booking_id=booking).status == 200
