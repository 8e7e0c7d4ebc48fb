"""Working hours over HTTP: what the responses have, and what a preview leaves alone. The practice is in UTC.

Its hour that was opened by hand is on a Wednesday, 2026-12-02, from 09:00.
"""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.items import stored
from testkit.scenario import Practice, ids, listed, problem

NINE_TO_TEN = [["09:00", "10:00"]]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def open_times(practice: Practice) -> list[str]:
    """Return the start of each available slot, such as 20261202T0900Z."""
    return [slot.partition("-")[2] for slot in ids(listed(practice.api, practice.availability))]


def test_hours_are_shown_as_they_were_sent_with_all_fields(practice: Practice) -> None:
    sent = {
        "weekly": {"mon": [["13:00", "24:00"], ["09:00", "12:00"]], "fri": [["22:00", "02:00"]]},
        "overrides": [
            {"from": "2026-12-31", "to": "2026-12-31", "hours": [["10:00", "11:30"]]},
            {"from": "2026-12-24", "to": "2026-12-26"},
        ],
    }

    changed = practice.put_hours(sent)
    shown = practice.api.get(practice.hours)

    assert shown.json == {
        "weekly": {day: [] for day in DAYS}
        | {"mon": [["09:00", "12:00"], ["13:00", "24:00"]], "fri": [["22:00", "02:00"]]},
        "overrides": [
            {"from": "2026-12-24", "to": "2026-12-26", "hours": []},
            {"from": "2026-12-31", "to": "2026-12-31", "hours": [["10:00", "11:30"]]},
        ],
        "horizon_days": 60,
    }
    assert changed.json == shown.json | {"still_booked": [], "more": False}
    assert shown.headers["ETag"] == changed.headers["ETag"]


def test_what_is_shown_can_be_sent_again_and_changes_nothing(practice: Practice, table: Table) -> None:
    first = practice.put_hours({"weekly": {"mon": [["00:00", "00:00"]], "sun": [["09:00", "09:00"]]}})
    before = stored(table)

    again = practice.put_hours(practice.api.get(practice.hours).json)

    assert (again.status, again.headers["ETag"]) == (200, first.headers["ETag"])
    assert stored(table) == before


def test_a_version_that_is_not_current_is_stale(practice: Practice, table: Table) -> None:
    first = practice.put_hours({"weekly": {"wed": NINE_TO_TEN}}).headers["ETag"]
    second = practice.put_hours({"weekly": {"thu": NINE_TO_TEN}}, first)
    before = stored(table)

    assert (second.status, second.headers["ETag"] != first) == (200, True)
    assert problem(practice.put_hours({"weekly": {}}, first)) == (412, "stale")
    assert problem(practice.api.delete(practice.hours, headers={"If-Match": first})) == (412, "stale")
    assert stored(table) == before
    assert practice.api.delete(practice.hours, headers={"If-Match": second.headers["ETag"]}).status == 200


def test_without_hours_no_version_is_current(practice: Practice, table: Table) -> None:
    before = stored(table)

    assert problem(practice.put_hours({"weekly": {}}, '"1"')) == (412, "stale")
    assert stored(table) == before


def test_a_preview_says_who_would_be_outside_and_writes_nothing(practice: Practice, table: Table) -> None:
    booked = practice.book(practice.slots[0])
    practice.put_hours({"weekly": {"wed": NINE_TO_TEN}})
    practice.close("2026-12-02T09:15:00Z", "2026-12-02T09:45:00Z")
    practice.api.delete(practice.hours)
    practice.close("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")
    practice.put_hours({"weekly": {"wed": NINE_TO_TEN}})
    before = stored(table)

    shown = practice.put_hours({"weekly": {"thu": NINE_TO_TEN}}, query="?preview=true")

    assert (shown.status, ids(shown.json["still_booked"])) == (200, [booked])
    assert shown.json["weekly"]["thu"] == NINE_TO_TEN
    assert "ETag" not in shown.headers
    assert stored(table) == before
    assert practice.put_hours({"weekly": {"thu": NINE_TO_TEN}}).json == shown.json
    assert ids(practice.api.delete(practice.hours).json["still_booked"]) == [booked]


def test_a_booking_outside_open_time_is_listed_until_time_is_open_again(practice: Practice) -> None:
    booked = practice.book(practice.slots[0])
    practice.close("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")

    for query in ({}, {"provider_id": practice.provider}):
        assert ids(listed(practice.api, "/api/appointments", uncovered="true", **query)) == [booked]
    practice.put_hours({"weekly": {"wed": NINE_TO_TEN}})
    assert listed(practice.api, "/api/appointments", uncovered="true") == []


def test_hours_keep_what_was_done_by_hand_and_leave_it_behind(practice: Practice) -> None:
    practice.put_hours({"weekly": {"wed": [["09:45", "10:15"]]}, "horizon_days": 2})
    practice.close("2026-12-02T10:00:00Z", "2026-12-02T10:30:00Z")
    practice.open("2026-12-02T11:00:00Z", "2026-12-02T11:15:00Z")
    opened = [f"20261202T{time}Z" for time in ("0900", "0915", "0930", "0945", "1100")]

    assert open_times(practice) == opened
    practice.put_hours({"weekly": {"wed": [["10:00", "10:45"]]}, "horizon_days": 2})
    assert open_times(practice) == [*opened[:4], "20261202T1030Z", opened[4]]
    practice.api.delete(practice.hours)
    assert open_times(practice) == opened


def test_a_provider_with_hours_is_in_use_even_without_open_time(practice: Practice) -> None:
    practice.close("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")
    practice.put_hours({"weekly": {}})

    assert problem(practice.api.delete(f"/api/providers/{practice.provider}")) == (409, "in_use")
    practice.api.delete(practice.hours)
    assert practice.api.delete(f"/api/providers/{practice.provider}").status == 200


def test_hours_that_are_not_set_are_not_found(practice: Practice) -> None:
    for response in (practice.api.get(practice.hours), practice.api.delete(practice.hours)):
        assert (problem(response), response.json["detail"]) == ((404, "not_found"), "No such hours.")
