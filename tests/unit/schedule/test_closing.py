"""Closing a range of time closes its open slots. Booked slots stay booked."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import day_item, stored
from testkit.scenario import NINE, TEN, Practice, ids, listed, new_provider, problem, range_body


def test_closing_returns_the_slots_that_were_open(api: Api) -> None:
    practice = Practice(api)

    response = practice.close("2026-12-02T08:00:00Z", "2026-12-02T09:30:00Z")

    assert response.status == 200
    assert ids(response.json["closed"]) == practice.slots[:2]
    assert {slot["status"] for slot in response.json["closed"]} == {"closed"}
    assert response.json["still_booked"] == []
    assert ids(listed(api, practice.availability)) == practice.slots[2:]


def test_closing_twice_closes_nothing_more(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.close(NINE, TEN)
    before = stored(table)

    assert practice.close(NINE, TEN).json == {"closed": [], "still_booked": []}
    assert stored(table) == before


def test_closing_time_that_was_never_open_creates_no_days(api: Api, table: Table) -> None:
    path = f"/api/providers/availability/{new_provider(api)}"
    before = stored(table)

    response = api.delete(path, range_body("2026-12-02T09:00:00Z", "2026-12-20T09:00:00Z"))

    assert response.json == {"closed": [], "still_booked": []}
    assert stored(table) == before


def test_closing_a_gap_between_open_days_creates_no_days(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.open("2026-12-04T09:00:00Z", "2026-12-04T10:00:00Z")

    response = practice.close("2026-12-01T09:00:00Z", "2026-12-08T00:00:00Z")

    assert ids(response.json["closed"]) == practice.slots
    days = [item for item in stored(table) if item["SK"].startswith("CAL#")]
    assert [day["SK"] for day in days] == ["CAL#2026-12-02", "CAL#2026-12-04"]
    assert not any("open" in day for day in days)


def test_a_booked_slot_stays_booked_and_is_listed_as_still_booked(api: Api) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[1])

    response = practice.close(NINE, TEN).json

    assert ids(response["closed"]) == [practice.slots[0], *practice.slots[2:]]
    assert ids(response["still_booked"]) == [slot]
    assert response["still_booked"][0]["status"] == "confirmed"
    assert response["still_booked"][0]["client_id"] == practice.client
    assert practice.status(slot) == "confirmed"
    assert ids(practice.close(NINE, TEN).json["still_booked"]) == [slot]


def test_cancelling_an_appointment_in_closed_time_does_not_reopen_it(api: Api) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])
    practice.close(NINE, TEN)

    response = practice.cancel(slot)

    assert (response.status, response.json["status"]) == (200, "closed")
    assert practice.status(slot) == "closed"
    assert problem(practice.reserve(slot)) == (404, "not_found")
    assert listed(api, practice.availability) == []


def test_a_held_slot_that_is_closed_cannot_be_confirmed(api: Api, table: Table) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])

    response = practice.close(NINE, TEN).json
    before = stored(table)

    assert ids(response["closed"]) == practice.slots
    assert response["still_booked"] == []
    assert problem(practice.confirm(slot)) == (409, "slot_withdrawn")
    assert stored(table) == before
    assert practice.status(slot) == "held"
    assert practice.cancel(slot).json["status"] == "closed"


def test_a_hold_outlives_closing_and_reopening(api: Api) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    practice.close(NINE, TEN)

    reopened = practice.open(NINE, TEN).json["opened"]

    assert reopened[0]["status"] == "held"
    assert reopened[1]["status"] == "available"
    assert practice.confirm(slot).status == 200


def test_reopened_slots_can_be_reserved_except_one_that_is_still_booked(api: Api) -> None:
    practice = Practice(api)
    booked = practice.book(practice.slots[0])
    practice.close(NINE, TEN)

    reopened = practice.open(NINE, TEN).json["opened"]

    assert [slot["status"] for slot in reopened] == ["confirmed", "available", "available", "available"]
    assert ids(listed(api, practice.availability)) == practice.slots[1:]
    practice.book(practice.slots[1])
    assert practice.cancel(booked).json["status"] == "available"


def test_closing_changes_only_the_open_set_and_booking_only_the_booked_set(api: Api, table: Table) -> None:
    practice = Practice(api)
    practice.book(practice.slots[0])
    practice.close("2026-12-02T09:00:00Z", "2026-12-02T09:30:00Z")

    day = day_item(table, practice.slots[0])
    assert (day["open"], day["booked"]) == ({38, 39}, {36})


def test_a_lapsed_hold_is_not_listed_as_still_booked(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(1800)

    response = practice.close(NINE, TEN).json

    assert (ids(response["closed"]), response["still_booked"]) == (practice.slots, [])
    assert problem(practice.confirm(slot)) == (410, "hold_expired")
