"""Cancelling holds and appointments, and reading the slot afterwards."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.items import day_item, erase, item, stored
from testkit.scenario import NINE, Practice, ids, listed, problem


@pytest.mark.parametrize("confirmed", [True, False])
def test_cancelling_frees_the_slot_at_once(api: Api, table: Table, confirmed: bool) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0]) if confirmed else practice.hold(practice.slots[0])

    response = practice.cancel(slot)

    assert response.status == 200
    assert response.json["status"] == "available"
    assert {"client_id", "client_name", "expires_at"}.isdisjoint(response.json)
    assert item(table, slot) is None
    assert "booked" not in day_item(table, slot)
    assert ids(listed(api, practice.availability)) == practice.slots
    practice.book(slot)


def test_cancelling_a_free_or_unknown_slot_is_not_found(api: Api, table: Table) -> None:
    practice = Practice(api)
    before = stored(table)

    for slot in (practice.slots[0], f"{practice.provider}-20261202T2000Z", "4711-20261202T0900Z"):
        assert problem(practice.cancel(slot)) == (404, "not_found")
    assert stored(table) == before


def test_cancelling_twice_is_not_found(api: Api) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    practice.cancel(slot)

    assert problem(practice.cancel(slot)) == (404, "not_found")


def test_a_lapsed_hold_cannot_be_cancelled(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(1800)

    assert problem(practice.cancel(slot)) == (404, "not_found")


def test_an_appointment_can_be_cancelled_until_it_starts(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    first, second = practice.book(practice.slots[0]), practice.book(practice.slots[1])

    clock.now = utc.instant(NINE) - 1
    assert practice.cancel(first).status == 200
    clock.now = utc.instant(NINE) + 15 * 60
    before = stored(table)
    assert problem(practice.cancel(second)) == (409, "already_started")
    clock.advance(3600)
    assert problem(practice.cancel(second)) == (409, "already_started")
    assert stored(table) == before


def test_a_cancelled_slot_within_the_minimum_notice_is_closed(api: Api, clock: Clock) -> None:
    practice = Practice(api, min_notice_minutes=60)
    slot = practice.book(practice.slots[0])
    clock.now = utc.instant(NINE) - 60

    assert practice.cancel(slot).json["status"] == "closed"


def test_reading_a_slot_returns_its_current_status(api: Api, table: Table, clock: Clock) -> None:
    practice = Practice(api)
    slot, path = practice.slots[0], f"/api/appointments/{practice.slots[0]}"

    assert api.get(path).json["status"] == "available"
    practice.hold(slot)
    assert api.get(path).json["status"] == "held"
    practice.confirm(slot)
    assert api.get(path).json["status"] == "confirmed"
    erase(table, slot)
    clock.now = utc.instant(NINE)  # the slot starts
    assert api.get(path).json["status"] == "closed"
    assert problem(api.get(f"/api/appointments/{practice.provider}-20261202T2000Z")) == (404, "not_found")
    assert problem(api.get("/api/appointments/4711-20261202T0900Z")) == (404, "not_found")
