"""The cut-off: how long before its start a client can last cancel or move an appointment."""

from holdfast.core.caller import Caller
from holdfast.core.errors import TooLate
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.model.day import Day


def check(appointment: Appointment, day: Day, caller: Caller, now: int) -> None:
    """Raise TooLate if it is too late for the caller to cancel or move the appointment.

    `day` is the day on which the appointment starts; `now` is in epoch seconds. The cut-off does not bind
    holds, nor the provider's own user and administrators.
    """
    latest = day.latest_change(appointment.slot.start)
    is_bound = appointment.status == CONFIRMED and caller.is_bound_by(appointment.provider_owner)
    if is_bound and now > latest:
        raise TooLate(latest)
