"""TTL deletes a day's item 30 days after the day ends. The day's appointments remain."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.items import day_item, item
from testkit.scenario import TEN, Practice, ids, listed, problem

ALL = "/api/appointments"
PAST_WINDOW = {"from": "2026-12-01T00:00:00Z", "to": "2026-12-10T00:00:00Z"}


@pytest.fixture
def practice(api: Api, table: Table, clock: Clock) -> Practice:
    """Book two appointments, let their day expire, and delete it as TTL would."""
    practice = Practice(api, time_zone="Asia/Kathmandu")
    for slot in practice.slots[:2]:
        practice.book(slot)
    day = day_item(table, practice.slots[0])
    clock.now = int(day["expires_at"]) + utc.DAY
    table.delete_item(Key={"PK": day["PK"], "SK": day["SK"]})
    return practice


def test_an_appointment_outlives_its_day(practice: Practice) -> None:
    response = practice.api.get(f"/api/appointments/{practice.slots[0]}")

    assert response.status == 200
    assert response.json["status"] == "confirmed"
    assert response.json["local_start"] == "2026-12-02T14:45:00+05:45"
    contact = {"client_email": None, "client_phone": None}
    assert practice.confirm(practice.slots[0]).json | contact == response.json


def test_no_slot_of_a_deleted_day_can_be_reserved(practice: Practice) -> None:
    for slot in practice.slots:
        assert problem(practice.reserve(slot)) == (404, "not_found")


def test_a_past_appointment_is_listed_for_its_provider_and_its_client(practice: Practice) -> None:
    for query in ({"provider_id": practice.provider}, {"client_id": practice.client}):
        found = listed(practice.api, ALL, **query, **PAST_WINDOW)
        assert ids(found) == practice.slots[:2]
        assert {slot["local_start"][-6:] for slot in found} == {"+05:45"}
        assert listed(practice.api, ALL, status="available", **query, **PAST_WINDOW) == []


@pytest.mark.parametrize("limit", [1, 2])
def test_past_appointments_are_listed_page_by_page(practice: Practice, limit: int) -> None:
    found = listed(practice.api, ALL, provider_id=practice.provider, limit=limit, **PAST_WINDOW)

    assert ids(found) == practice.slots[:2]


def test_a_past_appointment_cannot_be_cancelled_but_its_client_and_provider_can_be_deleted(
    practice: Practice, table: Table
) -> None:
    assert problem(practice.cancel(practice.slots[0])) == (409, "already_started")
    assert practice.api.delete(f"/api/clients/{practice.client}").status == 200
    assert practice.api.delete(f"/api/providers/{practice.provider}").status == 200
    assert item(table, practice.slots[0])


def test_a_past_appointment_of_a_deleted_provider_is_shown_in_utc(practice: Practice) -> None:
    practice.api.delete(f"/api/providers/{practice.provider}")

    response = practice.api.get(f"/api/appointments/{practice.slots[0]}")
    assert response.json["local_start"] == "2026-12-02T09:00:00+00:00"


def test_a_free_slot_of_a_deleted_day_is_not_found(practice: Practice) -> None:
    response = practice.api.get(f"/api/appointments/{practice.slots[3]}")

    assert problem(response) == (404, "not_found")
    assert problem(practice.reserve(practice.slots[3])) == (404, "not_found")


def test_a_slot_that_has_just_passed_is_closed_not_missing(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    clock.now = utc.instant(TEN)

    assert api.get(f"/api/appointments/{practice.slots[0]}").json["status"] == "closed"
    assert problem(practice.reserve(practice.slots[0])) == (422, "too_soon")
