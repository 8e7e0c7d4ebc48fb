"""What happens to a hold or a booking has exactly one event, and nothing else has one."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from testkit.api import invoke
from testkit.clock import HOLD, Clock
from testkit.events import load_event
from testkit.items import erase, item
from testkit.scenario import Practice, new_client, new_service
from testkit.stream import Stream
from testkit.users import signed_in

DURATION = {"duration_minutes": 30, "start_every_minutes": 15, "buffer_after_minutes": 15}


def brief(details: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return each event's type and the place where it happened, in any order."""
    return sorted(
        (detail["type"].removeprefix("appointment."), detail["appointment_id"]) for detail in details
    )


def booking_id(practice: Practice, slot: str) -> int:
    number: int = practice.api.get(f"/api/appointments/{slot}").json["booking_id"]
    return number


def sweep(clock: Clock) -> None:
    clock.advance(HOLD)
    invoke("expire_holds", load_event("expire_holds"))


def test_a_reservation_is_held(practice: Practice, stream: Stream) -> None:
    slot = practice.hold(practice.slots[0])

    (held,) = stream.new()
    number = booking_id(practice, slot)
    assert held.pop("time").endswith("Z")  # when DynamoDB wrote the hold
    assert held == {
        "id": f"{number}-0",
        "type": "appointment.held",
        "version": 0,
        "booking_id": number,
        "appointment_id": slot,
        "previous": None,
        "provider_id": practice.provider,
        "client_id": practice.client,
        "service_id": None,
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:15:00Z",
        "expires_at": "2026-12-01T08:30:00Z",
        "as": None,
    }


def test_a_confirmation_has_the_event_of_the_history_alone(practice: Practice, stream: Stream) -> None:
    slot = practice.hold(practice.slots[0])
    (held,) = stream.new()

    practice.confirm(slot)

    (confirmed,) = stream.new()
    changed = {"id", "type", "version", "time", "expires_at", "as"}
    assert {name: confirmed[name] for name in changed} == {
        "id": f"{held['booking_id']}-1",
        "type": "appointment.confirmed",
        "version": 1,
        "time": "2026-12-01T08:00:00Z",
        "expires_at": None,
        "as": "admin",
    }
    assert confirmed.items() - {(name, confirmed[name]) for name in changed} <= held.items()


def test_a_move_names_both_places(practice: Practice, stream: Stream) -> None:
    first, second = practice.slots[:2]
    number = booking_id(practice, practice.book(first))
    stream.new()

    practice.reschedule(first, second)

    (moved,) = stream.new()
    assert (moved["id"], moved["type"], moved["version"]) == (f"{number}-2", "appointment.rescheduled", 2)
    assert (moved["appointment_id"], moved["previous"]) == (second, first)
    assert (moved["start"], moved["end"]) == ("2026-12-02T09:15:00Z", "2026-12-02T09:30:00Z")


def test_a_cancellation_of_an_appointment_names_where_it_stood(practice: Practice, stream: Stream) -> None:
    slot = practice.book(practice.slots[0])
    number = booking_id(practice, slot)
    stream.new()

    practice.cancel(slot)

    (cancelled,) = stream.new()
    assert (cancelled["id"], cancelled["type"]) == (f"{number}-2", "appointment.cancelled")
    assert (cancelled["appointment_id"], cancelled["as"]) == (slot, "admin")


@pytest.mark.parametrize("user", ["alice", "dana"])
def test_an_event_says_what_its_user_is_to_the_booking(table: Table, clock: Clock, user: str) -> None:
    practice = Practice(signed_in("dana"))
    alice = signed_in("alice")
    client = new_client(alice)
    slot = practice.slots[0]
    assert alice.post(f"/api/appointments/reserve/{slot}", {"client_id": client}).status == 201
    assert alice.post(f"/api/appointments/confirm/{slot}").status == 200
    assert signed_in(user).post(f"/api/appointments/cancel/{slot}").status == 200

    roles = {detail["type"]: detail["as"] for detail in Stream(table).new()}
    assert roles["appointment.confirmed"] == "client"
    assert roles["appointment.cancelled"] == {"alice": "client", "dana": "provider"}[user]


