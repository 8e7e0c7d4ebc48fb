"""Cancel a hold or an appointment: delete its item. For an appointment, also update the day's `booked`."""

from holdfast.core import clock, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import AlreadyStarted, NotFound
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import FREE_QUARTER, SAME_HOLD, SAME_STATUS, all_of, owned_by_either
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.queries import appointments, free_slots
from holdfast.queries.shown import ShownSlot


@retry_on_conflict
def cancel(slot: Slot, caller: Caller) -> ShownSlot:
    """Cancel the hold or appointment if the caller owns its client or provider.

    Raises NotFound, AlreadyStarted.
    """
    now = clock.now()
    _, appointment, day = appointments.read_current(slot, now)
    if not appointment or not caller.owns(appointment.owner, appointment.provider_owner):
        raise NotFound("appointment")
    if slot.start <= now or not day:  # if the day's item is gone, the day ended long ago
        raise AlreadyStarted
    try:
        _erase(appointment, caller)
        telemetry.annotate(Cancellations=1)
    except ConditionFailed as failed:
        found = failed.found[0]
        # If the hold or appointment is gone, it counts as cancelled: another request has deleted it, or an
        # earlier attempt of this request did, but its response was lost. If it still exists, it was a hold
        # that has been confirmed since the read, so read it again.
        if found and found["hold_id"] == appointment.hold_id:
            raise Conflict from failed
    return free_slots.show_free(slot, day, clock.now())


def _erase(appointment: Appointment, caller: Caller) -> None:
    slot = appointment.slot
    values = {"status": appointment.status, "hold_id": appointment.hold_id, "caller": caller.subject}
    condition = all_of(SAME_STATUS, SAME_HOLD, *owned_by_either(caller))
    erase = actions.delete(keys.appointment(slot), condition, values)
    if appointment.status != CONFIRMED:
        table.write(erase)
        return
    day = keys.day(slot.provider_id, slot.day)
    table.transact(erase, actions.update(day, FREE_QUARTER, None, {"quarters": {slot.quarter}}))
