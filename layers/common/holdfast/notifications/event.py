"""An event: what happened to a hold or a booking, as it is sent to the event bus. It names no person."""

from typing import Any, Literal, NamedTuple, Self

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.model.appointment import Appointment
from holdfast.model.booking_event import BookingEvent

SOURCE = "holdfast"


class Event(NamedTuple):
    """What happened to the booking `booking_id`. `time`, `end` and `expires_at` are in epoch seconds.

    `slot` is where the booking stands; for `released` and `cancelled`, where it stood. `previous` is where it
    stood before a reschedule. `version` is the number of the booking's event item, and 0 for the hold and its
    end. Only `held` has `expires_at`. `role` is None for `held` and `released`.
    """

    kind: Literal["held", "released", "confirmed", "rescheduled", "cancelled"]
    time: int
    booking_id: int
    slot: Slot
    end: int
    client_id: int
    service_id: int | None = None
    version: int = 0
    previous: Slot | None = None
    expires_at: int | None = None
    role: str | None = None

    @classmethod
    def of_hold(cls, kind: Literal["held", "released"], hold: Appointment, at: int) -> Self:
        """Return the beginning or the end of a hold; raise ValueError for a hold without a `hold_id`."""
        if not hold.booking_id:
            raise ValueError("the hold has no id")
        expires_at = hold.expires_at if kind == "held" else None
        return cls(
            kind,
            at,
            hold.booking_id,
            hold.slot,
            hold.end,
            hold.client_id,
            hold.service_id,
            expires_at=expires_at,
        )

    @classmethod
    def of_change(cls, change: BookingEvent) -> Self:
        """Return the event of a change of a confirmed booking."""
        return cls(
            kind=change.kind,
            time=change.at,
            booking_id=change.booking_id,
            slot=change.slot,
            end=change.end,
            client_id=change.client_id,
            service_id=change.service_id,
            version=change.number,
            previous=change.previous,
            role=change.role,
        )

    @property
    def type(self) -> str:
        return f"appointment.{self.kind}"

    @property
    def id(self) -> str:
        """Return the id, which is the same each time that this event is sent."""
        return f"{self.booking_id}-{'released' if self.kind == 'released' else self.version}"

    @property
    def detail(self) -> dict[str, Any]:
        """Return the event as JSON, with all members that `docs/events.schema.json` names."""
        return {
            "id": self.id,
            "type": self.type,
            "version": self.version,
            "time": utc.text(self.time),
            "booking_id": self.booking_id,
            "appointment_id": self.slot.id,
            "previous": self.previous.id if self.previous else None,
            "provider_id": self.slot.provider_id,
            "client_id": self.client_id,
            "service_id": self.service_id,
            "start": utc.text(self.slot.start),
            "end": utc.text(self.end),
            "expires_at": None if self.expires_at is None else utc.text(self.expires_at),
            "as": self.role,
        }
