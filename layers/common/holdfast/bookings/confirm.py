"""Confirm a live hold: turn it into an appointment if the time is still open."""

from dataclasses import replace

from holdfast.core import clock, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import HoldExpired, SlotWithdrawn
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import (
    BOOK_QUARTER,
    CONFIRM,
    LIVE,
    QUARTER_OPEN,
    SAME_HOLD,
    all_of,
    owned,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import CONFIRMED, Appointment, client_listing
from holdfast.queries import appointments
from holdfast.queries.shown import ShownSlot, show


@retry_on_conflict
def confirm(slot: Slot, caller: Caller) -> ShownSlot:
    """Turn the caller's live hold into an appointment; raise HoldExpired, SlotWithdrawn."""
    current = appointments.read_current(slot, clock.now())
    hold = current.appointment
    if not hold or not caller.owns(hold.owner):
        raise HoldExpired
    if hold.status != CONFIRMED:
        try:
            table.transact(*_confirmation(hold, caller))
            telemetry.annotate(Confirmations=1)
        except ConditionFailed as failed:
            _accept_if_confirmed(hold, failed)
    return show(replace(hold, status=CONFIRMED, expires_at=None), current.zone, caller)


def _confirmation(hold: Appointment, caller: Caller) -> tuple[Action, Action]:
    slot = hold.slot
    values = {
        "now": clock.now(),  # a new time, because the hold may have lapsed since it was read
        "hold_id": hold.hold_id,
        "caller": caller.subject,
        "confirmed": CONFIRMED,
        **client_listing(hold.client_id, slot),
    }
    condition = all_of(LIVE, SAME_HOLD, *owned(caller))
    booked = {"quarters": {slot.quarter}, "quarter": slot.quarter}
    return (
        actions.update(keys.appointment(slot), CONFIRM, condition, values),
        actions.update(keys.day(slot.provider_id, slot.day), BOOK_QUARTER, QUARTER_OPEN, booked),
    )


def _accept_if_confirmed(hold: Appointment, failed: ConditionFailed) -> None:
    """Raise an error unless another request has confirmed the hold since it was read.

    The error is SlotWithdrawn if only the day's condition failed, otherwise HoldExpired.
    """
    if 0 not in failed.found:
        raise SlotWithdrawn from failed
    found = failed.found[0]
    if not found or found["hold_id"] != hold.hold_id or found["status"] != CONFIRMED:
        raise HoldExpired from failed
