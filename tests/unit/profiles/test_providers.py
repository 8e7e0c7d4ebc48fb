"""Providers: create, read, list, change, delete."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.dynamodb import keys
from testkit.api import Api, Response
from testkit.clock import Clock
from testkit.interference import before
from testkit.recorded_calls import calls, eventual_reads
from testkit.scenario import NINE, TEN, Practice, listed, new_provider, problem

UNKNOWN = "/api/providers/4711"


def shown_to_anyone(response: Response) -> dict[str, Any]:
    """Return the provider without what only its owner and administrators see."""
    return {name: value for name, value in response.json.items() if name != "email"}


def test_creating_a_provider_returns_201_with_its_location_and_version(api: Api) -> None:
    rules = {"min_notice_minutes": 30, "cancel_notice_minutes": 90}
    body = {"name": "Dr. Dana", "time_zone": "Europe/Berlin", **rules}

    response = api.post("/api/providers", body)

    assert response.status == 201
    assert response.json == {"id": response.json["id"], "email": None, **body}
    assert response.headers["Location"] == f"/api/providers/{response.json['id']}"
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Content-Type"] == "application/json"


def test_ids_are_integers_that_json_and_javascript_represent_exactly(api: Api) -> None:
    numbers = {new_provider(api) for _ in range(20)}

    assert len(numbers) == 20
    assert all(0 < number < 2**53 for number in numbers)


def test_reading_returns_the_created_provider(api: Api) -> None:
    created = api.post("/api/providers", {"name": "Dr. Dana"})

    response = api.get(created.headers["Location"])

    assert (response.status, response.json) == (200, shown_to_anyone(created))
    assert response.headers["ETag"] == '"1"'
    assert "Location" not in response.headers


def test_providers_are_listed_by_id(api: Api) -> None:
    created = [shown_to_anyone(api.post("/api/providers", {"name": name})) for name in "ABC"]

    assert listed(api, "/api/providers") == sorted(created, key=lambda provider: provider["id"])


def test_every_response_shows_the_cut_off(api: Api) -> None:
    created = api.post("/api/providers", {"name": "A", "cancel_notice_minutes": 90})
    path = created.headers["Location"]
    account = f"/api/providers/account/{created.json['id']}"

    shown = [created, api.get(path), api.get(account), api.put(path, {"name": "B"}), api.delete(path)]

    assert [response.json["cancel_notice_minutes"] for response in shown] == [90] * 5


def test_a_provider_has_no_cut_off_unless_it_is_given(api: Api) -> None:
    assert api.post("/api/providers", {"name": "A"}).json["cancel_notice_minutes"] == 0


def test_the_list_shows_each_providers_own_cut_off(api: Api) -> None:
    made = {new_provider(api, cancel_notice_minutes=minutes): minutes for minutes in (0, 60, 1440)}

    shown = {each["id"]: each["cancel_notice_minutes"] for each in listed(api, "/api/providers", limit=2)}

    assert shown == made


def test_the_list_leaves_out_a_provider_that_was_deleted_since_the_index_was_read(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, gone, last = sorted(new_provider(api) for _ in range(3))
    key = keys.provider(gone)._asdict()
    before(monkeypatch, "batch_get_item", lambda: table.delete_item(Key=key))

    assert [each["id"] for each in listed(api, "/api/providers")] == [first, last]


def test_a_page_of_the_list_takes_two_eventually_consistent_requests(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        new_provider(api)
    sent, eventual = calls(monkeypatch), eventual_reads(monkeypatch)

    api.get("/api/providers")

    assert sent == eventual == ["query", "batch_get_item"]


def test_a_change_returns_the_provider_with_its_next_version(api: Api) -> None:
    path = f"/api/providers/{new_provider(api, min_notice_minutes=15)}"

    response = api.put(path, {"name": "Dr. Lee", "time_zone": "Asia/Kathmandu"})

    assert response.status == 200
    assert response.json["name"] == "Dr. Lee"
    assert response.json["time_zone"] == "Asia/Kathmandu"
    assert response.json["min_notice_minutes"] == 15
    assert response.headers["ETag"] == '"2"'
    assert api.get(path).json == shown_to_anyone(response) == listed(api, "/api/providers")[0]


def test_null_resets_a_booking_rule_to_its_default(api: Api) -> None:
    rules = {"time_zone": "Asia/Kathmandu", "min_notice_minutes": 15, "cancel_notice_minutes": 30}
    path = f"/api/providers/{new_provider(api, **rules)}"

    response = api.put(path, {"name": "Dr. Dana", **dict.fromkeys(rules)})

    assert {name: response.json[name] for name in rules} == {
        "time_zone": "UTC",
        "min_notice_minutes": 0,
        "cancel_notice_minutes": 0,
    }


def test_a_provider_that_names_no_time_zone_gets_the_one_of_the_deployment(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIME_ZONE", "Europe/Berlin")
    path = api.post("/api/providers", {"name": "Dr. Dana"}).headers["Location"]

    assert api.get(path).json["time_zone"] == "Europe/Berlin"
    assert api.put(path, {"name": "D", "time_zone": "UTC"}).json["time_zone"] == "UTC"
    assert api.put(path, {"name": "D", "time_zone": None}).json["time_zone"] == "Europe/Berlin"


def test_a_time_zone_of_the_deployment_that_does_not_exist_makes_no_provider(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIME_ZONE", "Europe/Nowhere")

    with pytest.raises(RuntimeError):
        api.post("/api/providers", {"name": "Dr. Dana"})
    assert listed(api, "/api/providers") == []


def test_deleting_returns_the_deleted_provider(api: Api) -> None:
    created = api.post("/api/providers", {"name": "Dr. Dana"})

    response = api.delete(created.headers["Location"])

    assert (response.status, response.json) == (200, shown_to_anyone(created))
    assert {"ETag", "Location"}.isdisjoint(response.headers)
    assert problem(api.get(created.headers["Location"])) == (404, "not_found")
    assert listed(api, "/api/providers") == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_provider_is_not_found(api: Api, method: str) -> None:
    body = {"name": "A"} if method == "PUT" else None

    assert problem(api.send(method, UNKNOWN, body)) == (404, "not_found")


@pytest.mark.parametrize("if_match", ['"1"', ' "1" ', "*"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_with_the_current_version_or_a_star_succeeds(api: Api, method: str, if_match: str) -> None:
    path = f"/api/providers/{new_provider(api)}"
    body = {"name": "B"} if method == "PUT" else None

    assert api.send(method, path, body, headers={"If-Match": if_match}).status == 200


@pytest.mark.parametrize(
    "if_match", ['"1"', '"3"', '"0"', "2", 'W/"2"', '"1", "2"', '""', '"x"', '"99999999999999999"']
)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_with_any_other_value_is_stale(api: Api, method: str, if_match: str) -> None:
    path = f"/api/providers/{new_provider(api)}"
    api.put(path, {"name": "B"})
    body = {"name": "C"} if method == "PUT" else None

    assert problem(api.send(method, path, body, headers={"If-Match": if_match})) == (412, "stale")
    assert api.get(path).json["name"] == "B"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_if_match_on_an_unknown_provider_is_not_found(api: Api, method: str) -> None:
    body = {"name": "A"} if method == "PUT" else None

    assert problem(api.send(method, UNKNOWN, body, headers={"If-Match": '"1"'})) == (404, "not_found")


def test_a_provider_with_open_time_is_in_use(api: Api) -> None:
    practice = Practice(api)

    assert problem(api.delete(f"/api/providers/{practice.provider}")) == (409, "in_use")


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_provider_with_a_hold_or_an_appointment_is_in_use(api: Api, clock: Clock, confirmed: bool) -> None:
    practice = Practice(api)
    slot = practice.book(practice.slots[0]) if confirmed else practice.hold(practice.slots[0])
    practice.close(NINE, TEN)
    path = f"/api/providers/{practice.provider}"

    assert problem(api.delete(path)) == (409, "in_use")
    assert practice.cancel(slot).status == 200
    assert api.delete(path).status == 200


def test_a_provider_can_be_deleted_when_all_its_open_time_is_over(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.book(practice.slots[3])

    clock.now = utc.instant(TEN) - 1
    assert problem(api.delete(f"/api/providers/{practice.provider}")) == (409, "in_use")
    clock.advance(1)
    assert api.delete(f"/api/providers/{practice.provider}").status == 200
