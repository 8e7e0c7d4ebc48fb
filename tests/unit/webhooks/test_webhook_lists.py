"""The lists of webhooks and of what was sent to one."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.cursors import Cursors
from holdfast.api.query_strings import DeliveriesQuery
from holdfast.dynamodb import webhook_keys
from holdfast.queries import webhooks
from testkit.api import Api
from testkit.clock import Clock
from testkit.deliveries import stored_delivery
from testkit.interference import before
from testkit.items import overwrite
from testkit.recorded_calls import calls
from testkit.scenario import listed, new_provider, new_webhook, problem
from testkit.users import ADMIN, signed_in


def test_an_administrator_lists_all_webhooks_and_a_user_those_of_a_provider(api: Api) -> None:
    dana, lee = signed_in("dana"), signed_in("lee")
    danas, lees = new_provider(dana), new_provider(lee)
    made = sorted(new_webhook(dana, danas) for _ in range(3))
    others = [new_webhook(lee, lees), new_webhook(api), new_webhook(api, lees)]

    def ids(caller: Api, **query: object) -> list[int]:
        return [each["id"] for each in listed(caller, "/api/webhooks", limit=2, **query)]

    assert ids(api) == sorted(made + others)
    assert ids(api, provider_id=danas) == ids(dana, provider_id=danas) == made
    assert ids(dana, provider_id=lees) == ids(dana, provider_id=4711) == ids(api, provider_id=4711) == []
    refused = dana.get("/api/webhooks")
    assert problem(refused) == (422, "invalid")
    assert [error["field"] for error in refused.json["errors"]] == ["provider_id"]


def test_a_listed_webhook_is_as_it_is_shown(api: Api) -> None:
    number = new_webhook(api, types=["appointment.held"], email="ops@example.com")

    assert listed(api, "/api/webhooks") == [api.get(f"/api/webhooks/{number}").json]


def test_a_cursor_of_webhooks_belongs_to_its_caller_and_its_filter(api: Api) -> None:
    dana = signed_in("dana")
    provider = new_provider(dana)
    for _ in range(2):
        new_webhook(dana, provider)
    cursor = dana.get("/api/webhooks", limit=1, provider_id=provider).json["next_cursor"]

    for response in (
        api.get("/api/webhooks", cursor=cursor, provider_id=provider),
        api.get("/api/webhooks", cursor=cursor),
        api.get("/api/webhooks", cursor="x"),
    ):
        assert problem(response) == (422, "invalid")


@pytest.fixture
def told(api: Api) -> int:
    """Return a webhook that got nine events, one each minute. Their ids are not in the order of time."""
    webhook = new_webhook(api)
    statuses = ["delivered", "failed", "waiting"] * 3
    for minute, status in enumerate(statuses):
        stored_delivery(webhook, f"{99 - minute}-1", status=status, created_at=1_796_112_000 + 60 * minute)
    stored_delivery(new_webhook(api), "1-1")
    return webhook


NEWEST_FIRST = [f"{number}-1" for number in range(91, 100)]


@pytest.mark.parametrize("limit", [1, 2, 4, 9, 1000])
def test_deliveries_come_newest_first_on_pages(api: Api, told: int, limit: int) -> None:
    items = listed(api, f"/api/webhooks/{told}/deliveries", limit=limit)

    assert [each["id"] for each in items] == NEWEST_FIRST
    assert items[0]["created_at"] == "2026-12-01T08:08:00Z"


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
@pytest.mark.parametrize(("status", "first"), [("waiting", 0), ("failed", 1), ("delivered", 2)])
def test_deliveries_of_one_status_are_listed(
    api: Api, told: int, limit: int, status: str, first: int
) -> None:
    items = listed(api, f"/api/webhooks/{told}/deliveries", limit=limit, status=status)

    assert [each["id"] for each in items] == NEWEST_FIRST[first::3]
    assert {each["status"] for each in items} == {status}


def test_a_rare_status_is_found_page_by_page(api: Api, told: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "_MOST_ROWS", 2)
    path = f"/api/webhooks/{told}/deliveries"

    page = api.get(path, status="delivered").json

    assert (page["items"], page["next_cursor"] is None) == ([], False)
    assert [each["id"] for each in listed(api, path, status="delivered")] == NEWEST_FIRST[2::3]


def test_a_delivery_that_expires_after_the_index_was_read_is_left_out(
    api: Api, told: int, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = webhook_keys.delivery(told, NEWEST_FIRST[1])._asdict()
    before(monkeypatch, "batch_get_item", lambda: table.delete_item(Key=key))

    items = listed(api, f"/api/webhooks/{told}/deliveries", limit=3)

    assert [each["id"] for each in items] == [NEWEST_FIRST[0], *NEWEST_FIRST[2:]]


def test_a_delivery_that_arrives_after_the_index_was_read_is_no_longer_waiting(
    api: Api, told: int, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = webhook_keys.delivery(told, NEWEST_FIRST[0])
    before(monkeypatch, "batch_get_item", lambda: overwrite(table, key, status="delivered"))

    items = api.get(f"/api/webhooks/{told}/deliveries", status="waiting").json["items"]

    assert [each["id"] for each in items] == NEWEST_FIRST[3::3]


def test_a_redelivered_event_keeps_its_place(api: Api, told: int, deliveries: object, clock: Clock) -> None:
    clock.advance(3600)
    path = f"/api/webhooks/{told}/deliveries"

    assert api.post(f"{path}/{NEWEST_FIRST[4]}/redeliver").status == 202
    assert [each["id"] for each in listed(api, path)] == NEWEST_FIRST


def test_a_delivery_shows_how_it_went_and_what_was_sent(api: Api) -> None:
    webhook = new_webhook(api)
    stored_delivery(webhook, status="waiting", attempts=2, outcome="503", next_at=1_796_112_300)

    (shown,) = api.get(f"/api/webhooks/{webhook}/deliveries").json["items"]

    data = {"id": "5-1", "type": "appointment.confirmed", "time": "2026-12-01T08:00:00Z"}
    assert shown == {
        "id": "5-1",
        "type": "appointment.confirmed",
        "status": "waiting",
        "attempts": 2,
        "created_at": "2026-12-01T08:00:00Z",
        "attempted_at": "2026-12-01T08:00:01Z",
        "next_at": "2026-12-01T08:05:00Z",
        "outcome": "503",
        "event": {"type": data["type"], "timestamp": data["time"], "data": data},
    }


def test_only_those_who_may_see_the_webhook_see_its_deliveries(api: Api) -> None:
    dana, lee = signed_in("dana"), signed_in("lee")
    path = f"/api/webhooks/{new_webhook(dana, new_provider(dana))}/deliveries"

    assert dana.get(path).json == {"items": [], "next_cursor": None}
    for response in (lee.get(path), api.get("/api/webhooks/4711/deliveries")):
        assert response.json["detail"] == "No such webhook."
    assert problem(dana.get(path, status="held")) == (422, "invalid")
    assert problem(dana.get(path, provider_id=1)) == (422, "invalid")


@pytest.mark.parametrize("last", ["", "\ud83e", "x" * 101, "a b", 5, ["a"], {"a": 1}, True])
def test_a_forged_cursor_of_deliveries_is_refused(api: Api, told: int, last: object) -> None:
    forged = Cursors(f"WEBHOOK/{told}/deliveries", DeliveriesQuery(), ADMIN).next(last)  # type: ignore[arg-type]

    response = api.get(f"/api/webhooks/{told}/deliveries", cursor=forged)

    assert problem(response) == (422, "invalid")


def test_a_cursor_of_another_webhook_or_status_is_refused(api: Api, told: int) -> None:
    path = f"/api/webhooks/{told}/deliveries"
    cursor = api.get(path, limit=1).json["next_cursor"]
    other = f"/api/webhooks/{new_webhook(api)}/deliveries"

    assert api.get(path, cursor=cursor).status == 200
    for response in (api.get(other, cursor=cursor), api.get(path, cursor=cursor, status="failed")):
        assert problem(response) == (422, "invalid")


REQUESTS: list[tuple[Callable[[Api, int], object], list[str]]] = [
    (lambda api, _: api.get("/api/webhooks"), ["query", "batch_get_item"]),
    (lambda api, told: api.get(f"/api/webhooks/{told}/deliveries"), ["get_item", "query", "batch_get_item"]),
    (lambda api, told: api.get(f"/api/webhooks/{told}"), ["get_item"]),
    (lambda api, told: api.put(f"/api/webhooks/{told}", {}), ["get_item", "put_item"]),
    (lambda api, told: api.post(f"/api/webhooks/{told}/rotate"), ["get_item", "put_item"]),
    (lambda api, _: new_webhook(api), ["transact_write_items"]),
    (lambda api, told: api.delete(f"/api/webhooks/{told}"), ["get_item", "transact_write_items"]),
]


def test_each_request_makes_exactly_the_expected_dynamodb_calls(
    api: Api, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = calls(monkeypatch)
    for send, expected in REQUESTS:
        names.clear()
        send(api, told)
        assert names == expected


def test_a_user_who_owns_the_provider_costs_one_read_more(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana = signed_in("dana")
    webhook = new_webhook(dana, new_provider(dana))
    names = calls(monkeypatch)

    assert dana.get(f"/api/webhooks/{webhook}").status == 200
    assert names == ["get_item", "batch_get_item"]
    overwrite(table, webhook_keys.webhook(webhook), description="B")
    assert dana.get(f"/api/webhooks/{webhook}").json["description"] == "B"


def test_what_a_deleted_webhook_got_is_not_that_of_one_with_its_id(api: Api, clock: Clock) -> None:
    clock.advance(1)
    webhook = new_webhook(api)
    old = stored_delivery(webhook, created_at=clock.now - 1)
    own = stored_delivery(webhook, "6-1", created_at=clock.now)
    path = f"/api/webhooks/{webhook}/deliveries"

    assert [each["id"] for each in listed(api, path, limit=10)] == [own.event_id]
    assert api.post(f"{path}/{old.event_id}/redeliver").status == 404
