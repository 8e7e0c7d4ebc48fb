"""Under `make run`, webhooks on this machine get events, and an endpoint that hangs delays no other."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from holdfast.core import clock
from holdfast.dynamodb import webhook_keys
from holdfast.model.delivery import Delivery
from holdfast.model.webhook import Webhook
from holdfast.webhooks import messages
from holdfast.webhooks.body import body_of
from local import dynamodb, server_file
from testkit import webhook_items
from testkit.endpoints import Consumer, consuming
from tests.e2e import bookings
from tests.e2e.servers import Server, eventually

WAITING, PROMPT_SECONDS = 500, 5
HANGS_SECONDS = 30  # longer than an attempt may take


class Store:
    """Writes what the API and the planning write, directly into the server's table and queue."""

    def __init__(self, server: Server) -> None:
        endpoint = server_file.read(server.data).cognito
        self.table: Any = boto3.resource("dynamodb", endpoint_url=endpoint).Table(dynamodb.TABLE)
        self._sqs: Any = boto3.client("sqs", endpoint_url=endpoint)
        self._queue = self._sqs.get_queue_url(QueueName="holdfast-DeliveryQueue")["QueueUrl"]

    def add(self, webhook: Webhook) -> None:
        self.table.put_item(Item=webhook.to_item())
        self.table.update_item(
            Key=webhook_keys.webhooks_of(webhook.provider_id)._asdict(),
            UpdateExpression="ADD ids :ids",
            ExpressionAttributeValues={":ids": {webhook.id}},
        )

    def remove(self, webhook: Webhook) -> None:
        self.table.delete_item(Key=webhook_keys.webhook(webhook.id)._asdict())
        self.table.delete_item(Key=webhook_keys.webhooks_of(webhook.provider_id)._asdict())

    def plan(self, webhook_id: int, *event_ids: str) -> None:
        now = clock.now()
        with self.table.batch_writer() as batch:
            for event_id in event_ids:
                body = body_of({"id": event_id, "type": "appointment.held", "time": ""})
                made = Delivery(
                    webhook_id, event_id, "appointment.held", body, "waiting", created_at=now, since=now
                )
                batch.put_item(Item=made.to_item())
        bodies = [messages.message(webhook_id, event_id) for event_id in event_ids]
        tens = [bodies[first : first + 10] for first in range(0, len(bodies), 10)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._send, tens))

    def _send(self, bodies: list[str]) -> None:
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
        assert len(self._sqs.send_message_batch(QueueUrl=self._queue, Entries=entries)["Successful"]) == len(
            bodies
        )


@pytest.fixture
def register(server: Server) -> Iterator[Callable[[Webhook], Store]]:
    """Yield a callable that stores a webhook, and afterwards remove all of them."""
    store, made = Store(server), []

    def registering(webhook: Webhook) -> Store:
        made.append(webhook)
        store.add(webhook)
        return store

    yield registering
    for webhook in made:
        store.remove(webhook)


def test_a_booking_reaches_a_webhook_and_its_consumer_can_verify_it(server: Server) -> None:
    provider = bookings.new_provider(server)
    (slot, *_) = bookings.open_hour(server, provider)
    ana = {"name": "Ana Canary", "email": "ana@canary.example"}
    client = server.post("/api/clients", ana, "admin").json()
    with consuming() as consumer:
        webhook = ask(server, "POST", "/api/webhooks", {"url": consumer.url, "provider_id": provider["id"]})
        path = f"/api/webhooks/{webhook['id']}"
        secrets = [webhook["secret"], ask(server, "POST", f"{path}/rotate")["secret"]]
        booking = bookings.reserve(server, slot, client)["booking_id"]
        ask(server, "POST", f"/api/appointments/confirm/{slot['id']}")
        eventually(lambda: len(consumer.taken) >= 2, server)

        taken = {each.id: each for each in consumer.taken}
        held, confirmed = taken[f"{booking}-0"], taken[f"{booking}-1"]
        for secret in secrets:  # both, because the second is new
            said = Verifier(secret).verify(confirmed.body, confirmed.headers)
            assert (said["type"], said["data"]["booking_id"]) == ("appointment.confirmed", booking)
            check_forgeries(secret, confirmed.body, confirmed.headers, held.headers)
        assert b"anary" not in held.body + confirmed.body
        eventually(
            lambda: statuses(server, path) == {held.id: "delivered", confirmed.id: "delivered"}, server
        )

        consumer.taken.clear()
        ask(server, "POST", f"{path}/deliveries/{held.id}/redeliver")
        eventually(lambda: consumer.taken, server)
        assert (consumer.taken[0].id, consumer.taken[0].body) == (held.id, held.body)
        test_event = ask(server, "POST", f"{path}/test")
        eventually(lambda: test_event["id"] in {each.id for each in consumer.taken}, server)
        ask(server, "DELETE", path)
    assert "Canary" not in server.log
    assert consumer.url not in server.log + server.output


def ask(server: Server, method: str, path: str, body: object = None) -> Any:
    """Send the request as an administrator, and return the body of its response."""
    response = server.send(method, path, "admin", json=body)
    assert response.ok, response.text
    return response.json()


def statuses(server: Server, path: str) -> dict[str, str]:
    found = server.get(f"{path}/deliveries", "admin").json()["items"]
    return {delivery["id"]: delivery["status"] for delivery in found}


def check_forgeries(secret: str, body: bytes, headers: dict[str, str], of_another: dict[str, str]) -> None:
    """Fail unless a consumer refuses everything but the message itself."""
    stale = {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 301)}
    for forged, with_headers, known in (
        (body.replace(b"confirmed", b"cancelled"), headers, secret),
        (body, headers | stale, secret),
        (body, headers | {"webhook-id": of_another["webhook-id"]}, secret),
        (body, of_another | {"webhook-id": headers["webhook-id"]}, secret),
        (body, headers, "whsec_" + "b3Ro" * 8),
    ):
        with pytest.raises(WebhookVerificationError):
            Verifier(known).verify(forged, with_headers)
    assert json.loads(body)["data"]


def test_an_endpoint_that_hangs_delays_no_other(
    server: Server, register: Callable[[Webhook], Store], say: Callable[[str], None]
) -> None:
    with consuming(seconds=HANGS_SECONDS) as hangs, consuming() as works:
        register(webhook_items.webhook(21, url=hangs.url, provider_id=1))
        store = register(webhook_items.webhook(22, url=works.url, provider_id=1))
        store.plan(21, *(f"{number}-0" for number in range(1, WAITING + 1)))
        eventually(lambda: hangs.taken, server)
        asked = time.monotonic()
        store.plan(22, "5-1")
        eventually(lambda: works.taken, server)

        took = works.taken[0].at - asked
        say(f"with {WAITING} deliveries to an endpoint that hangs, another got its own after {took:.1f} s")
        assert took < PROMPT_SECONDS
        assert under_way(hangs) <= 2
        hangs.ended.set()


def under_way(hangs: Consumer) -> int:
    """Return how many requests there were within the time of one attempt."""
    return sum(each.at < hangs.taken[0].at + 10 for each in hangs.taken)
