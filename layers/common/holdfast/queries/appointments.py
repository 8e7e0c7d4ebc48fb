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
from holdfast.queries.shown import ShownSlot, show


class Current(NamedTuple):
    """A slot's live hold or appointment, and its day, whose item is deleted 30 days after the day ends."""

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


def read(slot: Slot, caller: Caller) -> ShownSlot:
    """Return the slot as the caller may see it; raise NotFound if it is neither open nor taken."""
    now = clock.now()
    current = read_current(slot, now)
    if current.appointment:
        return show(current.appointment, current.zone, caller)
    if current.day and slot.quarter in current.day.open:
        return free_slots.show_free(slot, current.day, now)
    raise NotFound("appointment")
