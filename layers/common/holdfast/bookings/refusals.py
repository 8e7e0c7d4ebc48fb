"""The refusal of a start that cannot be reserved."""

from holdfast.core import slots
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken, NotFound, OffGrid, Problem, TooShort, TooSoon
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.visit import Visit
from holdfast.queries import slot_pages, starts
from holdfast.queries.obstacles import Reason, Rules
from holdfast.queries.situation import Situation


def rules_for(visit: Visit, day: Day, caller: Caller, now: int) -> Rules:
    """Return the rules for the caller's starts on the day; the minimum notice does not bind the provider."""
    is_bound = caller.is_bound_by(day.provider_owner)
    notice = visit.notice(day.min_notice_minutes) if is_bound else 0
    return Rules(day.zone, now, notice)


def of_start(situation: Situation, rules: Rules, own: Appointment | None = None) -> Problem | None:
    """Return the refusal of the situation's slot as a start, or None if the visit can start there.

    `own` is the booking that is being moved; what it has taken does not count.
    """
    reasons = situation.reasons(rules, own)
    return _problem(reasons[0], situation, rules, own) if reasons else None


def without_day(situation: Situation) -> Problem:
    """Return the refusal of a start on a day without an item: nothing is open on it.

    A held visit of the day before or after may have taken the slot for its buffer.
    """
    head = situation.head
    is_held = head is not None and head.expires_at is not None
    return taken(situation) if is_held else NotFound("appointment")


def taken(situation: Situation, own: Appointment | None = None) -> AppointmentTaken:
    """Return the refusal of a start that others have taken, with starts near it."""
    claims = situation.claims.values()
    ends = [claim.expires_at for claim in claims if not own or claim.hold_id != own.hold_id]
    held_until = [end for end in ends if end is not None]
    # When the last hold ends, the start is free again, unless an appointment also stands against it.
    available_at = max(held_until) if held_until and len(held_until) == len(ends) else None
    if situation.visit.service_id is None:
        return AppointmentTaken(slot_pages.nearest_open(situation.slot), available_at)
    return AppointmentTaken(starts.nearest(situation.slot, situation.visit), available_at)


def _problem(reason: Reason, situation: Situation, rules: Rules, own: Appointment | None) -> Problem:
    match reason:
        case "not_open":
            return NotFound("appointment")
        case "past" | "too_soon":
            return TooSoon(slots.earliest_start(rules.now, rules.notice))
        case "off_grid":
            return OffGrid()
        case "too_short" if not _meets_others_first(situation, own):
            return TooShort()
    return taken(situation, own)


def _meets_others_first(situation: Situation, own: Appointment | None) -> bool:
    """Return True if the first quarter-hour that the visit lacks is taken, False if it is closed."""
    span = situation.span(own)
    others = span.held | span.booked
    for slot in situation.visit.footprint.visit(situation.slot):
        if others & span.bit(slot.start):
            return True
        if not span.open & span.bit(slot.start):
            return False
    return False
