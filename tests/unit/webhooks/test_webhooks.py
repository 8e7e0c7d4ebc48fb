"""Webhooks: create, show, change and delete them through the API."""

import base64
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import webhook_keys
from testkit.api import Api, Response
from testkit.clock import Clock
from testkit.items import overwrite, stored
from testkit.scenario import listed, new_provider, new_webhook, problem
from testkit.users import signed_in

URL = "https://hooks.example.com/holdfast"
DEFAULTS: dict[str, Any] = {
    "description": "",
    "types": [],
    "provider_id": None,
    "email": None,
    "active": True,
    "disabled_at": None,
}
OTHERS: dict[str, Any] = {
    "url": "https://other.example.com:8443/a?b=c",
    "description": "Ours.",
    "types": ["appointment.cancelled", "appointment.held"],
    "email": "ops@example.com",
    "active": False,
}


def without_secret(response: Response) -> dict[str, Any]:
    return {name: value for name, value in response.json.items() if name != "secret"}


def health(table: Table, webhook: int) -> None:
    table.put_item(Item={**webhook_keys.health(webhook)._asdict(), "failures": 3})


def has_health(table: Table, webhook: int) -> bool:
    return "Item" in table.get_item(Key=webhook_keys.health(webhook)._asdict())


def test_creating_a_webhook_returns_201_with_its_secret_location_and_version(api: Api) -> None:
    response = api.post("/api/webhooks", {"url": URL})

    assert response.status == 201
    assert without_secret(response) == {"id": response.json["id"], "url": URL, **DEFAULTS}
    assert response.headers["Location"] == f"/api/webhooks/{response.json['id']}"
    assert response.headers["ETag"] == '"1"'


def test_a_secret_is_new_and_has_the_form_of_standard_webhooks(api: Api) -> None:
    secrets = [api.post("/api/webhooks", {"url": URL}).json["secret"] for _ in range(2)]

    assert secrets[0] != secrets[1]
    for secret in secrets:
        assert secret.startswith("whsec_")
        assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32


def test_no_response_but_the_first_shows_the_secret(api: Api, deliveries: object) -> None:
    created = api.post("/api/webhooks", {"url": URL})
    path, secret = created.headers["Location"], created.json["secret"]

    for response in (
        api.get(path),
        api.get("/api/webhooks"),
        api.put(path, {"description": "B"}),
        api.post(f"{path}/test"),
        api.get(f"{path}/deliveries"),
        api.delete(path),
    ):
        assert response.status < 300
        assert secret not in response.body
        assert "secret" not in response.body


def test_a_repeated_creation_returns_the_same_webhook_and_secret(api: Api) -> None:
    headers, body = {"Idempotency-Key": "one"}, {"url": URL}
    first = api.post("/api/webhooks", body, headers=headers)

    again = api.post("/api/webhooks", body, headers=headers)

    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    assert problem(api.post("/api/webhooks", {"url": URL + "/b"}, headers=headers)) == (422, "key_reused")
    assert problem(api.post("/api/webhooks", body | {"active": False}, headers=headers))[0] == 422
    assert len(listed(api, "/api/webhooks")) == 1


def test_a_repeated_creation_shows_no_secret_after_a_rotation(api: Api) -> None:
    headers, body = {"Idempotency-Key": "one"}, {"url": URL}
    path = api.post("/api/webhooks", body, headers=headers).headers["Location"]
    assert api.post(f"{path}/rotate").status == 200

    again = api.post("/api/webhooks", body, headers=headers)

    assert (again.status, again.json) == (200, api.get(path).json)


def test_a_change_keeps_what_it_leaves_out(api: Api) -> None:
    path = f"/api/webhooks/{new_webhook(api, **OTHERS)}"
    before = api.get(path).json

    response = api.put(path, {"description": "B"})

    assert (response.status, response.headers["ETag"]) == (200, '"2"')
    assert response.json == before | {"description": "B"} == api.get(path).json


def test_a_change_sets_each_field_and_null_resets_it(api: Api) -> None:
    number = new_webhook(api)
    path = f"/api/webhooks/{number}"

    assert api.put(path, OTHERS).json == {"id": number, **DEFAULTS, **OTHERS}
    reset = dict.fromkeys(("description", "types", "email", "active"))
    assert api.put(path, reset).json == {"id": number, **DEFAULTS, "url": OTHERS["url"]}
    assert problem(api.put(path, {"url": None})) == (422, "invalid")
    assert problem(api.put(path, {"provider_id": new_provider(api)})) == (422, "invalid")


def test_if_match_must_name_the_current_version(api: Api) -> None:
    path = f"/api/webhooks/{new_webhook(api)}"
    stale, current = {"If-Match": '"7"'}, {"If-Match": '"1"'}

    for response in (
        api.put(path, {}, headers=stale),
        api.post(f"{path}/rotate", headers=stale),
        api.delete(path, headers=stale),
    ):
        assert problem(response) == (412, "stale")
    assert api.get(path).headers["ETag"] == '"1"'
    assert api.delete(path, headers=current).status == 200


