"""One slot: its live hold or appointment, and its day."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, table
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.queries import free_slots, profiles
from holdfast.queries.shown import Contact, ShownSlot, may_see_contact, show


class Current(NamedTuple):
    """A slot's live hold or appointment, and its day.

    `day` is None if the provider never opened time on that day. It is also None once the day has been over
    for 30 days.
    """

    slot: Slot
    appointment: Appointment | None
    day: Day | None

    @property
    def zone(self) -> ZoneInfo:
        return self.day.zone if self.day else profiles.zone_of(self.slot.provider_id)


def read_current(slot: Slot, now: int) -> Current:
    """Read the slot and its day, consistently; `now` decides whether a hold is live."""
    wanted = keys.appointment(slot), keys.day(slot.provider_id, slot.day)
    found = table.batch_get(wanted, consistent=True)
    appointment, day = map(found.get, wanted)
    claim = Appointment.from_item(appointment) if appointment else None
    return Current(
        slot=slot,
        appointment=claim if claim and claim.is_live(now) else None,
        day=Day.from_item(day) if day else None,
    )


def _contact(client_id: int) -> Contact | None:
    """Return the client's contact as it is now, or None if the client is deleted."""
    item = table.get(keys.client(client_id))
    return Contact(item["email"], item["phone"]) if item else None


def read(slot: Slot, caller: Caller) -> ShownSlot:
    """Return the slot as the caller may see it, with the client's contact; raise NotFound if closed."""
    now = clock.now()
    current = read_current(slot, now)
    if appointment := current.appointment:
        shown = show(appointment, current.zone, caller)
        may = may_see_contact(appointment, caller, now)
        return shown._replace(contact=_contact(appointment.client_id)) if may else shown
    if current.day and slot.quarter in current.day.open:
        return free_slots.show_free(slot, current.day, now)
    raise NotFound("appointment")
