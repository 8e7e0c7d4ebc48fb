"""The range of time that a list covers: its start, its end and its limits."""

from typing import Any

import pytest

from testkit.api import Api
from testkit.clock import Clock
from testkit.scenario import Practice, ids, listed, problem

ALL = "/api/appointments"
OPEN = "/api/appointments/reserve"


def paths(practice: Practice) -> list[tuple[str, dict[str, Any]]]:
    one = {"provider_id": practice.provider}
    return [(ALL, {}), (ALL, one), (OPEN, {}), (OPEN, one), (practice.availability, {})]


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({"from": "2026-12-02T09:00:00Z"}, 0, 8),
        ({"from": "2026-12-02T09:00:01Z"}, 1, 8),
        ({"from": "2026-12-02T10:15:00+01:00"}, 1, 8),
        ({"from": "2026-12-02T09:00:00Z", "to": "2026-12-02T09:15:00Z"}, 0, 1),
        ({"from": "2026-12-02T09:00:00Z", "to": "2026-12-02T09:15:01Z"}, 0, 2),
        ({"to": "2026-12-02T09:30:00Z"}, 0, 2),
        ({"from": "2026-12-02T09:30:00Z", "to": "2026-12-03T09:15:00Z"}, 2, 5),
        ({"from": "2026-12-03T00:00:00Z"}, 4, 8),
        ({"from": "2026-12-03T09:45:00Z"}, 7, 8),
        ({"from": "2026-12-03T10:00:00Z"}, 8, 8),
        ({"from": "2026-12-01T00:00:00Z", "to": "2026-12-02T09:00:00Z"}, 0, 0),
    ],
)
def test_from_is_included_and_to_is_not(api: Api, query: dict[str, Any], first: int, last: int) -> None:
    practice = Practice(api)
    practice.open("2026-12-03T09:00:00Z", "2026-12-03T10:00:00Z")

    for path, more in paths(practice):
        assert ids(listed(api, path, **query, **more)) == practice.slots[first:last]


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({"from": "2026-12-02T09:15:00Z"}, 1, 5),
        ({"to": "2026-12-02T09:15:00Z"}, 0, 1),
        ({"from": "2026-12-02T09:30:00Z", "to": "2026-12-03T09:15:00Z"}, 2, 4),
    ],
)
def test_a_clients_list_has_the_same_kind_of_window(
    api: Api, query: dict[str, Any], first: int, last: int
) -> None:
    practice = Practice(api, "2026-12-02T09:00:00Z", "2026-12-02T09:45:00Z")
    practice.open("2026-12-03T09:00:00Z", "2026-12-03T09:30:00Z")
    for slot in practice.slots[:3]:
        practice.book(slot)
    for slot in practice.slots[3:]:
        practice.hold(slot)

    assert ids(listed(api, ALL, client_id=practice.client, **query)) == practice.slots[first:last]


def test_a_list_without_to_covers_31_days_from_now_or_from_its_from(api: Api, clock: Clock) -> None:
    practice = Practice(api, "2026-12-31T23:00:00Z", "2027-01-01T12:00:00Z")
    in_time = [slot for slot in practice.slots if slot[-14:] < "20270101T0800Z"]

    for path, more in paths(practice):
        assert ids(listed(api, path, **more)) == in_time
        later = listed(api, path, **more, **{"from": "2026-12-01T09:00:00Z"})
        assert ids(later) == [*in_time, *practice.slots[len(in_time) : len(in_time) + 4]]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu"])
def test_local_times_in_a_query_are_in_the_providers_time_zone(api: Api, zone: str) -> None:
    practice = Practice(api, "2026-12-02 09:00:00", "2026-12-02 10:00:00", time_zone=zone)
    query: dict[str, Any] = {"from": "2026-12-02 09:15:00", "to": "2026-12-02 09:45:00"}

    for path, more in paths(practice):
        if path == practice.availability or more:
            assert ids(listed(api, path, **query, **more)) == practice.slots[1:3]
    practice.book(practice.slots[1])
    mine = {"client_id": practice.client, "provider_id": practice.provider}
    assert ids(listed(api, ALL, **query, **mine)) == practice.slots[1:2]


def test_a_date_in_a_query_is_the_start_of_the_providers_day(api: Api) -> None:
    practice = Practice(api, "2026-12-02 23:30:00", "2026-12-03 00:30:00", time_zone="Asia/Kathmandu")
    first, second = {"to": "2026-12-03"}, {"from": "2026-12-03", "to": "2026-12-04"}

    for path, more in paths(practice):
        if path == practice.availability or more:
            assert ids(listed(api, path, **first, **more)) == practice.slots[:2]
            assert ids(listed(api, path, **second, **more)) == practice.slots[2:]