def test_a_hold_is_released_under_one_id_whoever_ends_it(
    practice: Practice, stream: Stream, table: Table, clock: Clock
) -> None:
    cancelled, lapsed, deleted = practice.slots[:3]
    for slot in (cancelled, lapsed, deleted):
        practice.hold(slot)
    numbers = {slot: booking_id(practice, slot) for slot in (cancelled, lapsed, deleted)}
    stream.new()

    practice.cancel(cancelled)
    erase(table, deleted)  # as TTL does
    sweep(clock)

    found = stream.new()
    assert brief(found) == sorted(("released", slot) for slot in numbers)
    assert {each["id"] for each in found} == {f"{number}-released" for number in numbers.values()}
    assert {each["expires_at"] for each in found} == {None}


def test_a_hold_over_a_lapsed_hold_has_an_event_for_each(
    practice: Practice, stream: Stream, clock: Clock
) -> None:
    slot = practice.hold(practice.slots[0])
    (first,) = stream.new()
    clock.advance(HOLD)

    practice.hold(slot)

    assert len(stream.records) == len({each["eventID"] for each in stream.records})
    released, held = stream.new()
    assert (released["type"], released["id"]) == ("appointment.released", f"{first['booking_id']}-released")
    assert (held["type"], held["id"]) == ("appointment.held", f"{booking_id(practice, slot)}-0")


def test_parts_have_no_event_whatever_takes_their_place(
    practice: Practice, stream: Stream, clock: Clock
) -> None:
    first, second, third, _ = practice.slots
    service = new_service(practice.api, practice.provider, **DURATION)
    assert stream.new() == []
    practice.hold(first, service=service)
    (held,) = stream.new()
    assert (held["service_id"], held["end"]) == (service, "2026-12-02T09:30:00Z")
    clock.advance(HOLD)

    practice.hold(second)  # over a part; the head stays until it is swept
    assert brief(stream.new()) == [("held", second)]
    practice.hold(third)
    assert brief(stream.new()) == [("held", third)]
    sweep(clock)
    assert brief(stream.new()) == [("released", first), ("released", second), ("released", third)]


def test_a_part_over_a_lapsed_hold_releases_it(practice: Practice, stream: Stream, clock: Clock) -> None:
    first, second, _, _ = practice.slots
    service = new_service(practice.api, practice.provider, **DURATION)
    practice.hold(second)
    stream.new()
    clock.advance(HOLD)

    practice.hold(first, service=service)

    assert brief(stream.new()) == [("held", first), ("released", second)]


def test_a_booking_that_moves_over_a_lapsed_hold_releases_it(
    practice: Practice, stream: Stream, clock: Clock
) -> None:
    first, second, *_ = practice.slots
    practice.book(first)
    practice.hold(second)
    stream.new()
    clock.advance(HOLD)

    assert practice.reschedule(first, second).status == 200

    assert brief(stream.new()) == [("released", second), ("rescheduled", second)]


def test_a_visit_that_moves_onto_its_own_parts_has_one_event(practice: Practice, stream: Stream) -> None:
    first, second, *_ = practice.slots
    service = new_service(practice.api, practice.provider, **DURATION)
    practice.book(first, service=service)
    stream.new()

    assert practice.reschedule(first, second).status == 200

    assert brief(stream.new()) == [("rescheduled", second)]


def test_the_end_of_an_event_item_is_no_event(practice: Practice, stream: Stream, table: Table) -> None:
    number = booking_id(practice, practice.book(practice.slots[0]))
    stream.new()

    table.delete_item(Key=keys.booking_event(number, 1)._asdict())  # as TTL does

    assert len(stream.records) > 0
    assert stream.new() == []


def test_nothing_else_has_an_event(practice: Practice, stream: Stream, clock: Clock) -> None:
    before = len(stream.records)
    practice.open("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")
    practice.close("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")
    practice.put_hours({"weekly": {"wed": [["09:00", "10:00"]]}, "horizon_days": 3})
    clock.advance(8 * DAY)
    invoke("extend_calendars", load_event("extend_calendars"))
    practice.api.put(f"/api/providers/{practice.provider}", {"name": "D", "time_zone": "Asia/Tokyo"})
    practice.api.put(f"/api/clients/{practice.client}", {"name": "Al"})
    practice.api.delete(f"/api/clients/{practice.client}")

    assert len(stream.records) > before + 8
    assert stream.new() == []


def test_a_hold_that_is_stored_again_as_it_was_has_no_event(
    practice: Practice, stream: Stream, table: Table
) -> None:
    slot = practice.hold(practice.slots[0])
    stream.new()
    stored = item(table, slot)
    assert stored

    table.put_item(Item=stored | {"client_name": "Renamed"})

    assert stream.new() == []
