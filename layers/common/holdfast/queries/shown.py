"""How a slot is shown to a caller. Only this module decides who may see the client of a slot."""

from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.model.appointment import Appointment

Status = Literal["available", "held", "confirmed", "taken", "closed"]


class ShownSlot(NamedTuple):
    """A slot in its provider's time zone. Client and end of hold are None if the caller may not see them."""

    slot: Slot
    zone: ZoneInfo
    status: Status
    client_id: int | None = None
    client_name: str | None = None
    expires_at: int | None = None


def show(appointment: Appointment, zone: ZoneInfo, caller: Caller) -> ShownSlot:
    """Show the slot in full to the owners of its client and its provider, and as `taken` to all others."""
    if not caller.owns(appointment.owner, appointment.provider_owner):
        return ShownSlot(appointment.slot, zone, "taken")
    return ShownSlot(
        appointment.slot,
        zone,
        "confirmed" if appointment.expires_at is None else "held",
        appointment.client_id,
        appointment.client_name,
        appointment.expires_at,
    )
