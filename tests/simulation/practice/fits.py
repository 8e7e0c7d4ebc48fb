"""Tell where a visit can start, why it cannot start elsewhere, and how a reservation is refused there."""

from datetime import datetime
from typing import Any

from holdfast.core.slots import Slot
from tests.simulation.practice.looks import looks
from tests.simulation.practice.model import NOT_FOUND, Practice, Verdict, day_of, is_own, refused, utc
from tests.simulation.practice.things import Kind, Rules, Taken


def reasons(practice: Practice, slot: Slot, kind: Kind, notice: int, own: Taken | None = None) -> list[str]:
    """Return why the visit cannot start at the slot. `own` is a booking that would leave its place."""
    its_own = own.kind.visit(own.head) if own else []

    def taken(each: Slot) -> Taken | None:
        found = practice.live(each)
        return None if found is own else found

    def is_open(each: Slot) -> bool:
        return each in practice.open or each in its_own

    here, local = taken(slot), datetime.fromtimestamp(slot.start, practice.zone(slot))
    against = {
        "held": here is not None and here.expires_at is not None,
        "booked": here is not None and here.expires_at is None,
        "not_open": not is_open(slot),
        "past": slot.start <= practice.now,
        "too_soon": practice.now < slot.start < practice.now + 60 * notice,
        "off_grid": (60 * local.hour + local.minute) % kind.every != 0,
        "too_short": any(not is_open(each) or taken(each) for each in kind.visit(slot)[1:]),
        "no_buffer": any(map(taken, kind.buffers(slot))),
    }
    return [reason for reason, holds in against.items() if holds]


def rules_at(practice: Practice, slot: Slot) -> Rules:
    """Return the rules of the slot's day, or those of its provider if there is no such day."""
    return (
        practice.days[day_of(slot)] if practice.has_day(slot) else practice.providers[slot.provider_id].rules
    )


def notice_of(practice: Practice, slot: Slot, kind: Kind) -> int:
    return rules_at(practice, slot).min_notice_minutes if kind.notice is None else kind.notice


def can_start(practice: Practice, slot: Slot, kind: Kind) -> bool:
    """Return True if lists have the slot as a start."""
    if slot not in practice.open or practice.live(slot) or slot.provider_id not in practice.providers:
        return False
    return not reasons(practice, slot, kind, notice_of(practice, slot, kind))


def starts(practice: Practice, service_id: int | None) -> list[Slot]:
    """Return all starts of the service with each of its providers, or all free slots without a service."""
    if service_id is not None and service_id not in practice.services:
        return []
    kind = practice.kind(service_id)
    offered = (slot for slot in practice.open if practice.offers(slot.provider_id, service_id))
    return sorted(slot for slot in offered if can_start(practice, slot, kind))


def refusal(practice: Practice, slot: Slot, kind: Kind, who: str, own: Taken | None = None) -> Verdict | None:
    """Return the refusal of a reservation, or of a move of `own`; None if the visit can start there.

    The minimum notice does not bind administrators and the provider's owner.
    """
    is_bound = not is_own(who, practice.owners[slot.provider_id])
    notice = notice_of(practice, slot, kind) if is_bound else 0
    match reasons(practice, slot, kind, notice, own):
        case []:
            return None
        case ["not_open", *_]:
            return NOT_FOUND
        case ["past" | "too_soon", *_]:
            return refused(422, "too_soon", earliest_start=utc(practice.earliest(notice)))
        case ["off_grid", *_]:
            return refused(422, "off_grid")
        case ["too_short", *_] if _is_closed_first(practice, slot, kind, own):
            return refused(409, "too_short")
    return taken(practice, slot, kind, own)


def without_day(practice: Practice, slot: Slot, kind: Kind) -> Verdict:
    """Return the refusal of a start on a day without open time, on which only a hold's buffer can be."""
    found = practice.live(slot)
    return taken(practice, slot, kind) if found and found.expires_at else NOT_FOUND


def taken(practice: Practice, slot: Slot, kind: Kind, own: Taken | None = None) -> Verdict:
    others = {found for each in kind.takes(slot) if (found := practice.live(each)) and found is not own}
    ends = [other.expires_at for other in others]
    until = [end for end in ends if end is not None]
    members: dict[str, Any] = {"available_at": utc(max(until))} if until and len(until) == len(ends) else {}
    nearest = [looks(practice, each, "available", kind) for each in near(practice, slot, kind)]
    return refused(409, "taken", alternatives=nearest, **members)


def near(practice: Practice, slot: Slot, kind: Kind) -> list[Slot]:
    """Return up to three other starts on the same day, the nearest first."""
    others = [each for each in practice.open if day_of(each) == day_of(slot) and each != slot]
    found = [each for each in others if can_start(practice, each, kind)]
    return sorted(found, key=lambda each: (abs(each.start - slot.start), each.start))[:3]


def _is_closed_first(practice: Practice, slot: Slot, kind: Kind, own: Taken | None) -> bool:
    """Return True if the first quarter-hour that the visit lacks is closed, False if somebody has it."""
    its_own = own.kind.visit(own.head) if own else []
    for each in kind.visit(slot):
        if (found := practice.live(each)) and found is not own:
            return False
        if each not in practice.open and each not in its_own:
            return True
    return False
