"""A slot that somebody else has: when it may be free again, and what is free nearby."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import stored
from testkit.scenario import Practice, ids, new_client, problem


def test_a_held_slot_is_taken_until_the_hold_ends(api: Api, table: Table) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    other = new_client(api)
    before = stored(table)

    response = practice.reserve(slot, other)

    assert problem(response) == (409, "taken")
    assert response.json["available_at"] == "2026-12-01T08:30:00Z"
    assert stored(table) == before


def test_a_booked_slot_is_taken_for_good(api: Api) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0])

    response = practice.reserve(slot, new_client(api))

    assert problem(response) == (409, "taken")
    assert "available_at" not in response.json


def test_a_taken_slot_comes_with_the_three_nearest_open_ones(api: Api) -> None:
    practice = Practice(api, "2026-12-02T00:00:00Z", "2026-12-03T02:00:00Z")
    at = {slot[-6:-1]: slot for slot in practice.slots[:96]}
    practice.hold(at["T0900"])
    practice.book(at["T0915"])
    practice.close("2026-12-02T08:30:00Z", "2026-12-02T08:45:00Z")

    response = practice.reserve(at["T0915"], new_client(api))

    assert ids(response.json["alternatives"]) == [at["T0930"], at["T0845"], at["T0945"]]
    assert {slot["status"] for slot in response.json["alternatives"]} == {"available"}


def test_alternatives_are_of_the_same_day_and_not_too_soon(api: Api, clock: Clock) -> None:
    practice = Practice(api, "2026-12-01T09:00:00Z", "2026-12-01T09:30:00Z", min_notice_minutes=75)
    practice.open("2026-12-02T00:00:00Z", "2026-12-02T00:15:00Z")
    slot = practice.book(practice.slots[1])

    response = practice.reserve(slot, new_client(api))

    assert (problem(response), response.json["alternatives"]) == ((409, "taken"), [])
