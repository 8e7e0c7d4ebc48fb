"""A confirmation turns a live hold into an appointment."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import day_item, item, stored
from testkit.scenario import Practice, problem


def test_confirming_returns_an_appointment_without_an_expiry(api: Api) -> None:
    practice = Practice(api, time_zone="Europe/Berlin")
    slot = practice.hold(practice.slots[0])
    held = api.get(f"/api/appointments/{slot}").json

    response = practice.confirm(slot)

    assert response.status == 200
    assert response.json == {
        "id": slot,
        "provider_id": practice.provider,
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:15:00Z",
        "local_start": "2026-12-02T10:00:00+01:00",
        "status": "confirmed",
        "client_id": practice.client,
        "client_name": "Alice",
        "booking_id": held["booking_id"],
    }
    contact = {"client_email": None, "client_phone": None}
    assert api.get(f"/api/appointments/{slot}").json == response.json | contact


def test_a_confirmation_is_stored_in_the_appointment_and_in_its_day(api: Api, table: Table) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])

    appointment = item(table, slot)
    assert appointment
    assert appointment["status"] == "confirmed"
    # TTL must never delete an appointment, and `by_client` is the only index that may contain it.
    hold_attributes = {"expires_at", "by_day_pk", "by_day_sk", "by_kind_pk", "by_kind_sk"}
    assert hold_attributes.isdisjoint(appointment)
    assert {"by_client_pk", "by_client_sk"} <= set(appointment)
    assert day_item(table, slot)["booked"] == {36}


def test_confirming_twice_returns_the_same_appointment(api: Api, table: Table) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    first = practice.confirm(slot)
    before = stored(table)

    again = practice.confirm(slot)

    assert (again.status, again.json) == (200, first.json)
    assert stored(table) == before


def test_a_confirmed_appointment_does_not_lapse(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])

    clock.advance(40_000)

    assert practice.confirm(slot).status == 200
    assert practice.status(slot) == "confirmed"


def test_a_slot_without_a_hold_cannot_be_confirmed(api: Api, table: Table) -> None:
    practice = Practice(api)
    before = stored(table)

    for slot in (
        practice.slots[0],
        f"{practice.provider}-20261202T2000Z",
        "4711-20261202T0900Z",
        f"{practice.provider}-99991231T2345Z",
        f"{practice.provider}-00010101T0000Z",
    ):
        assert problem(practice.confirm(slot)) == (410, "hold_expired")
    assert stored(table) == before


def test_a_cancelled_hold_cannot_be_confirmed(api: Api) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    practice.cancel(slot)

    assert problem(practice.confirm(slot)) == (410, "hold_expired")


def test_a_hold_on_a_deleted_day_cannot_be_confirmed(api: Api, table: Table) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    day = day_item(table, slot)
    table.delete_item(Key={"PK": day["PK"], "SK": day["SK"]})

    assert problem(practice.confirm(slot)) == (409, "slot_withdrawn")
