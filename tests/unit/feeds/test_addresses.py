"""The address of a feed is shown once, replaced by each new request, and ends when it is revoked."""

import re
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings
from holdfast.profiles import clients, providers
from testkit.api import Api
from testkit.clock import Clock
from testkit.feeds import fetch, subscribe
from testkit.items import stored
from testkit.layer_scenario import Owned, bare_provider, new_client
from testkit.scenario import problem
from testkit.users import ALICE, DANA, signed_in
from tests.unit.feeds.conftest import feeds

KEY = {"Idempotency-Key": "one"}


def test_the_response_shows_the_address_and_the_table_does_not_have_it(owned: Owned, table: Table) -> None:
    response = signed_in("dana").post("/api/calendars", {"provider_id": owned.provider})

    url = response.json.pop("url")
    assert response.json | {"url": url} == {
        "provider_id": owned.provider,
        "busy_only": False,
        "created_at": "2026-12-01T08:00:00Z",
        "url": url,
    }
    address = re.fullmatch(
        rf"https://test\.invalid/api/calendars/p{owned.provider}-([A-Za-z0-9_-]{{22}})\.ics", url
    )
    assert address
    assert address[1] not in repr(stored(table))
    assert response.headers["Cache-Control"] == "no-store"


def test_the_address_begins_with_the_public_address(owned: Owned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://book.example.com")
    settings.mail_settings.cache_clear()

    url = signed_in("alice").post("/api/calendars", {"client_id": owned.client}).json["url"]
    assert url.startswith(f"https://book.example.com/api/calendars/c{owned.client}-")


def test_the_list_says_which_feeds_exist_without_their_addresses(owned: Owned, clock: Clock) -> None:
    dana, alice = signed_in("dana"), signed_in("alice")
    subscribe("busy", owned.provider)
    clock.advance(60)
    subscribe("provider", owned.provider)

    listed = dana.get("/api/calendars", provider_id=owned.provider).json["items"]
    of = {"provider_id": owned.provider}
    assert listed == [
        {**of, "busy_only": False, "created_at": "2026-12-01T08:01:00Z"},
        {**of, "busy_only": True, "created_at": "2026-12-01T08:00:00Z"},
    ]
    assert alice.get("/api/calendars", client_id=owned.client).json == {"items": []}
    subscribe("client", owned.client)
    assert alice.get("/api/calendars", client_id=owned.client).json["items"] == [
        {"client_id": owned.client, "busy_only": False, "created_at": "2026-12-01T08:01:00Z"}
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "provider_id"),
        ({"busy_only": True}, "provider_id"),
        ({"provider_id": 7, "client_id": 9}, "client_id"),
        ({"client_id": 9, "busy_only": True}, "busy_only"),
    ],
)
def test_a_request_names_a_provider_or_a_client(api: Api, given: dict[str, object], field: str) -> None:
    query: dict[str, Any] = {name: str(value).lower() for name, value in given.items()}
    sent = [api.post("/api/calendars", given), api.send("DELETE", "/api/calendars", **query)]
    if "busy_only" not in given:
        sent.append(api.get("/api/calendars", **query))

    for response in sent:
        assert problem(response) == (422, "invalid")
        assert [error["field"] for error in response.json["errors"]] == [field]


def test_a_new_address_ends_the_one_before(owned: Owned) -> None:
    old = subscribe("provider", owned.provider)
    busy = subscribe("busy", owned.provider)
    assert fetch(old).status == 200

    new = subscribe("provider", owned.provider)

    assert [fetch(each).status for each in (old, new, busy)] == [404, 200, 200]


def test_a_repeat_with_the_same_key_shows_the_same_address(owned: Owned) -> None:
    body = {"provider_id": owned.provider}
    first, second = (signed_in("dana").post("/api/calendars", body, headers=KEY) for _ in range(2))
    other = signed_in("admin").post("/api/calendars", body, headers=KEY)  # another user's key
    again = signed_in("dana").post("/api/calendars", body, headers=KEY)

    assert first.json == second.json
    assert len({each.json["url"] for each in (first, other, again)}) == 3
    assert [fetch(each.json["url"].rpartition("/")[2]).status for each in (first, other, again)] == [
        404,
        404,
        200,
    ]


def test_the_same_key_makes_different_addresses_for_different_feeds(owned: Owned) -> None:
    sent = [
        signed_in("dana").post("/api/calendars", body, headers=KEY).json["url"].rpartition("-")[2]
        for body in ({"provider_id": owned.provider}, {"provider_id": owned.provider, "busy_only": True})
    ]

    assert len({*sent}) == 2


def test_what_is_deleted_takes_its_feeds_along(table: Table, clock: Clock) -> None:
    provider, client = bare_provider(), new_client(ALICE)
    other = bare_provider()
    subscribe("provider", provider)
    subscribe("busy", provider)
    subscribe("client", client)
    subscribe("provider", other)

    providers.delete(provider, DANA, None)
    clients.delete(client, ALICE, None)

    assert feeds(table) == [f"PROVIDER#{other}/FEED"]


def test_a_provider_made_anew_has_no_feed(api: Api) -> None:
    dana = signed_in("dana")
    first = dana.post("/api/providers", {"name": "A"}).json["id"]
    file = subscribe("provider", first)
    assert dana.delete(f"/api/providers/{first}").status == 200

    assert dana.post("/api/providers", {"name": "A"}).json["id"] == first
    assert fetch(file).status == 404
    assert dana.get("/api/calendars", provider_id=first).json == {"items": []}


def test_a_refused_deletion_leaves_the_feed(owned: Owned) -> None:
    file = subscribe("provider", owned.provider)

    assert signed_in("dana").delete(f"/api/providers/{owned.provider}").status == 409
    assert fetch(file).status == 200


def test_a_revoked_address_ends_and_the_other_feed_stays(owned: Owned) -> None:
    dana, busy = signed_in("dana"), subscribe("busy", owned.provider)
    file = subscribe("provider", owned.provider)
    done = dana.send("DELETE", "/api/calendars", provider_id=owned.provider, busy_only="true")

    assert (done.status, done.json["busy_only"]) == (200, True)
    assert [fetch(each).status for each in (busy, file)] == [404, 200]
    assert dana.send("DELETE", "/api/calendars", provider_id=owned.provider).status == 200
    assert fetch(file).status == 404
    again = dana.send("DELETE", "/api/calendars", provider_id=owned.provider)
    assert problem(again) == (404, "not_found")
