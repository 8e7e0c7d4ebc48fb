"""Cancel a hold or an appointment: delete its items. For an appointment, also update the day's `booked`."""

from holdfast.bookings import booked, cut_off, history
from holdfast.bookings.target import Target
from holdfast.core import clock, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import AlreadyStarted, NotFound, Stale
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import SAME_HOLD, SAME_STATUS, all_of, owned_by_either, through_link
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.queries import appointments, bookings
from holdfast.queries.appointments import Current
from holdfast.queries.shown import ShownSlot


def cancel(
    slot: Slot, caller: Caller, booking_id: int | None = None, version: int | None = None
) -> ShownSlot:
    """Cancel the hold or appointment if the caller owns its client or provider.

    If `booking_id` is given, cancel that booking only, or find that it has been cancelled. `version` is from
    If-Match; that of a hold is 0. Raises NotFound, Stale, AlreadyStarted, TooLate.
    """
    return _cancel(slot, caller, Target.of(booking_id), version)


@retry_on_conflict
def _cancel(slot: Slot, caller: Caller, target: Target, version: int | None) -> ShownSlot:
    now = clock.now()
    current = appointments.read_current(slot, now)
    appointment = current.appointment
    if target.is_missing(appointment):
        return _cancelled_before(current, caller, target)
    if not appointment or not caller.owns(appointment.owner, appointment.provider_owner):
        raise NotFound("appointment")
    if version not in (None, appointment.version):
        raise Stale
    if slot.start <= now or not current.day:  # if the day's item is gone, the day ended long ago
        raise AlreadyStarted
    cut_off.check(appointment, current.day, caller, now)
    target.found(appointment)
    try:
        _erase(appointment, caller)
        telemetry.annotate(Cancellations=1)
    except ConditionFailed as failed:
        raise Conflict from failed
    return appointments.show_free(current, clock.now())


def _erase(appointment: Appointment, caller: Caller) -> None:
    values = {
        "status": appointment.status,
        "hold_id": appointment.hold_id,
        "caller": caller.subject,
        "secret": caller.secret,
    }
    condition = all_of(SAME_STATUS, SAME_HOLD, *owned_by_either(caller), *through_link(caller))
    head = actions.delete(keys.appointment(appointment.slot), condition, values)
    parts = [
        actions.delete(keys.appointment(part), all_of(SAME_HOLD), values)
        for part in appointment.footprint.parts(appointment.slot)
    ]
    rest = [*parts, *_of_confirmed(appointment, caller)]
    if rest:
        table.transact(head, *rest)
    else:
        table.write(head)


def _of_confirmed(appointment: Appointment, caller: Caller) -> list[Action]:
    if appointment.status != CONFIRMED:
        return []
    return [*booked.removing(appointment), history.next_event("cancelled", appointment, caller, clock.now())]


def _cancelled_before(current: Current, caller: Caller, target: Target) -> ShownSlot:
    """Show the slot if the booking has ended: by an attempt whose response was lost, or by another request.

    Raises NotFound if it has been moved to another slot, or if the caller names a booking that has no event
    and that this request has not found either.
    """
    newest = bookings.newest_event(target.booking_id or 0)
    if not newest and not target.was_found:
        raise NotFound("appointment")
    if newest and (newest.kind != "cancelled" or newest.slot != current.slot):
        raise NotFound("appointment")
    if newest and not caller.owns(newest.owner, newest.provider_owner):
        raise NotFound("appointment")
    if target.is_named:
        return appointments.show_current(current, caller, clock.now())
    return appointments.show_free(current, clock.now())  # as it was when this request cancelled the booking
