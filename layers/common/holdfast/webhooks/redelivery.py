"""Deliveries that a user asks for: of an event that was sent before, or of a test event."""

from botocore.exceptions import BotoCoreError, ClientError

from holdfast.core import clock, telemetry, utc
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound, WebhookOff
from holdfast.core.settings import webhook_settings
from holdfast.dynamodb import actions, index_keys, table, webhook_keys
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import ABSENT, SAME_SINCE, SEND_AGAIN
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.delivery import KEPT_SECONDS, Delivery
from holdfast.model.request_key import RequestKey
from holdfast.model.webhook import Webhook
from holdfast.notifications import queue
from holdfast.queries import webhooks
from holdfast.webhooks.body import body_of
from holdfast.webhooks.messages import message

TEST = "webhook.test"
# The message asks for the attempt at once. After so long, the sweep sends another one, in case it is lost.
_NET_SECONDS = 60


def redeliver(webhook_id: int, event_id: str, caller: Caller) -> Delivery:
    """Let the event be sent again, whether it arrived before or not; return its delivery, which waits now.

    Raises NotFound, WebhookOff.
    """
    delivery = _renew(webhook_id, event_id, caller)
    _ask(delivery)
    return delivery


@retry_on_conflict  # an attempt to deliver it, or another request, may be writing it
def _renew(webhook_id: int, event_id: str, caller: Caller) -> Delivery:
    webhook, key = _read_active(webhook_id, caller), webhook_keys.delivery(webhook_id, event_id)
    item = table.get(key)
    if not item or not webhook.has((read := Delivery.from_item(item)).created_at):
        raise NotFound("delivery")
    # Later than before, even in the same second: attempts know by it for which beginning they were asked.
    since = max(clock.now(), read.since + 1)
    values = {
        "status": "waiting",
        "since": read.since,
        "renewed": since,
        "attempts": 0,
        "expires_at": since + KEPT_SECONDS,
        "by_kind_pk": index_keys.retry_pk(webhook_id),
        "by_kind_sk": clock.now() + _NET_SECONDS,
    }
    try:
        return Delivery.from_item(table.write(actions.update(key, SEND_AGAIN, SAME_SINCE, values)))
    except ConditionFailed as failed:
        raise Conflict from failed


def send_test(webhook_id: int, caller: Caller, key: RequestKey) -> Delivery:
    """Let a test event be sent to the webhook, whatever types it wants; return the delivery.

    A repeat with the same key returns the same delivery. Raises NotFound, WebhookOff.
    """
    delivery = _create(webhook_id, caller, f"test-{key.request_id[:16]}")
    if delivery.status == "waiting":
        _ask(delivery)
    return delivery


@retry_on_conflict
def _create(webhook_id: int, caller: Caller, event_id: str) -> Delivery:
    _read_active(webhook_id, caller)
    now = clock.now()
    detail = {"id": event_id, "type": TEST, "time": utc.text(now), "webhook_id": webhook_id}
    delivery = Delivery(
        webhook_id=webhook_id,
        event_id=event_id,
        type=TEST,
        body=body_of(detail),
        status="waiting",
        created_at=now,
        since=now,
        next_at=now + _NET_SECONDS,
    )
    try:
        table.write(actions.put(delivery.to_item(), ABSENT, {}))
    except ConditionFailed as failed:
        return Delivery.from_item(failed.found[0] or {})
    return delivery


def _read_active(webhook_id: int, caller: Caller) -> Webhook:
    # It may be switched off right after this. Then the attempt finds that it is not active.
    webhook = webhooks.read_own(webhook_id, caller)
    if not webhook.active:
        raise WebhookOff
    return webhook


def _ask(delivery: Delivery) -> None:
    """Ask for an attempt now. If the queue does not take the message, the sweep finds what is due."""
    body = message(delivery.webhook_id, delivery.event_id, at_once=True)
    try:
        queue.send(webhook_settings().queue_url, {delivery.event_id: body})
    except (BotoCoreError, ClientError) as error:
        telemetry.annotate(level="WARN", error=telemetry.error_name(error))
