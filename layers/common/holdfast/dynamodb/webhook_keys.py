"""The keys of webhooks and of the deliveries to them; `keys.py` shows their format."""

from typing import Any

from holdfast.dynamodb import keys
from holdfast.dynamodb.keys import Key

_DELIVERY = "DELIVERY#"


def webhook(webhook_id: int) -> Key:
    return Key(f"WEBHOOK#{webhook_id}", "PROFILE")


def webhooks_of(provider_id: int | None) -> Key:
    """Return the key of the list of webhooks of one provider, or of those that are told of every provider.

    `ids` is a number set.
    """
    return Key("WEBHOOKS", "ALL") if provider_id is None else Key(f"PROVIDER#{provider_id}", "WEBHOOKS")


def health(webhook_id: int) -> Key:
    return Key(f"WEBHOOK#{webhook_id}", "HEALTH")


def delivery(webhook_id: int, event_id: str) -> Key:
    return Key(f"WEBHOOK#{webhook_id}", f"{_DELIVERY}{event_id}")


def delivery_of(item: dict[str, Any]) -> tuple[int, str]:
    """Return what `delivery` got, also from a row of an index."""
    return keys.number_of(item["PK"]), item["SK"].removeprefix(_DELIVERY)
