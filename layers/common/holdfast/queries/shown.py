"""How a slot is shown to a caller. Only this module decides who may see a slot's client and contact."""

from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core.caller import Caller
from holdfast.core.slots import QUARTER, Slot
from holdfast.core.utc import DAY
from holdfast.model.appointment import Appointment

Status = Literal["available", "held", "confirmed", "taken", "closed"]


_CONTACT_DAYS = 30  # a provider may have to reach the client after the appointment


class Contact(NamedTuple):
    """How to reach a client."""

    email: str | None
    phone: str | None


class ShownSlot(NamedTuple):
    """A slot, or a visit that starts at it, in its provider's time zone.

    `quarters` is the length of the visit without buffers. What the caller may not see is None. `version` is
    the number of the booking's newest event.
    """

    slot: Slot
    zone: ZoneInfo
    status: Status
    client_id: int | None = None
    client_name: str | None = None
    expires_at: int | None = None
    contact: Contact | None = None
    quarters: int = 1
    booking_id: int | None = None
    service_id: int | None = None
    version: int | None = None

    @property
    def end(self) -> int:
        return self.slot.start + self.quarters * QUARTER


def may_see_contact(appointment: Appointment, caller: Caller, now: int) -> bool:
    """Return True for the client's owner, and for the provider until 30 days after the appointment."""
    if caller.owns(appointment.owner):
        return True
    return caller.owns(appointment.provider_owner) and now < appointment.end + _CONTACT_DAYS * DAY


def show(appointment: Appointment, zone: ZoneInfo, caller: Caller) -> ShownSlot:
    """Show the slot in full to the owner of its client or provider, and as `taken` to any other caller."""
    if not caller.owns(appointment.owner, appointment.provider_owner):
        return ShownSlot(appointment.slot, zone, "taken")
    return ShownSlot(
        appointment.slot,
        zone,
        "confirmed" if appointment.expires_at is None else "held",
        appointment.client_id,
        appointment.client_name,
        appointment.expires_at,
        quarters=appointment.footprint.quarters,
        booking_id=appointment.booking_id,
        service_id=appointment.service_id,
        version=appointment.version or None,
    )
