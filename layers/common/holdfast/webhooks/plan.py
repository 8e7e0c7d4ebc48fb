"""Plans the deliveries of an event of the bus: one for each webhook that wants it."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from holdfast.core import clock
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, table, webhook_keys
from holdfast.dynamodb.expressions import ABSENT
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.delivery import Delivery
from holdfast.model.webhook import Webhook
from holdfast.webhooks import messages, queue
from holdfast.webhooks.body import body_of


def steps_of(body: str) -> list[Callable[[], int]]:
    """Return a step for each webhook that wants the event of the message.

    Raises Unavailable, and ValueError, LookupError or TypeError for a message that is no event.
    """
    detail = json.loads(body)["detail"]
    return [partial(plan, webhook.id, detail) for webhook in _wanting(detail)]


def plan(webhook_id: int, detail: Mapping[str, Any]) -> int:
    """Store the delivery and ask for its first attempt; return 1, or 0 if it waits no longer.

    A repeat asks again, because the process that stored it may have died before it asked.
    """
    now = clock.now()
    delivery = Delivery(
        webhook_id=webhook_id,
        event_id=detail["id"],
        type=detail["type"],
        body=body_of(detail),
        status="waiting",
        created_at=now,
        since=now,
    )
    try:
        table.write(actions.put(delivery.to_item(), ABSENT, {}))
    except ConditionFailed as failed:
        if Delivery.from_item(failed.found[0] or {}).status != "waiting":
            return 0
    queue.send(messages.message(webhook_id, delivery.event_id))
    return 1


def _wanting(detail: Mapping[str, Any]) -> Iterator[Webhook]:
    lists = table.batch_get([webhook_keys.webhooks_of(each) for each in _providers(detail)], consistent=True)
    ids = {number for item in lists.values() for number in item.get("ids", ())}
    found = table.batch_get([webhook_keys.webhook(number) for number in sorted(ids)], consistent=True)
    return (webhook for webhook in map(Webhook.from_item, found.values()) if webhook.wants(detail["type"]))


def _providers(detail: Mapping[str, Any]) -> set[int | None]:
    """Return whose webhooks may want the event: those of every provider, and of whoever has or had the visit.

    A provider whose booking moves to another one would hear of it no more.
    """
    left = detail["previous"]
    return {None, detail["provider_id"], Slot.from_id(left).provider_id if left else None}
