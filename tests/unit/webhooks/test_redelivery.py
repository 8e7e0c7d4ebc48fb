"""Sending an event again by hand, and sending a test event."""

import json
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import NotFound, Unavailable, WebhookOff
from holdfast.core.utc import DAY
from holdfast.dynamodb import index_keys, webhook_keys
from holdfast.dynamodb.connection import Conflict
from holdfast.model.delivery import Delivery
from holdfast.notifications import clients
from holdfast.webhooks import redelivery, registration
from testkit.api import Api
from testkit.clients import stand_in
from testkit.clock import Clock
from testkit.deliveries import EVENT, DeliveryQueue, stored_delivery
from testkit.interference import Raising, before, client_error, no_sleep, raising, twice
from testkit.items import overwrite, stored
from testkit.layer_scenario import bare_provider, fresh_key
from testkit.layer_scenario import new_webhook as new
from testkit.logs import written
from testkit.scenario import new_webhook, problem
from testkit.users import ADMIN, BOB

pytestmark = pytest.mark.usefixtures("table", "clock", "deliveries")


def found(table: Table, webhook: int, event: str = EVENT) -> Delivery:
    return Delivery.from_item(row(table, webhook, event))


def row(table: Table, webhook: int, event: str = EVENT) -> dict[str, Any]:
    return table.get_item(Key=webhook_keys.delivery(webhook, event)._asdict())["Item"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "delivered"},
        {"status": "failed", "outcome": "timeout", "attempts": 9},
        {"status": "waiting", "outcome": "503", "attempts": 3, "next_at": 1_796_200_000},
    ],
)
def test_an_event_waits_again_whatever_became_of_it(
    table: Table, clock: Clock, deliveries: DeliveryQueue, fields: dict[str, Any]
) -> None:
    webhook = new()
    old = stored_delivery(webhook.id, **fields)
    clock.advance(DAY)

    again = redelivery.redeliver(webhook.id, EVENT, ADMIN)

    assert again == found(table, webhook.id)
    assert (again.status, again.attempts) == ("waiting", 0)
    assert (again.since, again.next_at) == (clock.now, clock.now + 60)
    # What was sent, and how the latest attempt ended, stays.
    assert (again.body, again.outcome, again.created_at) == (old.body, old.outcome, old.created_at)
    assert row(table, webhook.id)["expires_at"] == clock.now + 30 * DAY
    assert row(table, webhook.id)["by_kind_pk"] == index_keys.retry_pk(webhook.id)
    assert deliveries.taken() == [(webhook.id, EVENT, True)]