def test_a_deleted_webhook_leaves_nothing_but_its_deliveries(api: Api, table: Table) -> None:
    provider = new_provider(api)
    kept = new_webhook(api, provider)
    before = stored(table)
    number = new_webhook(api, provider)
    health(table, number)

    response = api.delete(f"/api/webhooks/{number}")

    assert response.json == {"id": number, "url": URL, **DEFAULTS, "provider_id": provider}
    assert problem(api.get(f"/api/webhooks/{number}")) == (404, "not_found")
    assert problem(api.delete(f"/api/webhooks/{number}")) == (404, "not_found")
    assert stored(table) == before
    assert [each["id"] for each in listed(api, "/api/webhooks", provider_id=provider)] == [kept]


def test_a_webhook_that_becomes_active_again_has_a_clean_record(api: Api, table: Table, clock: Clock) -> None:
    number = new_webhook(api)
    path = f"/api/webhooks/{number}"
    health(table, number)
    overwrite(table, webhook_keys.webhook(number), active=False, disabled_at=clock.now, version=2)
    assert api.get(path).json["disabled_at"] == "2026-12-01T08:00:00Z"

    for body in ({"description": "B"}, {"active": False}):
        assert api.put(path, body).json["disabled_at"] == "2026-12-01T08:00:00Z"
        assert has_health(table, number)
    back = api.put(path, {"active": True}).json

    assert (back["active"], back["disabled_at"], has_health(table, number)) == (True, None, False)


def test_a_change_of_an_active_webhook_forgets_no_failures(api: Api, table: Table) -> None:
    number = new_webhook(api)
    health(table, number)

    assert api.put(f"/api/webhooks/{number}", {"active": True}).status == 200
    assert has_health(table, number)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://printer.local/",
        "https://dana:secret@example.com/",
        "https://example.com/#part",
        "https://example.com/" + "x" * 500,
        "http://127.0.0.1:8080/",
        "example.com",
        "",
    ],
)
def test_a_url_that_nothing_may_be_sent_to_is_refused(api: Api, table: Table, url: str) -> None:
    path = f"/api/webhooks/{new_webhook(api)}"
    before = stored(table)

    for response in (api.post("/api/webhooks", {"url": url}), api.put(path, {"url": url})):
        assert problem(response) == (422, "invalid")
        assert [error["field"] for error in response.json["errors"]] == ["url"]
    assert stored(table) == before


def test_types_are_those_of_events(api: Api) -> None:
    for types in (["appointment.moved"], ["webhook.test"], "appointment.held", [1]):
        response = api.post("/api/webhooks", {"url": URL, "types": types})
        assert [error["field"] for error in response.json["errors"]] == ["types"]
    twice = api.post("/api/webhooks", {"url": URL, "types": ["appointment.held"] * 2})
    assert twice.json["types"] == ["appointment.held"]


def test_a_provider_has_webhooks_of_its_own_only(api: Api) -> None:
    dana, lee = signed_in("dana"), signed_in("lee")
    danas, lees = new_provider(dana), new_provider(lee)
    number = new_webhook(dana, danas)
    everybodys = new_webhook(api)

    for provider in (None, lees, 4711):
        response = dana.post("/api/webhooks", {"url": URL, "provider_id": provider})
        assert problem(response) == (422, "invalid")
        assert [error["field"] for error in response.json["errors"]] == ["provider_id"]
    assert problem(api.post("/api/webhooks", {"url": URL, "provider_id": 4711})) == (422, "invalid")
    for webhook in (number, everybodys):
        assert problem(lee.get(f"/api/webhooks/{webhook}")) == (404, "not_found")
    assert problem(dana.get(f"/api/webhooks/{everybodys}")) == (404, "not_found")
    assert dana.get(f"/api/webhooks/{number}").status == api.get(f"/api/webhooks/{number}").status == 200


def test_a_provider_made_anew_inherits_no_webhooks(api: Api, table: Table) -> None:
    dana = signed_in("dana")
    provider = new_provider(dana)
    path = f"/api/webhooks/{new_webhook(dana, provider)}"
    assert dana.delete(f"/api/providers/{provider}").status == 200
    assert new_provider(dana) == provider

    assert dana.get("/api/webhooks", provider_id=provider).json["items"] == []
    for response in (dana.get(path), dana.put(path, {}), dana.post(f"{path}/rotate"), dana.delete(path)):
        assert problem(response) == (404, "not_found")
    assert [each["id"] for each in listed(api, "/api/webhooks")] == [api.get(path).json["id"]]
    assert api.put(path, {"description": "B"}).status == 200
    assert api.delete(path).status == 200
    assert "ids" not in table.get_item(Key=webhook_keys.webhooks_of(provider)._asdict()).get("Item", {})
