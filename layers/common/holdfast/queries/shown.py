"""How a slot looks to whoever asks; who may see a client is decided here and nowhere else."""

from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.model.appointment import Appointment

Status = Literal["available", "held", "confirmed", "taken", "closed"]


class ShownSlot(NamedTuple):
    """A slot in its provider's zone. Only those who may see the client learn its name and the hold's end."""

    slot: Slot
    zone: ZoneInfo
    status: Status
    client_id: int | None = None
    client_name: str | None = None
    expires_at: int | None = None


def show(appointment: Appointment, zone: ZoneInfo, caller: Caller) -> ShownSlot:
    """Show it in full to its client and its provider, and as `taken` to everybody else."""
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
