"""Turns a record of the table's stream into events.

No clock is asked, so each delivery of a record gives the same events.
"""

from collections.abc import Mapping
from typing import Any

from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.values import decode_item
from holdfast.model.appointment import HELD, Appointment
from holdfast.model.booking_event import BookingEvent
from holdfast.notifications.event import Event

Record = Mapping[str, Any]


def events_of(record: Record) -> list[Event]:
    """Return the events of a record in Lambda's form: none, one, or two.

    Raises some Exception if the record should have an event but cannot be read.
    """
    change = record["dynamodb"]
    key = decode_item(change["Keys"])
    if keys.is_booking_event(key):
        # TTL removes the item later, and that is no event.
        is_new = record["eventName"] == "INSERT"
        return [Event.of_change(BookingEvent.from_item(decode_item(change["NewImage"])))] if is_new else []
    if keys.is_claim(key):
        return _of_slot(change, int(change["ApproximateCreationDateTime"]))
    return []


def _of_slot(change: Mapping[str, Any], at: int) -> list[Event]:
    """Return the events of what stands in a slot: one hold may end and another begin in a single write.

    A hold that is confirmed keeps its `hold_id`, and has the event of the item that confirming adds.
    """
    old, new = (decode_item(change.get(image, {})) for image in ("OldImage", "NewImage"))
    if old and new and old.get("hold_id") == new.get("hold_id"):
        return []
    released = [Event.of_hold("released", Appointment.from_item(old), at)] if _is_held(old) else []
    held = [Event.of_hold("held", Appointment.from_item(new), at)] if _is_held(new) else []
    return [*released, *held]


def _is_held(item: Item) -> bool:
    """Return True for the head of a hold, False for its parts, an appointment, or nothing."""
    return item.get("status") == HELD
