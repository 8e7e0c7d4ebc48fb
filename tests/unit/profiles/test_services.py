"""Services: create, read, change, delete."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import keys
from testkit.api import Api
from testkit.items import contents, stored
from testkit.scenario import listed, new_provider, new_service, problem

DEFAULTS = {
    "description": "",
    "buffer_before_minutes": 0,
    "buffer_after_minutes": 0,
    "start_every_minutes": 15,
    "min_notice_minutes": None,
    "reminder_minutes": [1440],
    "provider_ids": [],
    "active": True,
}
OTHERS = {
    "description": "Bring your documents.\nCome early.",
    "buffer_before_minutes": 15,
    "buffer_after_minutes": 30,
    "start_every_minutes": 60,
    "min_notice_minutes": 7,
    "reminder_minutes": [2880, 20],
    "active": False,
}


def errors(response: Any) -> list[dict[str, str]]:
    assert problem(response) == (422, "invalid")
    found: list[dict[str, str]] = response.json["errors"]
    return found


def test_creating_a_service_returns_201_with_its_location_and_version(api: Api) -> None:
    numbers = sorted((new_provider(api), new_provider(api)), reverse=True)
    body = {"name": "Consultation", "duration_minutes": 45, **OTHERS, "provider_ids": numbers}

    response = api.post("/api/services", body)

    assert response.status == 201
    assert response.json == {"id": response.json["id"], **body, "provider_ids": sorted(numbers)}
    assert response.headers["Location"] == f"/api/services/{response.json['id']}"
    assert response.headers["ETag"] == '"1"'
    read = api.get(response.headers["Location"])
    assert (read.json, read.headers["ETag"]) == (response.json, '"1"')


def test_only_name_and_duration_are_required(api: Api) -> None:
    created = api.post("/api/services", {"name": "Check-up", "duration_minutes": 15}).json

    assert created == {"id": created["id"], "name": "Check-up", "duration_minutes": 15, **DEFAULTS}
    for body, missing in (({"name": "A"}, "duration_minutes"), ({"duration_minutes": 15}, "name")):
        assert [error["field"] for error in errors(api.post("/api/services", body))] == [missing]


def test_a_change_keeps_what_it_leaves_out(api: Api) -> None:
    provider = new_provider(api)
    path = f"/api/services/{new_service(api, provider, **OTHERS)}"
    before = api.get(path).json

    response = api.put(path, {"name": "Check-up"})

    assert response.status == 200
    assert response.json == before | {"name": "Check-up"}
    assert response.headers["ETag"] == '"2"'
    assert api.get(path).json == response.json == listed(api, "/api/services")[0]


def test_a_change_sets_each_field(api: Api) -> None:
    path = f"/api/services/{new_service(api)}"
    body = {"name": "B", "duration_minutes": 60, **OTHERS, "provider_ids": [new_provider(api)]}

    assert api.put(path, body).json == {"id": api.get(path).json["id"], **body}


def test_null_resets_each_field_to_its_default(api: Api) -> None:
    path = f"/api/services/{new_service(api, new_provider(api), **OTHERS)}"

    response = api.put(path, {"name": "B", **dict.fromkeys(DEFAULTS)})

    assert response.json | {"id": 0} == {"id": 0, "name": "B", "duration_minutes": 45, **DEFAULTS}
    (error,) = errors(api.put(path, {"name": "B", "duration_minutes": None}))
    assert error["field"] == "duration_minutes"


def test_each_reminder_counts_once_and_the_longest_comes_first(api: Api) -> None:
    path = f"/api/services/{new_service(api, reminder_minutes=[60, 43_200, 15, 60])}"

    assert api.get(path).json["reminder_minutes"] == [43_200, 60, 15]
    changed = api.put(path, {"name": "A", "reminder_minutes": [30, 1440.0, 30]})
    assert changed.json["reminder_minutes"] == [1440, 30]
    assert api.put(path, {"name": "A", "reminder_minutes": []}).json["reminder_minutes"] == []
    assert listed(api, "/api/services")[0]["reminder_minutes"] == []


@pytest.mark.parametrize(
    "minutes",
    [[14], [43_201], [15, 16, 17, 18, 19, 20], [1440] * 6, ["60"], [60.5], [None], [True], 60, "60"],
)
def test_reminders_that_are_too_many_or_out_of_bounds_are_refused(
    api: Api, table: Table, minutes: object
) -> None:
    path = f"/api/services/{new_service(api)}"
    before = stored(table)

    body = {"name": "A", "duration_minutes": 45, "reminder_minutes": minutes}
    for response in (api.post("/api/services", body), api.put(path, body)):
        assert [error["field"] for error in errors(response)] == ["reminder_minutes"]
    assert stored(table) == before


def test_a_service_that_was_stored_before_there_were_reminders_has_the_default(
    api: Api, table: Table
) -> None:
    number = new_service(api, reminder_minutes=[60])
    table.update_item(Key=keys.service(number)._asdict(), UpdateExpression="REMOVE reminder_minutes")

    assert api.get(f"/api/services/{number}").json["reminder_minutes"] == [1440]
    assert api.put(f"/api/services/{number}", {"name": "B"}).json["reminder_minutes"] == [1440]


def test_the_default_grid_follows_a_changed_duration(api: Api) -> None:
    path = f"/api/services/{new_service(api, duration_minutes=45)}"

    assert api.put(path, {"name": "A", "duration_minutes": 60}).json["start_every_minutes"] == 30


def test_deleting_returns_the_deleted_service(api: Api, table: Table) -> None:
    created = api.post("/api/services", {"name": "A", "duration_minutes": 45})

    response = api.delete(created.headers["Location"])

    assert (response.status, response.json) == (200, created.json)
    assert {"ETag", "Location"}.isdisjoint(response.headers)
    assert problem(api.get(created.headers["Location"])) == (404, "not_found")
    assert listed(api, "/api/services") == []


@pytest.mark.parametrize("if_match", ['"2"', "*"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_with_the_current_version_or_a_star_succeeds(api: Api, method: str, if_match: str) -> None:
    path = f"/api/services/{new_service(api)}"
    api.put(path, {"name": "B"})
    body = {"name": "C"} if method == "PUT" else None

    assert api.send(method, path, body, headers={"If-Match": if_match}).status == 200


@pytest.mark.parametrize("if_match", ['"1"', '"3"', "2", "nonsense"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_with_any_other_value_is_stale(api: Api, method: str, if_match: str) -> None:
    path = f"/api/services/{new_service(api)}"
    api.put(path, {"name": "B"})
    body = {"name": "C"} if method == "PUT" else None

    assert problem(api.send(method, path, body, headers={"If-Match": if_match})) == (412, "stale")
    assert api.get(path).json["name"] == "B"


@pytest.mark.parametrize(
    "field", ["duration_minutes", "buffer_before_minutes", "buffer_after_minutes", "start_every_minutes"]
)
def test_minutes_that_are_off_the_grid_or_out_of_bounds_are_refused(
    api: Api, table: Table, field: str, subtests: pytest.Subtests
) -> None:
    path = f"/api/services/{new_service(api)}"
    before = stored(table)
    most = {"duration_minutes": 480, "start_every_minutes": 60}.get(field, 120)

    for minutes in (-15, 1, 14, 16, 40, 15.5, most + 15, 10_000, "15", True, [15]):
        with subtests.test(minutes=minutes):
            body = {"name": "A", "duration_minutes": 45, field: minutes}
            for response in (api.post("/api/services", body), api.put(path, body)):
                assert [error["field"] for error in errors(response)] == [field]
    assert stored(table) == before


def test_no_duration_and_no_step_is_0_but_a_buffer_may_be(api: Api) -> None:
    body = {"name": "A", "duration_minutes": 45}

    for field in ("duration_minutes", "start_every_minutes"):
        assert errors(api.post("/api/services", {**body, field: 0}))
    for field in ("buffer_before_minutes", "buffer_after_minutes"):
        assert api.post("/api/services", {**body, field: 0}).status == 201


@pytest.mark.parametrize("too_long", [(480, 15, 0), (480, 0, 15), (375, 60, 60), (255, 120, 120)])
def test_a_visit_with_its_buffers_takes_at_most_32_quarter_hours(
    api: Api, table: Table, too_long: tuple[int, int, int]
) -> None:
    names = ("duration_minutes", "buffer_before_minutes", "buffer_after_minutes")
    fields = dict(zip(names, too_long, strict=True))
    path = f"/api/services/{new_service(api)}"
    before = stored(table)

    detail = "With its buffers, this must be at most 480 minutes."
    for response in (
        api.post("/api/services", {"name": "A", **fields}),
        api.put(path, {"name": "A", **fields}),
    ):
        assert errors(response) == [{"field": "duration_minutes", "detail": detail}]
    assert stored(table) == before

    shorter = fields | {"duration_minutes": fields["duration_minutes"] - 15}
    assert api.post("/api/services", {"name": "A", **shorter}).status == 201
    assert api.put(path, {"name": "A", **shorter}).status == 200


def test_a_change_of_one_part_is_checked_together_with_the_stored_others(api: Api) -> None:
    path = f"/api/services/{new_service(api, duration_minutes=465)}"

    assert api.put(path, {"name": "A", "buffer_after_minutes": 15}).status == 200
    assert errors(api.put(path, {"name": "A", "buffer_before_minutes": 15}))[0]["field"] == "duration_minutes"


def test_a_provider_that_does_not_exist_is_refused(api: Api, table: Table) -> None:
    provider = new_provider(api)
    path = f"/api/services/{new_service(api, provider)}"
    before = contents(table)

    expected = [{"field": "provider_ids", "detail": "Each of these must be the id of a provider."}]
    body = {"name": "A", "duration_minutes": 45, "provider_ids": [provider, 4711]}
    assert errors(api.post("/api/services", body)) == expected
    assert errors(api.put(path, body)) == expected
    assert contents(table) == before


@pytest.mark.parametrize("number", [0, -1, 2**53, "7", 1.5, None, True, 10**400])
def test_a_provider_id_that_is_no_id_is_refused_under_the_name_of_the_list(api: Api, number: object) -> None:
    body = {"name": "A", "duration_minutes": 45, "provider_ids": [new_provider(api), number]}

    assert [error["field"] for error in errors(api.post("/api/services", body))] == ["provider_ids"]


def test_a_provider_that_is_named_twice_counts_once(api: Api) -> None:
    provider = new_provider(api)

    created = api.get(f"/api/services/{new_service(api, provider, provider)}").json
    assert created["provider_ids"] == [provider]


def test_a_service_may_have_more_providers_than_one_request_can_read(api: Api) -> None:
    numbers = sorted(new_provider(api) for _ in range(101))

    assert api.get(f"/api/services/{new_service(api, *numbers)}").json["provider_ids"] == numbers
