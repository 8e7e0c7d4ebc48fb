"""Reschedule: move a confirmed booking to another start, in one transaction."""

from collections.abc import Mapping
from dataclasses import replace

from holdfast.bookings import cut_off, history, moved, recent, refusals, repeats
from holdfast.bookings.repeats import Move
from holdfast.bookings.target import Target
from holdfast.core import clock, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import (
    AlreadyStarted,
    Invalid,
    NotConfirmed,
    NotFound,
    Stale,
)
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.model.day import Day
from holdfast.model.visit import Visit
from holdfast.queries import appointments, services, situation
from holdfast.queries.shown import ShownSlot, show


def reschedule(move: Move, booking_id: int | None = None) -> ShownSlot:
    """Move the booking and return it where it stands now; a repeat returns the same.

    If `booking_id` is given, move that booking only. Raises NotFound, NotConfirmed, AlreadyStarted, TooLate,
    Stale, KeyReused, AppointmentTaken, TooSoon, OffGrid, TooShort, HoldLimit. Raises Invalid if `to` is the
    same slot, or a slot of a provider who does not provide the booking's service.
    """
    if move.to == move.slot:
        raise Invalid(("to", "The booking is there already."))
    return _reschedule(move, Target.of(booking_id))


@retry_on_conflict
def _reschedule(move: Move, target: Target) -> ShownSlot:
    if done := repeats.moved_before(move, target):
        return done
    booking = _read_booking(move, target)
    if booking is None:  # a twin of this request may have moved it since the first read
        if done := repeats.moved_before(move, target):
            return done
        if target.is_named and repeats.is_done(move, target.booking_id or 0):
            return repeats.where_it_stands(move, target.booking_id or 0)
        raise NotFound("appointment")
    target.found(booking)
    if booking.version > 1 and repeats.is_done(move, booking.booking_id or 0):
        return repeats.where_it_stands(move, booking.booking_id or 0)
    if move.version not in (None, booking.version):
        raise Stale
    return _write(move, booking, _visit(move, booking))


def _read_booking(move: Move, target: Target) -> Appointment | None:
    """Return the confirmed booking that the request may move, or None if it is not there."""
    now = clock.now()
    current = appointments.read_current(move.slot, now)
    found = current.appointment
    if not found or target.is_missing(found) or not move.caller.owns(found.owner, found.provider_owner):
        return None
    if found.status != CONFIRMED:
        raise NotConfirmed
    if move.slot.start <= now or not current.day:  # if the day's item is gone, the day ended long ago
        raise AlreadyStarted
    cut_off.check(found, current.day, move.caller, now)
    return found


def _visit(move: Move, booking: Appointment) -> Visit:
    """Return the visit as it was booked, with the grid and the notice that its service has now."""
    is_other_provider = move.to.provider_id != move.slot.provider_id
    if not booking.service_id:
        if is_other_provider:
            raise Invalid(("to", "Without a service, a booking stays with its provider."))
        return Visit.as_booked(booking.footprint, None, None)
    service = services.find_service(booking.service_id)
    if is_other_provider and (not service or move.to.provider_id not in service.provider_ids):
        raise Invalid(("to", "This provider does not provide the service."))
    return Visit.as_booked(booking.footprint, booking.service_id, service)


def _write(move: Move, booking: Appointment, visit: Visit) -> ShownSlot:
    now, caller = clock.now(), move.caller
    old_days = dict.fromkeys(
        keys.day(slot.provider_id, slot.day) for slot in booking.footprint.taken(booking.slot)
    )
    client_key = keys.client(booking.client_id)
    wanted = [client_key, *old_days, *situation.keys_of(move.to, visit)]
    found = table.batch_get(wanted, consistent=True)
    current = situation.of(move.to, visit, found, now)
    if not current.day:
        raise refusals.without_day(current)
    if client_key not in found:
        raise NotFound("appointment")
    _check(current, current.day, booking, caller, now)
    new = replace(
        booking, slot=move.to, version=booking.version + 1, provider_owner=current.day.provider_owner
    )
    event = history.next_event(
        "rescheduled", replace(new, version=booking.version), caller, now, previous=move.slot, key=move.key
    )
    try:
        table.transact(
            *moved.slots(booking, new, caller, now),
            *moved.days(booking, new, _days(found)),
            recent.moved(found[client_key], new, now),
            event,
        )
    except ConditionFailed as failed:
        raise Conflict from failed
    telemetry.annotate(Reschedules=1)
    return show(new, current.day.zone, caller)


def _check(current: situation.Situation, day: Day, booking: Appointment, caller: Caller, now: int) -> None:
    """Raise an error if the booking cannot stand there."""
    # A provider moves bookings only within her own calendar.
    if not caller.owns(booking.owner, day.provider_owner):
        raise NotFound("appointment")
    rules = refusals.rules_for(current.visit, day, caller, now)
    if refusal := refusals.of_start(current, rules, own=booking):
        raise refusal


def _days(found: Mapping[Key, Item]) -> moved.Days:
    days = [Day.from_item(item) for item in found.values() if "by_day_sk" in item and keys.is_day(item)]
    return {(day.provider_id, day.date): day for day in days}
