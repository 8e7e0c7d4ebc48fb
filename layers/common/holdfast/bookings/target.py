"""Which booking of a slot a request acts on."""

from dataclasses import dataclass

from holdfast.model.appointment import Appointment


@dataclass
class Target:
    """The booking that the request names, or else the booking that its first attempt finds in the slot.

    A retry must not act on a later booking of the same slot. `was_found` is True once an attempt of the
    request has found the booking.
    """

    booking_id: int | None
    is_named: bool
    was_found: bool = False

    @classmethod
    def of(cls, booking_id: int | None) -> "Target":
        return cls(booking_id, is_named=booking_id is not None)

    def found(self, booking: Appointment) -> None:
        self.booking_id, self.was_found = booking.booking_id, True

    def is_missing(self, found: Appointment | None) -> bool:
        """Return True if the booking is known, but is not what was found in the slot."""
        return self.booking_id is not None and (not found or found.booking_id != self.booking_id)
