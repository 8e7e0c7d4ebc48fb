"""Confirm, cancel, read. A hold is an item of its own; deleting it, or its expiry, is its release."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from holdfast import providers, table, telemetry, times
from holdfast.answers import AppointmentAnswer, of_appointment, of_slot
from holdfast.connection import Conflict, settle
from holdfast.errors import AlreadyStarted, HoldExpired, NotFound, SlotWithdrawn
from holdfast.expressions import (
    BOOK_QUARTER,
    CONFIRM,
    FREE_QUARTER,
    LIVE,
    QUARTER_OPEN,
    SAME_HOLD,
    SAME_STATUS,
    all_of,
    owned,
    owned_by_either,
)
from holdfast.identity import Caller
from holdfast.indexes import by_client_pk, by_client_sk
from holdfast.models import CONFIRMED, Appointment, Day
from holdfast.table import Action, Refused
from holdfast.times import Slot


def read(slot: Slot, caller: Caller) -> AppointmentAnswer:
    """Raise NotFound for time that is neither open nor taken."""
    appointment, day = _read(slot, times.now())
    if appointment:
        return of_appointment(appointment, _zone(slot, day), caller)
    if day and slot.quarter in day.open:
        return _free(slot, day)
    raise NotFound


def confirm(slot: Slot, caller: Caller) -> AppointmentAnswer:
    """Make the caller's live hold an appointment; raise HoldExpired, SlotWithdrawn."""
    return settle(lambda: _confirm(slot, caller))


def cancel(slot: Slot, caller: Caller) -> AppointmentAnswer:
    """End a hold or an appointment, as its client or its provider; raise NotFound, AlreadyStarted."""
    return settle(lambda: _cancel(slot, caller))


def _confirm(slot: Slot, caller: Caller) -> AppointmentAnswer:
    hold, day = _read(slot, times.now())
    if not hold or not caller.may_see(hold.owner):
        raise HoldExpired
    confirmed = replace(hold, status=CONFIRMED, expires_at=None)
    if hold != confirmed:
        try:
            table.transact(*_confirmation(hold, caller))
            telemetry.note(Confirmations=1)
        except Refused as refused:
            _accept_if_confirmed(hold, refused)
    return of_appointment(confirmed, _zone(slot, day), caller)


def _confirmation(hold: Appointment, caller: Caller) -> tuple[Action, Action]:
    slot = hold.slot
    values = {
        "now": times.now(),  # and not when it was read: the hold may have lapsed since
        "hold_id": hold.hold_id,
        "caller": caller.subject,
        "confirmed": CONFIRMED,
        "by_client_pk": by_client_pk(hold.client_id),
        "by_client_sk": by_client_sk(slot),
    }
    condition = all_of(LIVE, SAME_HOLD, *owned(caller))
    booked = {"quarters": {slot.quarter}, "quarter": slot.quarter}
    return (
        table.update(Appointment.key(slot), CONFIRM, condition, values),
        table.update(Day.key(slot.provider_id, slot.day), BOOK_QUARTER, QUARTER_OPEN, booked),
    )


def _accept_if_confirmed(hold: Appointment, refused: Refused) -> None:
    """Take a refusal as success if the same hold was confirmed meanwhile, by a twin of this request."""
    if 0 not in refused.met:
        raise SlotWithdrawn from refused
    met = refused.met[0]
    if not met or met["hold_id"] != hold.hold_id or met["status"] != CONFIRMED:
        raise HoldExpired from refused


def _cancel(slot: Slot, caller: Caller) -> AppointmentAnswer:
    now = times.now()
    appointment, day = _read(slot, now)
    if not appointment or not caller.may_see(appointment.owner, appointment.provider_owner):
        raise NotFound
    if slot.start <= now or not day:  # a day outlives its appointments by a month
        raise AlreadyStarted
    values = {"status": appointment.status, "hold_id": appointment.hold_id, "caller": caller.subject}
    condition = all_of(SAME_STATUS, SAME_HOLD, *owned_by_either(caller))
    erase = table.delete(Appointment.key(slot), condition, values)
    try:
        if appointment.status == CONFIRMED:
            freed = {"quarters": {slot.quarter}}
            table.transact(
                erase, table.update(Day.key(slot.provider_id, slot.day), FREE_QUARTER, None, freed)
            )
        else:
            table.write(erase)
        telemetry.note(Cancellations=1)
    except Refused as refused:
        met = refused.met[0]
        # Gone since we read it, by our own lost try or somebody else's: what was asked for is so.
        if met and met["hold_id"] == appointment.hold_id:
            raise Conflict from refused
    return _free(slot, day)


def _free(slot: Slot, day: Day) -> AppointmentAnswer:
    available = slot.quarter in day.open and slot.start >= day.earliest_start(times.now())
    return of_slot(slot, day.zone, "available" if available else "closed")


def _zone(slot: Slot, day: Day | None) -> ZoneInfo:
    return day.zone if day else providers.zone_of(slot.provider_id)


def _read(slot: Slot, now: int) -> tuple[Appointment | None, Day | None]:
    """Read what is live in the slot, and its day."""
    keys = Appointment.key(slot), Day.key(slot.provider_id, slot.day)
    found = table.batch_get(keys, consistent=True)
    appointment = Appointment.from_item(found[keys[0]]) if keys[0] in found else None
    day = Day.from_item(found[keys[1]]) if keys[1] in found else None
    return appointment if appointment and appointment.is_live(now) else None, day
