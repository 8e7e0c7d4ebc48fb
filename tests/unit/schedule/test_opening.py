"""A range of time is opened as a whole or not at all, and no slot is opened twice."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.interference import client_error, raising
from testkit.items import day_item, stored
from testkit.scenario import NINE, TEN, Practice, ids, listed, new_provider, problem, range_body


def test_opening_returns_each_slot_with_its_times(api: Api) -> None:
    practice = Practice(api, time_zone="Europe/Berlin")

    opened = practice.open("2026-12-02T12:00:00Z", "2026-12-02T12:30:00Z").json["opened"]

    assert opened[0] == {
        "id": f"{practice.provider}-20261202T1200Z",
        "provider_id": practice.provider,
        "start": "2026-12-02T12:00:00Z",
        "end": "2026-12-02T12:15:00Z",
        "local_start": "2026-12-02T13:00:00+01:00",
        "status": "available",
    }
    assert [slot["start"] for slot in opened] == ["2026-12-02T12:00:00Z", "2026-12-02T12:15:00Z"]


def test_slots_already_open_are_returned_separately_and_not_opened_twice(api: Api) -> None:
    practice = Practice(api)

    again = practice.open(NINE, TEN).json
    overlapping = practice.open("2026-12-02T09:45:00Z", "2026-12-02T10:30:00Z").json

    assert (again["opened"], ids(again["already_open"])) == ([], practice.slots[:4])
    assert ids(overlapping["already_open"]) == practice.slots[3:4]
    assert ids(overlapping["opened"]) == practice.slots[4:]
    assert ids(listed(api, practice.availability)) == practice.slots


def test_opening_time_that_is_already_open_writes_nothing(api: Api, table: Table) -> None:
    practice = Practice(api)
    before = stored(table)

    practice.open(NINE, TEN)

    assert stored(table) == before


def test_opening_shows_the_client_of_a_held_or_booked_slot(api: Api) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    practice.book(practice.slots[1])

    slots = practice.open(NINE, TEN).json["already_open"]

    assert [slot["status"] for slot in slots] == ["held", "confirmed", "available", "available"]
    assert [slot.get("client_id") for slot in slots] == [practice.client, practice.client, None, None]


def test_a_lapsed_hold_is_not_shown_by_opening(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(1800)

    assert practice.open(NINE, TEN).json["already_open"][0]["status"] == "available"


def test_a_time_range_may_span_days_and_is_stored_by_utc_day(api: Api, table: Table) -> None:
    practice = Practice(api, "2026-12-02T23:30:00Z", "2026-12-04T00:15:00Z")

    assert len(practice.slots) == 2 + 96 + 1
    assert day_item(table, f"{practice.provider}-20261202T2330Z")["open"] == {94, 95}
    assert day_item(table, f"{practice.provider}-20261203T0000Z")["open"] == set(range(96))
    assert day_item(table, f"{practice.provider}-20261204T0000Z")["open"] == {0}
    assert ids(listed(api, practice.availability)) == practice.slots


def test_a_time_range_may_end_at_midnight_without_writing_the_next_day(api: Api, table: Table) -> None:
    Practice(api, "2026-12-02T23:45:00Z", "2026-12-03T00:00:00Z")

    assert [item["SK"] for item in stored(table) if item["SK"].startswith("CAL#")] == ["CAL#2026-12-02"]


def test_a_day_expires_30_days_after_it_ends(api: Api, table: Table) -> None:
    practice = Practice(api)

    assert day_item(table, practice.slots[0])["expires_at"] == 1_796_256_000 + 30 * 86_400


def test_time_may_be_opened_from_the_current_second_on(api: Api) -> None:
    practice = Practice(api)

    assert (
        api.post(practice.availability, range_body("2026-12-01T08:00:00Z", "2026-12-01T08:15:00Z")).status
        == 200
    )


def test_opening_time_that_has_begun_opens_what_is_left_of_it(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    morning = range_body("2026-12-01T07:00:00Z", "2026-12-01T09:00:00Z")

    opened = api.post(practice.availability, morning)
    assert [slot["start"][11:16] for slot in opened.json["opened"]] == ["08:00", "08:15", "08:30", "08:45"]
    clock.advance(1)
    closed = api.delete(practice.availability, morning)
    assert [slot["start"][11:16] for slot in closed.json["closed"]] == ["08:15", "08:30", "08:45"]


def test_time_of_which_nothing_is_left_is_not_opened(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    clock.advance(1)

    refused = api.post(practice.availability, range_body("2026-12-01T07:45:00Z", "2026-12-01T08:15:00Z"))
    assert problem(refused) == (422, "invalid")
    assert refused.json["errors"] == [{"field": "start_datetime", "detail": "This is in the past."}]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (range_body("2026-12-02T09:05:00Z", "2026-12-02T10:00:00Z"), ["start_datetime"]),
        (range_body("2026-12-02T09:00:00Z", "2026-12-02T09:59:00Z"), ["end_datetime"]),
        (range_body("2026-12-02T09:00:01Z", "2026-12-02T10:00:01Z"), ["start_datetime", "end_datetime"]),
        (range_body("2026-12-02 09:00:00", "2026-12-02 09:07:00"), ["end_datetime"]),
        (range_body("2026-02-30 09:00:00", "2027-13-01T10:00:00Z"), ["start_datetime", "end_datetime"]),
        (range_body("2026-12-02T25:00:00Z", "2026-12-31T23:59:60Z"), ["start_datetime", "end_datetime"]),
        (range_body("0001-01-01 00:00:00", "9999-12-31T23:45:00Z"), ["start_datetime", "end_datetime"]),
        (range_body("2026-12-01", "2026-12-02"), ["start_datetime", "end_datetime"]),
        (range_body("2026-12-02T10:00:00Z", "2026-12-02T10:00:00Z"), ["end_datetime"]),
        (range_body("2026-12-02T10:00:00Z", "2026-12-02T09:00:00Z"), ["end_datetime"]),
        (range_body("2026-12-02T10:00:00+01:00", "2026-12-02T09:00:00Z"), ["end_datetime"]),
        (range_body("2026-12-02T09:00:00Z", "2027-12-02T09:00:00Z"), ["end_datetime"]),
        (range_body("2032-12-02T09:00:00Z", "2032-12-02T10:00:00Z"), ["end_datetime"]),
        (range_body("8999-12-31T09:00:00Z", "9000-01-01T00:00:00Z"), ["end_datetime"]),
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_invalid_time_range_is_rejected_and_writes_nothing(
    api: Api, table: Table, method: str, body: dict[str, str], fields: list[str]
) -> None:
    path = f"/api/providers/availability/{new_provider(api)}"
    before = stored(table)

    response = api.send(method, path, body)

    assert problem(response) == (422, "invalid")
    assert [error["field"] for error in response.json["errors"]] == fields
    assert stored(table) == before


def test_a_throttled_time_range_is_not_written_in_part(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    before = stored(table)
    throttled = client_error("TransactionCanceledException", reasons=["None", "None", "ThrottlingError"])
    raising(monkeypatch, "transact_write_items", [throttled])

    response = api.post(practice.availability, range_body("2026-12-02T22:00:00Z", "2026-12-05T02:00:00Z"))

    assert problem(response) == (503, "unavailable")
    assert stored(table) == before


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_unknown_providers_time_is_not_found(api: Api, method: str) -> None:
    response = api.send(method, "/api/providers/availability/4711", range_body(NINE, TEN))

    assert problem(response) == (404, "not_found")
