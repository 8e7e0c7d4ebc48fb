"""An event as a consumer's queue delivers it. docs/events.md describes its members."""

import json
from typing import NamedTuple, Self

from holdfast.core import utc
from holdfast.core.slots import Slot

HELD = "appointment.held"
CONFIRMED = "appointment.confirmed"
RESCHEDULED = "appointment.rescheduled"
CANCELLED = "appointment.cancelled"
RELEASED = "appointment.released"
REMINDER = "appointment.reminder"  # no event of the bus: the function that sends reminders makes it
DISABLED = "webhook.disabled"  # nor is this: the function that sends deliveries makes it


class Received(NamedTuple):
    """The members of an event, or of a reminder, that mails need. Times are in epoch seconds.

    `slot` is where the booking stands, or stood when it was cancelled, and `end` is when that visit ends.
    `previous` is where it stood before, for an event that moved it. `version` counts the events of a booking;
    it is 0 for a hold.
    """

    id: str
    type: str
    version: int
    time: int
    booking_id: int
    slot: Slot
    previous: Slot | None
    client_id: int
    service_id: int | None
    end: int

    @classmethod
    def from_message(cls, body: str) -> Self:
        """Parse the body of a queue's message, which is an event of the bus.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        detail = json.loads(body)["detail"]
        previous = detail["previous"]
        return cls(
            id=detail["id"],
            type=detail["type"],
            version=detail["version"],
            time=utc.instant(detail["time"]),
            booking_id=detail["booking_id"],
            slot=Slot.from_id(detail["appointment_id"]),
            previous=Slot.from_id(previous) if previous else None,
            client_id=detail["client_id"],
            service_id=detail["service_id"],
            end=utc.instant(detail["end"]),
        )
