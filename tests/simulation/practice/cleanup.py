"""What time does: what the sweeper and TTL delete, what is ahead, and until when a visit can be changed."""

from holdfast.core.slots import Slot
from tests.simulation.practice.model import Practice, day_of
from tests.simulation.practice.things import QUARTER, Taken


def sweep(practice: Practice) -> dict[str, object]:
    """Delete the lapsed holds, and return the report that Holdfast's sweeper should return."""
    lapsed = [visit for visit in practice.heads() if not practice.live(visit.head)]
    ages = [practice.now - (visit.expires_at or 0) for visit in lapsed]
    for visit in lapsed:
        free(practice, visit)
    return {"cleared": len(lapsed), "oldest_age": max(ages, default=0), "finished": True}


def lapsed_quarters(practice: Practice) -> list[Slot]:
    """Return the quarter-hours of lapsed holds. Others may have taken some of a hold's quarter-hours."""
    return sorted(slot for slot in practice.taken if not practice.live(slot))


def clear_day(practice: Practice, provider_id: int, day: str) -> None:
    """Delete the day's open time, as TTL does. Appointments on that day remain."""
    practice.open -= {slot for slot in practice.open if day_of(slot) == (provider_id, day)}
    practice.cleared.add((provider_id, day))


def cut_off(practice: Practice, visit: Taken) -> int:
    """Return the last instant at which a client can cancel or move the visit, in epoch seconds."""
    return visit.head.start - 60 * practice.days[day_of(visit.head)].cancel_notice_minutes


def is_ahead(practice: Practice, slot: Slot) -> bool:
    return slot.start + QUARTER > practice.now


def free(practice: Practice, visit: Taken) -> None:
    for slot in visit.quarters():
        if practice.taken.get(slot) is visit:
            del practice.taken[slot]