def test_a_date_in_a_query_across_providers_is_the_start_of_a_day_in_utc(api: Api) -> None:
    practice = Practice(api, "2026-12-02T23:30:00Z", "2026-12-03T00:30:00Z", time_zone="Asia/Kathmandu")

    for path in (ALL, OPEN):
        assert ids(listed(api, path, to="2026-12-03")) == practice.slots[:2]
        assert ids(listed(api, path, **{"from": "2026-12-03"})) == practice.slots[2:]


def test_local_times_in_a_query_need_a_provider(api: Api) -> None:
    practice = Practice(api)

    without_provider: list[tuple[str, dict[str, Any]]] = [
        (ALL, {}),
        (OPEN, {}),
        (ALL, {"client_id": practice.client}),
    ]
    for path, query in without_provider:
        for name in ("from", "to"):
            response = api.get(path, **query | {name: "2026-12-02 09:00:00"})
            assert problem(response) == (422, "invalid")
            assert response.json["errors"] == [{"field": name, "detail": "Local time needs provider_id."}]


RFC_3339 = "This must be RFC 3339, such as 2026-12-02T09:00:00Z"
DATE = "or a date, such as 2026-12-02."
PLUS = "Write + as %2B in a URL."


@pytest.mark.parametrize(
    ("query", "with_provider", "without"),
    [
        (
            "from=tomorrow",
            f"{RFC_3339}, or local time, such as 2026-12-02 09:00, {DATE}",
            f"{RFC_3339}, {DATE}",
        ),
        ("from=2026-12-02T10:00:00+01:00", PLUS, PLUS),
        ("from=2026-12-02T10:00:00.5+01:00", PLUS, PLUS),
    ],
)
def test_the_refusal_of_a_time_in_a_query_says_what_to_write(
    api: Api, query: str, with_provider: str, without: str
) -> None:
    practice = Practice(api)

    for path, more in paths(practice):
        detail = with_provider if more or path == practice.availability else without
        response = api.get(f"{path}?{query}", **more)
        assert response.json["errors"] == [{"field": "from", "detail": detail}]


INVALID_WINDOWS: list[tuple[dict[str, Any], str]] = [
    ({"from": "2026-12-02T10:00:00Z", "to": "2026-12-02T10:00:00Z"}, "to"),
    ({"from": "2026-12-02T10:00:00Z", "to": "2026-12-02T09:00:00Z"}, "to"),
    ({"to": "2026-11-30T10:00:00Z"}, "to"),
    ({"from": "2026-12-02T10:00:00Z", "to": "2027-02-02T10:00:01Z"}, "to"),
    ({"from": "2026-02-30T10:00:00Z"}, "from"),
    ({"from": "yesterday"}, "from"),
    ({"from": "2026-12-02T25:00:00Z"}, "from"),
    ({"to": "2026-12-31T23:59:60Z"}, "to"),
    ({"to": "2026-12"}, "to"),
    ({"to": "2026-02-30"}, "to"),
    ({"to": "2026-12-01"}, "to"),
    ({"to": "9999-12-31T00:00:00Z"}, "to"),
    ({"from": "0001-01-01T00:00:00Z"}, "from"),
    ({"from": "1" * 41}, "from"),
    ({"from": ""}, "from"),
]


def test_an_impossible_window_is_invalid(api: Api, subtests: pytest.Subtests) -> None:
    practice = Practice(api)

    for query, field in INVALID_WINDOWS:
        for path, more in [*paths(practice), (ALL, {"client_id": practice.client})]:
            with subtests.test(query=query, path=path):
                response = api.get(path, **query, **more)
                assert problem(response) == (422, "invalid")
                assert [error["field"] for error in response.json["errors"]] == [field]


def test_a_window_of_62_days_is_allowed(api: Api) -> None:
    query: dict[str, Any] = {"from": "2026-12-02T10:00:00Z", "to": "2027-02-02T10:00:00Z"}

    assert api.get(ALL, **query).status == 200


def test_a_window_in_the_far_future_or_past_is_empty(api: Api) -> None:
    practice = Practice(api)

    for path, more in paths(practice):
        assert listed(api, path, **more, **{"from": "8999-12-31T23:00:00Z"}) == []
        assert listed(api, path, **more, **{"from": "2000-01-01T00:00:00Z"}) == []
