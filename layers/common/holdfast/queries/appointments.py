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
from holdfast.model.part import Part, claim_of
from holdfast.queries import profiles
from holdfast.queries.shown import Contact, ShownSlot, may_see_contact, show


class Current(NamedTuple):
    """A slot's live hold or appointment, and its day.

    `day` is None if the provider never opened time on that day. It is also None once the day has been over
    for 30 days. `is_part` is True if the slot belongs to a visit that starts in another slot.
    """

    slot: Slot
    appointment: Appointment | None
    day: Day | None
    is_part: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return self.day.zone if self.day else profiles.zone_of(self.slot.provider_id)


def read_current(slot: Slot, now: int) -> Current:
    """Read the slot and its day, consistently; `now` decides whether a hold is live."""
    wanted = keys.appointment(slot), keys.day(slot.provider_id, slot.day)
    found = table.batch_get(wanted, consistent=True)
    appointment, day = map(found.get, wanted)
    claim = claim_of(appointment) if appointment else None
    live = claim if claim and claim.is_live(now) else None
    return Current(
        slot=slot,
        appointment=live if isinstance(live, Appointment) else None,
        day=Day.from_item(day) if day else None,
        is_part=isinstance(live, Part),
    )


def show_current(current: Current, caller: Caller, now: int) -> ShownSlot:
    """Show the slot as the caller may see it."""
    if current.appointment:
        return show(current.appointment, current.zone, caller)
    if current.is_part:
        return ShownSlot(current.slot, current.zone, "taken")
    return show_free(current, now)


def show_free(current: Current, now: int) -> ShownSlot:
    """Show a slot without a live hold or appointment, as `available` or `closed`."""
    slot, day = current.slot, current.day
    is_open = day and slot.quarter in day.open and slot.start >= day.earliest_start(now)
    return ShownSlot(slot, current.zone, "available" if is_open else "closed")


def _contact(client_id: int) -> Contact | None:
    """Return the client's contact as it is now, or None if the client is deleted."""
    item = table.get(keys.client(client_id))
    return Contact(item["email"], item["phone"]) if item else None


def read(slot: Slot, caller: Caller) -> ShownSlot:
    """Return the slot as the caller may see it, with the client's contact; raise NotFound if closed."""
    now = clock.now()
    current = read_current(slot, now)
    is_open = current.day and slot.quarter in current.day.open
    if not current.appointment and not current.is_part and not is_open:
        raise NotFound("appointment")
    shown = show_current(current, caller, now)
    if current.appointment and may_see_contact(current.appointment, caller, now):
        return shown._replace(contact=_contact(current.appointment.client_id))
    return shown
