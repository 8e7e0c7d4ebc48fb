"""Time ranges and lists in a provider's local time, across daylight saving changes."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import stored
from testkit.recorded_calls import calls
from testkit.scenario import ids, listed, new_provider, problem, range_body


def opened(api: Api, zone: str, start: str, end: str) -> list[dict[str, str]]:
    response = api.post(
        f"/api/providers/availability/{new_provider(api, time_zone=zone)}", range_body(start, end)
    )
    assert response.status == 200, response.body
    slots: list[dict[str, str]] = response.json["opened"]
    return slots


@pytest.mark.parametrize(
    ("zone", "first", "local"),
    [
        ("Europe/Berlin", "2026-12-02T08:00:00Z", "2026-12-02T09:00:00+01:00"),
        ("America/New_York", "2026-12-02T14:00:00Z", "2026-12-02T09:00:00-05:00"),
        ("Asia/Kathmandu", "2026-12-02T03:15:00Z", "2026-12-02T09:00:00+05:45"),
        ("Pacific/Apia", "2026-12-01T20:00:00Z", "2026-12-02T09:00:00+13:00"),
    ],
)
def test_a_time_range_without_offset_is_in_the_providers_time_zone(
    api: Api, zone: str, first: str, local: str
) -> None:
    slots = opened(api, zone, "2026-12-02 09:00:00", "2026-12-02 09:30:00")

    assert [(slot["start"], slot["local_start"]) for slot in slots[:1]] == [(first, local)]
    assert len(slots) == 2


def test_a_time_range_may_mix_local_and_absolute_times(api: Api) -> None:
    assert len(opened(api, "Europe/Berlin", "2026-12-02 09:00:00", "2026-12-02T08:30:00Z")) == 2


@pytest.mark.parametrize(
    ("zone", "start", "end", "slots"),
    [
        ("Europe/Berlin", "2027-03-28 00:00:00", "2027-03-29 00:00:00", 92),
        ("Europe/Berlin", "2027-10-31 00:00:00", "2027-11-01 00:00:00", 100),
        ("America/New_York", "2027-03-14 00:00:00", "2027-03-15 00:00:00", 92),
        ("America/New_York", "2027-11-07 00:00:00", "2027-11-08 00:00:00", 100),
        ("Asia/Kathmandu", "2027-03-28 00:00:00", "2027-03-29 00:00:00", 96),
        ("Australia/Lord_Howe", "2027-04-04 00:00:00", "2027-04-05 00:00:00", 98),
    ],
)
def test_a_local_day_has_every_slot_from_midnight_to_midnight(
    api: Api, zone: str, start: str, end: str, slots: int
) -> None:
    day = opened(api, zone, start, end)

    assert len(day) == len({slot["id"] for slot in day}) == slots
    assert all(slot["local_start"].startswith(start[:10]) for slot in day)
    path = f"/api/providers/availability/{day[0]['provider_id']}"
    assert ids(listed(api, path, **{"from": start, "to": end})) == ids(day)


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("Europe/Berlin", "2027-03-28 02:00:00"),
        ("America/New_York", "2027-03-14 02:45:00"),
        ("Europe/Berlin", "2027-10-31 02:15:00"),
        ("America/New_York", "2027-11-07 01:45:00"),
    ],
)
def test_a_skipped_or_repeated_local_time_is_invalid(api: Api, table: Table, zone: str, time: str) -> None:
    path = f"/api/providers/availability/{new_provider(api, time_zone=zone)}"
    before = stored(table)

    for method in ("POST", "DELETE"):
        response = api.send(method, path, range_body(time, f"{time[:10]}T20:00:00Z"))
        assert problem(response) == (422, "invalid")
        assert [error["field"] for error in response.json["errors"]] == ["start_datetime"]
    assert problem(api.send("GET", f"{path}?from={time}")) == (422, "invalid")
    assert stored(table) == before


def test_an_offset_tells_the_two_repeated_local_times_apart(api: Api) -> None:
    slots = opened(api, "Europe/Berlin", "2027-10-31T02:45:00+02:00", "2027-10-31T02:15:00+01:00")

    assert [slot["local_start"] for slot in slots] == [
        "2027-10-31T02:45:00+02:00",
        "2027-10-31T02:00:00+01:00",
    ]
    assert [slot["start"] for slot in slots] == ["2027-10-31T00:45:00Z", "2027-10-31T01:00:00Z"]


@pytest.mark.parametrize(
    ("start", "end", "beyond", "days", "slots"),
    [
        ("2027-06-01 00:00:00", "2027-07-02 00:00:00", "2027-07-02 00:15:00", 32, 2976),
        ("2027-10-20 01:30:00", "2027-11-20 01:30:00", "2027-11-20 01:45:00", 33, 2980),  # clocks go back
        ("2027-03-20 01:30:00", "2027-04-20 01:30:00", "2027-04-20 01:45:00", 31, 2972),  # clocks go forward
    ],
)
def test_a_time_range_of_up_to_31_local_days_is_written_in_one_transaction(
    api: Api,
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    *,
    start: str,
    end: str,
    beyond: str,
    days: int,
    slots: int,
) -> None:
    path = f"/api/providers/availability/{new_provider(api, time_zone='Europe/Berlin')}"
    sent = calls(monkeypatch)

    assert problem(api.post(path, range_body(start, beyond))) == (422, "invalid")
    assert "transact_write_items" not in sent
    response = api.post(path, range_body(start, end))
    assert response.status == 200
    assert len(response.json["opened"]) == slots
    assert sent.count("transact_write_items") == 1
    assert sum(item["SK"].startswith("CAL#") for item in stored(table)) == days

    assert problem(api.delete(path, range_body(start, beyond))) == (422, "invalid")
    assert ids(api.delete(path, range_body(start, end)).json["closed"]) == ids(response.json["opened"])
    assert not any("open" in item for item in stored(table))