def test_an_event_begins_later_than_before_even_in_the_same_second(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = new()
    stored_delivery(webhook.id, since=clock.now)
    between: list[int] = []
    before(
        monkeypatch,
        "update_item",
        lambda: between.append(redelivery.redeliver(webhook.id, EVENT, ADMIN).since),
    )

    again = redelivery.redeliver(webhook.id, EVENT, ADMIN)

    assert (between, again.since) == ([clock.now + 1], clock.now + 2)


def test_an_unknown_event_is_not_found_and_nothing_is_made_or_sent(
    table: Table, deliveries: DeliveryQueue
) -> None:
    webhook = new()
    stored_delivery(new().id)
    before = stored(table)

    with pytest.raises(NotFound):
        redelivery.redeliver(webhook.id, EVENT, ADMIN)
    assert stored(table) == before
    assert deliveries.taken() == []


def test_an_event_that_arrives_meanwhile_is_sent_again_all_the_same(
    table: Table, deliveries: DeliveryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attempt that was under way ends between the read and the write."""
    webhook = new()
    stored_delivery(webhook.id, status="waiting", attempts=2)
    key = webhook_keys.delivery(webhook.id, EVENT)
    before(
        monkeypatch,
        "update_item",
        lambda: overwrite(table, key, status="delivered", attempts=3, outcome="200"),
    )

    again = redelivery.redeliver(webhook.id, EVENT, ADMIN)

    assert (again.status, again.attempts, again.outcome) == ("waiting", 0, "200")
    assert deliveries.taken() == [(webhook.id, EVENT, True)]


def test_an_event_that_expires_meanwhile_is_not_found(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    webhook = new()
    stored_delivery(webhook.id)
    key = webhook_keys.delivery(webhook.id, EVENT)._asdict()
    before(monkeypatch, "update_item", lambda: table.delete_item(Key=key))

    with pytest.raises(NotFound):
        redelivery.redeliver(webhook.id, EVENT, ADMIN)
    assert "Item" not in table.get_item(Key=key)


def test_a_write_that_conflicts_with_an_attempt_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)
    webhook = new()
    stored_delivery(webhook.id)
    raising(monkeypatch, "update_item", [Conflict(), Conflict()])

    assert redelivery.redeliver(webhook.id, EVENT, ADMIN).status == "waiting"


@pytest.mark.parametrize(
    "error", [ReadTimeoutError(endpoint_url="https://sqs.invalid"), client_error("Throttled", 503)]
)
def test_an_event_that_the_queue_does_not_take_is_due_for_the_sweep(
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    api: Api,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    path = f"/api/webhooks/{(webhook := new_webhook(api))}"
    stored_delivery(webhook)
    stand_in(monkeypatch, Raising(error), "sqs")

    again = api.post(f"{path}/deliveries/{EVENT}/redeliver")
    tested = api.post(f"{path}/test")

    assert (again.status, tested.status) == (202, 202)
    for event in (EVENT, tested.json["id"]):
        due = row(table, webhook, event)
        assert (due["by_kind_pk"], due["by_kind_sk"]) == (index_keys.retry_pk(webhook), 1_796_112_060)
    levels = [(line["level"], line["error"].split()[0]) for line in written(capsys) if "error" in line]
    assert levels == [("WARN", type(error).__name__)] * 2


def test_a_message_that_the_queue_refuses_is_noted(
    api: Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Refusing:
        def send_message_batch(self, **_: object) -> Any:
            return {"Failed": [{"Id": "0", "Code": "InternalError"}]}

    webhook = new_webhook(api)
    stand_in(monkeypatch, Refusing(), "sqs")

    assert api.post(f"/api/webhooks/{webhook}/test").status == 202
    assert [line["error"] for line in written(capsys) if "error" in line] == ["SQS InternalError"]


def test_nothing_is_sent_to_a_webhook_that_is_not_active(
    api: Api, table: Table, deliveries: DeliveryQueue
) -> None:
    webhook = new_webhook(api, active=False)
    stored_delivery(webhook)
    before = stored(table)
    path = f"/api/webhooks/{webhook}"

    for response in (api.post(f"{path}/test"), api.post(f"{path}/deliveries/{EVENT}/redeliver")):
        assert problem(response) == (409, "not_active")
    assert stored(table) == before
    assert deliveries.taken() == []


def test_a_test_event_is_sent_at_once_in_the_form_of_every_event(
    api: Api, table: Table, deliveries: DeliveryQueue, clock: Clock
) -> None:
    webhook = new_webhook(api, types=["appointment.held"])

    response = api.post(f"/api/webhooks/{webhook}/test")

    event, now = response.json["id"], "2026-12-01T08:00:00Z"
    data = {"id": event, "type": "webhook.test", "time": now, "webhook_id": webhook}
    assert response.status == 202
    assert response.json == {
        "id": event,
        "type": "webhook.test",
        "status": "waiting",
        "attempts": 0,
        "created_at": now,
        "attempted_at": None,
        "next_at": "2026-12-01T08:01:00Z",
        "outcome": None,
        "event": {"type": "webhook.test", "timestamp": now, "data": data},
    }
    stored_body = found(table, webhook, event).body
    assert stored_body == json.dumps(response.json["event"], separators=(",", ":"))
    assert (event[:5], len(event)) == ("test-", 21)
    assert row(table, webhook, event)["expires_at"] == clock.now + 30 * DAY
    assert deliveries.taken() == [(webhook, event, True)]


def test_a_repeated_test_with_its_key_is_the_same_delivery(
    api: Api, table: Table, deliveries: DeliveryQueue
) -> None:
    webhook, headers = new_webhook(api), {"Idempotency-Key": "one"}
    path = f"/api/webhooks/{webhook}/test"
    first = api.post(path, headers=headers)
    deliveries.taken()

    again = api.post(path, headers=headers)

    assert (again.status, again.json) == (202, first.json)
    assert deliveries.taken() == [(webhook, first.json["id"], True)]
    overwrite(table, webhook_keys.delivery(webhook, first.json["id"]), status="delivered", outcome="204")
    assert api.post(path, headers=headers).json["status"] == "delivered"
    assert deliveries.taken() == []
    assert api.post(path).json["id"] != first.json["id"]


def test_a_test_event_whose_write_is_sent_twice_is_one(
    table: Table, monkeypatch: pytest.MonkeyPatch, deliveries: DeliveryQueue
) -> None:
    webhook = new()
    twice(monkeypatch, "put_item")

    delivery = redelivery.send_test(webhook.id, ADMIN, fresh_key())

    assert delivery == found(table, webhook.id, delivery.event_id)
    assert deliveries.taken() == [(webhook.id, delivery.event_id, True)]


def test_a_test_event_whose_response_is_lost_is_found_by_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    webhook, key = new(), fresh_key()
    raising(monkeypatch, "put_item", [Unavailable()], applied=True)
    with pytest.raises(Unavailable):
        redelivery.send_test(webhook.id, ADMIN, key)

    assert redelivery.send_test(webhook.id, ADMIN, key).event_id == f"test-{key.request_id[:16]}"


def test_only_the_owner_of_the_provider_may_send(table: Table, deliveries: DeliveryQueue) -> None:
    webhook = new(bare_provider())
    stored_delivery(webhook.id)
    before = stored(table)

    with pytest.raises(NotFound):
        redelivery.send_test(webhook.id, BOB, fresh_key())
    with pytest.raises(NotFound):
        redelivery.redeliver(webhook.id, EVENT, BOB)
    assert (stored(table), deliveries.taken()) == (before, [])


def test_a_webhook_that_is_switched_off_meanwhile_gets_a_message_that_the_attempt_drops(
    monkeypatch: pytest.MonkeyPatch, deliveries: DeliveryQueue
) -> None:
    webhook = new()
    off = {"active": False}
    stored_delivery(webhook.id)
    before(monkeypatch, "update_item", lambda: registration.update(webhook.id, off, ADMIN, None))

    assert redelivery.redeliver(webhook.id, EVENT, ADMIN).status == "waiting"
    assert deliveries.taken() == [(webhook.id, EVENT, True)]
    with pytest.raises(WebhookOff):
        redelivery.redeliver(webhook.id, EVENT, ADMIN)


@pytest.mark.parametrize("event", ["X", "a" * 65, "a_b", "%00", "5-1%0A", "..", "é", "4711-1", "a" * 5000])
def test_an_id_that_no_delivery_has_is_not_found(api: Api, table: Table, event: str) -> None:
    webhook = new_webhook(api)
    before = stored(table)

    response = api.post(f"/api/webhooks/{webhook}/deliveries/{event}/redeliver")

    assert problem(response) == (404, "not_found")
    assert stored(table) == before


def test_clients_are_made_only_to_send(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of SQS takes milliseconds to make, and most requests do not need it."""
    monkeypatch.setattr(clients, "client", lambda *_: pytest.fail("made a client"))

    path = f"/api/webhooks/{new_webhook(api)}"
    assert api.post(f"{path}/rotate").status == api.put(path, {}).status == 200
