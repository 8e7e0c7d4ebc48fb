"""A body of working hours that is refused: the response names the field, and nothing is written."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import stored
from testkit.scenario import Practice, problem

TIMES = "This must be a time on a quarter-hour, such as 09:15."
RANGE = "This must be from 0 to 91 days after from."


@pytest.mark.parametrize(
    ("weekly", "field", "detail"),
    [
        (None, "weekly", "This must be an object."),
        ([], "weekly", "This must be an object."),
        ({"Mon": []}, "Mon", "There is no such field here."),
        ({"monday": []}, "monday", "There is no such field here."),
        ({"mon": "09:00"}, "mon", "This must be a list."),
        ({"mon": ["09:00", "10:00"]}, "mon", "This must be a list."),
        ({"mon": [["09:00"]]}, "mon", "This must have at least 2 members."),
        ({"mon": [["09:00", "10:00", "11:00"]]}, "mon", "This must have at most 2 members."),
        ({"mon": [[9, "10:00"]]}, "mon", "This must be text."),
        ({"tue": [["9:00", "10:00"]]}, "tue", TIMES),
        ({"tue": [["09:10", "10:00"]]}, "tue", TIMES),
        ({"tue": [["09:00", "10:00\n"]]}, "tue", TIMES),
        ({"tue": [["09:00", "24:15"]]}, "tue", TIMES),
        ({"tue": [["24:00", "01:00"]]}, "tue", "Times of a day start before 24:00."),
        ({"wed": [["09:00", "11:00"], ["10:45", "12:00"]]}, "wed", "These times overlap."),
        ({"wed": [["22:00", "02:00"], ["23:00", "24:00"]]}, "wed", "These times overlap."),
        ({"wed": [["09:00", "09:00"], ["12:00", "13:00"]]}, "wed", "These times overlap."),
        ({"sun": [["09:00", "09:15"]] * 49}, "sun", "This must have at most 48 members."),
    ],
)
def test_what_is_wrong_with_a_week(
    practice: Practice, table: Table, weekly: Any, field: str, detail: str
) -> None:
    check_refused(practice, table, {"weekly": weekly}, field, detail)


@pytest.mark.parametrize(
    ("overrides", "field", "detail"),
    [
        ({}, "overrides", "This must be a list."),
        ([[]], "overrides", "This must be an object."),
        ([{"from": "2026-12-24"}], "to", "This field is required."),
        ([{"to": "2026-12-24"}], "from", "This field is required."),
        ([{"from": "2026-12-24", "to": "20261224"}], "to", "This must be a date, such as 2026-12-24."),
        ([{"from": "2026-02-29", "to": "2026-12-24"}], "from", "This must be a date, such as 2026-12-24."),
        ([{"from": "2026-12-24", "to": "2026-12-23"}], "to", RANGE),
        ([{"from": "2026-12-24", "to": "2027-03-26"}], "to", RANGE),
        (
            [{"from": "2026-12-24", "to": "2026-12-24", "hours": [["09:00"]]}],
            "hours",
            "This must have at least 2 members.",
        ),
        ([{"from": "2026-12-24", "to": "2026-12-24", "hour": []}], "hour", "There is no such field here."),
        (
            [{"from": "2026-12-26", "to": "2026-12-27"}, {"from": "2026-12-24", "to": "2026-12-26"}],
            "overrides",
            "These dates overlap.",
        ),
        (
            [{"from": f"{1900 + year}-01-01", "to": f"{1900 + year}-01-01"} for year in range(201)],
            "overrides",
            "This must have at most 200 members.",
        ),
    ],
)
def test_what_is_wrong_with_an_override(
    practice: Practice, table: Table, overrides: Any, field: str, detail: str
) -> None:
    check_refused(practice, table, {"weekly": {}, "overrides": overrides}, field, detail)


def test_the_horizon_is_from_one_day_to_366(practice: Practice, table: Table) -> None:
    check_refused(
        practice, table, {"weekly": {}, "horizon_days": 0}, "horizon_days", "This must be at least 1."
    )
    check_refused(
        practice, table, {"weekly": {}, "horizon_days": 367}, "horizon_days", "This must be at most 366."
    )
    for days in (1, 366):
        assert practice.put_hours({"weekly": {}, "horizon_days": days}).json["horizon_days"] == days


def test_a_horizon_alone_is_not_taken_for_a_week_without_hours(practice: Practice, table: Table) -> None:
    check_refused(practice, table, {"horizon_days": 90}, "weekly", "This field is required.")


def check_refused(practice: Practice, table: Table, body: dict[str, Any], field: str, detail: str) -> None:
    before = stored(table)

    response = practice.put_hours(body)

    assert problem(response) == (422, "invalid")
    assert response.json["errors"] == [{"field": field, "detail": detail}]
    assert stored(table) == before


def test_the_widest_bodies_are_accepted(practice: Practice) -> None:
    quarters = [
        [f"{hour:02}:{minute:02}", f"{hour:02}:{minute + 15:02}"] for hour in range(24) for minute in (0, 30)
    ]
    overrides = [{"from": f"{2000 + year}-01-01", "to": f"{2000 + year}-04-01"} for year in range(200)]

    assert (
        practice.put_hours({"weekly": {"wed": quarters}, "horizon_days": 2}).json["weekly"]["wed"] == quarters
    )
    assert len(practice.put_hours({"weekly": {}, "overrides": overrides}).json["overrides"]) == 200


@pytest.mark.parametrize("query", [{"status": "confirmed"}, {"client_id": 5}, {"service_id": 5}])
def test_uncovered_goes_with_no_other_filter(api: Api, query: dict[str, Any]) -> None:
    response = api.get("/api/appointments", uncovered="true", **query)

    assert problem(response) == (422, "invalid")
    (field,) = query
    assert [error["field"] for error in response.json["errors"]] == [field]


@pytest.mark.parametrize("text", ["maybe", "", "1", "yes", "True", "null"])
def test_uncovered_is_true_or_false(api: Api, text: str) -> None:
    assert api.get("/api/appointments", uncovered=text).json["errors"] == [
        {"field": "uncovered", "detail": "This must be true or false."}
    ]


def test_preview_is_true_or_false(practice: Practice) -> None:
    errors = practice.put_hours({"weekly": {}}, query="?preview=maybe").json["errors"]

    assert errors == [{"field": "preview", "detail": "This must be true or false."}]
    assert practice.api.get(practice.hours).status == 404
