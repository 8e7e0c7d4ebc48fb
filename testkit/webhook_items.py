"""Stores webhooks, their deliveries and their health, and reads them back."""

import base64
from dataclasses import replace
from typing import Any

from holdfast.core import clock
from holdfast.core.utc import DAY
from holdfast.dynamodb import actions as act
from holdfast.dynamodb import table, webhook_keys
from holdfast.model.delivery import Delivery
from holdfast.model.health import Health
from holdfast.model.webhook import Webhook
from holdfast.webhooks.body import body_of

URL, SECRET = "https://hooks.example.com/in?key=1", f"whsec_{base64.b64encode(b'x' * 32).decode()}"


def webhook(webhook_id: int = 4, **other: Any) -> Webhook:
    """Return a webhook of every provider that wants all events."""
    usual = Webhook(
        id=webhook_id,
        url=URL,
        description="the till",
        types=set(),
        provider_id=None,
        email="owner@practice.example",
        active=True,
        disabled_at=None,
        secrets=[SECRET],
        rotated_at=0,
        created_at=0,
        version=1,
        write_id="w",
        request_id="r",
        body_hash="h",
    )
    return replace(usual, **other)


def stored_webhook(webhook_id: int = 4, **other: Any) -> Webhook:
    """Store a webhook, and put it into its list."""
    made = webhook(webhook_id, **other)
    table.write(act.put(made.to_item(), None, {}))
    key = webhook_keys.webhooks_of(made.provider_id)
    listed: set[int] = (table.get(key) or {}).get("ids", set())
    table.write(act.put({**key._asdict(), "ids": listed | {webhook_id}}, None, {}))
    return made


def stored_delivery(webhook_id: int = 4, event_id: str = "5-1", **other: Any) -> Delivery:
    """Store a delivery that waits."""
    now = clock.now()
    detail = {"id": event_id, "type": "appointment.confirmed", "time": "2026-12-01T08:00:00Z"}
    usual = Delivery(
        webhook_id=webhook_id,
        event_id=event_id,
        type="appointment.confirmed",
        body=body_of(detail),
        status="waiting",
        created_at=now,
        since=now,
    )
    made = replace(usual, **other)
    table.write(act.put(made.to_item(), None, {}))
    return made


def stored_health(webhook_id: int = 4, **values: Any) -> None:
    item = {**webhook_keys.health(webhook_id)._asdict(), "expires_at": clock.now() + 30 * DAY, **values}
    table.write(act.put(item, None, {}))


def delivery_of(webhook_id: int = 4, event_id: str = "5-1") -> Delivery:
    """Return the delivery as it is stored."""
    return Delivery.from_item(table.get(webhook_keys.delivery(webhook_id, event_id)) or {})


def health_of(webhook_id: int = 4) -> Health:
    return Health.from_item(table.get(webhook_keys.health(webhook_id)) or {})


def webhook_of(webhook_id: int = 4) -> Webhook:
    return Webhook.from_item(table.get(webhook_keys.webhook(webhook_id)) or {})
