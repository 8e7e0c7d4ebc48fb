"""If a slot is taken, the response says when it may become free, and lists the nearest free slots."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import stored
from testkit.scenario import Practice, ids, new_client, problem


def test_reserving_a_held_slot_returns_the_end_of_the_hold(api: Api, table: Table) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    other = new_client(api)
    before = stored(table)

    response = practice.reserve(slot, other)

    assert problem(response) == (409, "taken")
    assert response.json["available_at"] == "2026-12-01T08:30:00Z"
    assert stored(table) == before


def test_reserving_a_booked_slot_returns_no_available_at(api: Api) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])

    response = practice.reserve(slot, new_client(api))

    assert problem(response) == (409, "taken")
    assert "available_at" not in response.json


def test_reserving_a_taken_slot_returns_the_three_nearest_available_slots(api: Api) -> None:
    practice = Practice(api, "2026-12-02T00:00:00Z", "2026-12-03T02:00:00Z")
    at = {slot[-6:-1]: slot for slot in practice.slots[:96]}
    practice.hold(at["T0900"])
    practice.book(at["T0915"])
    practice.close("2026-12-02T08:30:00Z", "2026-12-02T08:45:00Z")

    response = practice.reserve(at["T0915"], new_client(api))

    assert ids(response.json["alternatives"]) == [at["T0930"], at["T0845"], at["T0945"]]
    assert {slot["status"] for slot in response.json["alternatives"]} == {"available"}


def test_alternatives_are_on_the_same_day_and_respect_the_minimum_notice(api: Api, clock: Clock) -> None:
    practice = Practice(api, "2026-12-01T09:00:00Z", "2026-12-01T09:30:00Z", min_notice_minutes=75)
    practice.open("2026-12-02T00:00:00Z", "2026-12-02T00:15:00Z")
    slot = practice.book(practice.slots[1])

    response = practice.reserve(slot, new_client(api))

    assert (problem(response), response.json["alternatives"]) == ((409, "taken"), [])
