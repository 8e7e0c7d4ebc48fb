"""A booking keeps its id, and each change of it after the confirmation adds one event to its history."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from testkit.clock import Clock
from testkit.interference import no_sleep
from testkit.items import contents
from testkit.layer_scenario import Owned
from testkit.scenario import Practice, problem
from testkit.users import ALICE, signed_in


def events(table: Table) -> list[dict[str, Any]]:
    return [item for (pk, _), item in sorted(contents(table).items()) if pk.startswith("BOOKING#")]


def booking_of(practice: Practice, slot: str) -> int:
    number: int = practice.api.get(f"/api/appointments/{slot}").json["booking_id"]
    return number


def test_a_hold_has_a_booking_id_that_its_appointment_keeps(practice: Practice) -> None:
    slot = practice.hold(practice.slots[0])
    before = booking_of(practice, slot)

    assert practice.confirm(slot).json["booking_id"] == before


def test_a_second_hold_of_the_same_slot_is_another_booking(practice: Practice) -> None:
    first = booking_of(practice, practice.hold(practice.slots[0]))
    practice.cancel(practice.slots[0])

    assert booking_of(practice, practice.hold(practice.slots[0])) != first


def test_strangers_see_no_booking_id(practice: Practice) -> None:
    practice.book(practice.slots[0])

    assert "booking_id" not in signed_in("bob").get(f"/api/appointments/{practice.slots[0]}").json


def test_a_booking_can_be_found_from_its_confirmation_on(practice: Practice) -> None:
    slot = practice.hold(practice.slots[0])
    path = f"/api/bookings/{booking_of(practice, slot)}"
    assert problem(practice.api.get(path)) == (404, "not_found")
    practice.confirm(slot)

    response = practice.api.get(path)

    assert response.headers["ETag"] == '"1"'
    assert response.json == {
        "booking_id": booking_of(practice, slot),
        "version": 1,
        "status": "confirmed",
        "id": slot,
        "provider_id": practice.provider,
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:15:00Z",
        "local_start": "2026-12-02T09:00:00+00:00",
        "client_id": practice.client,
        "client_name": "Alice",
    }


def test_a_cancelled_booking_says_where_it_stood(practice: Practice) -> None:
    slot = practice.book(practice.slots[0])
    path = f"/api/bookings/{booking_of(practice, slot)}"
    practice.cancel(slot)

    booking = practice.api.get(path).json

    assert (booking["status"], booking["version"], booking["id"]) == ("cancelled", 2, slot)
    assert "client_name" not in booking


def test_the_history_names_what_happened_and_nobody(practice: Practice, clock: Clock) -> None:
    slot = practice.book(practice.slots[0])
    path = f"/api/bookings/{booking_of(practice, slot)}/history"
    clock.advance(60)
    practice.cancel(slot)

    where = {
        "id": slot,
        "provider_id": practice.provider,
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:15:00Z",
        "client_id": practice.client,
    }
    assert practice.api.get(path).json == {
        "items": [
            {"type": "confirmed", "version": 1, "at": "2026-12-01T08:00:00Z", "as": "admin", **where},
            {"type": "cancelled", "version": 2, "at": "2026-12-01T08:01:00Z", "as": "admin", **where},
        ]
    }


def test_only_a_change_of_a_confirmed_booking_adds_an_event(practice: Practice, table: Table) -> None:
    practice.hold(practice.slots[0])
    practice.cancel(practice.slots[0])
    practice.hold(practice.slots[0])
    assert events(table) == []

    practice.confirm(practice.slots[0])
    practice.confirm(practice.slots[0])
    assert [event["type"] for event in events(table)] == ["confirmed"]


def test_events_are_kept_for_some_days_after_the_visit(practice: Practice, table: Table) -> None:
    slot = practice.book(practice.slots[0])

    (event,) = events(table)

    assert event["expires_at"] == Slot.from_id(slot).end + 400 * DAY


def test_an_event_says_who_did_it_and_as_what(owned: Owned, table: Table) -> None:
    slot = owned.book(owned.slots[0])
    signed_in("dana").post(f"/api/appointments/cancel/{slot.id}")

    assert [(event["by"], event["as"]) for event in events(table)] == [
        (ALICE.subject, "client"),
        ("dana", "provider"),
    ]


@pytest.mark.parametrize("path", ["", "/history"])
@pytest.mark.parametrize("user", ["alice", "dana", "admin"])
def test_a_booking_is_shown_to_its_clients_owner_its_provider_and_administrators(
    owned: Owned, user: str, path: str
) -> None:
    slot = owned.book(owned.slots[0])
    booking_id = signed_in("alice").get(f"/api/appointments/{slot.id}").json["booking_id"]

    assert signed_in(user).get(f"/api/bookings/{booking_id}{path}").status == 200
    assert problem(signed_in("bob").get(f"/api/bookings/{booking_id}{path}")) == (404, "not_found")


def test_an_event_is_never_overwritten(owned: Owned, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    slot = owned.hold(owned.slots[0])
    booking_id = signed_in("alice").get(f"/api/appointments/{slot.id}").json["booking_id"]
    table.put_item(Item={**keys.booking_event(booking_id, 1)._asdict(), "type": "confirmed"})

    response = signed_in("alice").post(f"/api/appointments/confirm/{slot.id}")

    assert problem(response) == (503, "unavailable")
    assert [event.keys() for event in events(table)] == [{"PK", "SK", "type"}]


def test_the_event_of_a_lost_confirmation_is_written_once(owned: Owned, table: Table) -> None:
    slot = owned.book(owned.slots[0])
    signed_in("alice").post(f"/api/appointments/confirm/{slot.id}")

    assert len(events(table)) == 1


def test_a_booking_whose_newest_event_has_expired_is_not_found(
    practice: Practice, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was moved to an earlier time, so the event of its confirmation is kept longer."""
    no_sleep(monkeypatch)
    practice.book(practice.slots[3])
    number = booking_of(practice, practice.slots[3])
    path = f"/api/appointments/reschedule/{practice.slots[3]}"
    assert practice.api.post(path, {"to": practice.slots[0]}).status == 200
    table.delete_item(Key=keys.booking_event(number, 2)._asdict())

    clock.advance(400 * DAY - 1)
    assert problem(practice.api.get(f"/api/bookings/{number}")) == (503, "unavailable")
    clock.advance(1)
    assert problem(practice.api.get(f"/api/bookings/{number}")) == (404, "not_found")
