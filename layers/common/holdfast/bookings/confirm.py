"""Confirm a live hold: turn it into an appointment if the time is still open."""

from dataclasses import replace

from holdfast.bookings import booked, history
from holdfast.bookings.booked import Days
from holdfast.bookings.target import Target
from holdfast.core import clock, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import HoldExpired, SlotWithdrawn
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import (
    CONFIRM,
    CONFIRM_PART,
    LIVE,
    SAME_HOLD,
    all_of,
    owned,
    through_link,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import CONFIRMED, Appointment, client_listing
from holdfast.queries import appointments
from holdfast.queries.shown import ShownSlot, show


def confirm(slot: Slot, caller: Caller, booking_id: int | None = None) -> ShownSlot:
    """Turn the caller's live hold into an appointment; raise HoldExpired, SlotWithdrawn.

    If `booking_id` is given, a hold of another booking counts as expired.
    """
    return _confirm(slot, caller, Target.of(booking_id))


@retry_on_conflict
def _confirm(slot: Slot, caller: Caller, target: Target) -> ShownSlot:
    current = appointments.read_current(slot, clock.now())
    hold = current.appointment
    if not hold or not caller.owns(hold.owner) or target.is_missing(hold):
        raise HoldExpired
    target.found(hold)
    if hold.status == CONFIRMED:
        return show(hold, current.zone, caller)
    confirmed = replace(hold, status=CONFIRMED, expires_at=None, version=hold.version + 1)
    days = booked.adding(hold)
    try:
        table.transact(_confirmation(hold, caller), *days.visit, *_rest(hold, days, caller))
        telemetry.annotate(Confirmations=1)
    except ConditionFailed as failed:
        _accept_if_confirmed(hold, days, failed)
    return show(confirmed, current.zone, caller)


def _confirmation(hold: Appointment, caller: Caller) -> Action:
    values = {
        "now": clock.now(),  # a new time, because the hold may have lapsed since it was read
        "hold_id": hold.hold_id,
        "caller": caller.subject,
        "secret": caller.secret,
        "confirmed": CONFIRMED,
        "version": hold.version + 1,
        **client_listing(hold.client_id, hold.slot),
    }
    condition = all_of(LIVE, SAME_HOLD, *owned(caller), *through_link(caller))
    return actions.update(keys.appointment(hold.slot), CONFIRM, condition, values)


def _rest(hold: Appointment, days: Days, caller: Caller) -> list[Action]:
    same = {"hold_id": hold.hold_id}
    parts = [
        actions.update(keys.appointment(part), CONFIRM_PART, all_of(SAME_HOLD), same)
        for part in hold.footprint.parts(hold.slot)
    ]
    return [history.next_event("confirmed", hold, caller, clock.now()), *parts, *days.buffer]


def _accept_if_confirmed(hold: Appointment, days: Days, failed: ConditionFailed) -> None:
    """Raise an error unless another request has confirmed the hold since it was read.

    The error is HoldExpired if the hold's condition failed, SlotWithdrawn if that of a day of the visit
    failed, and otherwise Conflict.
    """
    if 0 in failed.found:
        found = failed.found[0]
        if not found or found["hold_id"] != hold.hold_id or found.get("status") != CONFIRMED:
            raise HoldExpired from failed
    elif any(1 <= position <= len(days.visit) for position in failed.found):
        raise SlotWithdrawn from failed
    else:
        raise Conflict from failed
