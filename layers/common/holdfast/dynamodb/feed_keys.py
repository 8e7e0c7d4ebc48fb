"""The keys of calendar feeds, and of bookings that calendars have to forget; `keys.py` shows their format."""

from typing import Any

from holdfast.core import utc
from holdfast.dynamodb import keys
from holdfast.dynamodb.keys import Key

_GONE = "GONE#"


def of_provider(provider_id: int) -> Key:
    return Key(keys.provider(provider_id).PK, "FEED")


def of_busy_provider(provider_id: int) -> Key:
    return Key(keys.provider(provider_id).PK, "FEED#BUSY")


def of_client(client_id: int) -> Key:
    return Key(keys.client(client_id).PK, "FEED")


def gone(partition: str, start: int, booking_id: int) -> Key:
    """Return the key of a booking that stood at `start`; `partition` is that of its provider or client."""
    return Key(partition, f"{_GONE}{_minute(start)}#{booking_id}")


def gone_from(partition: str, start: int) -> dict[str, str]:
    """Return the key range of the bookings that stood at `start`, in epoch seconds, or later."""
    return {"partition": partition, "first": f"{_GONE}{_minute(start)}", "last": f"{_GONE}{keys.AFTER_ALL}"}


def gone_of(item: dict[str, Any]) -> tuple[int, int]:
    """Return the start and the booking's id from the key that `gone` made."""
    _, start, booking_id = item["SK"].split("#")
    return utc.instant(start), int(booking_id)


def _minute(instant: int) -> str:
    return f"{utc.text(instant)[:16]}Z"
