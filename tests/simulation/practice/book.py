"""Predict the response to each request about a slot, and update the model."""

from holdfast.core.slots import Slot
from tests.simulation.practice.model import (
    IN_FLIGHT,
    NOT_FOUND,
    QUARTER,
    Practice,
    Taken,
    Verdict,
    is_own,
    refused,
    utc,
)


def read(practice: Practice, who: str, slot: Slot) -> Verdict:
    shown = practice.shown(slot, who)
    return Verdict(200, shown | practice.contact(slot, who)) if shown else NOT_FOUND


def reserve(practice: Practice, who: str, slot: Slot, client_id: int, key: str | None) -> Verdict:
    if not practice.own_client(who, client_id) or (slot.provider_id, slot.day) in practice.cleared:
        return NOT_FOUND
    if practice.live(slot):
        return _reserve_taken(practice, who, slot, client_id, key)
    return _reserve_free(practice, who, slot, client_id, key)


def _reserve_free(practice: Practice, who: str, slot: Slot, client_id: int, key: str | None) -> Verdict:
    client = practice.clients[client_id]
    if key and client.sent.get((who, key, slot), 0) > practice.now:
        return refused(410, "hold_expired")
    if slot not in practice.open:
        return NOT_FOUND
    if slot.start < (earliest := practice.earliest((slot.provider_id, slot.day), who)):
        return refused(422, "too_soon", earliest_start=utc(earliest))
    offered_by = practice.providers[slot.provider_id].owner
    is_past_limit = practice.is_limited(client)
    if is_past_limit and not is_own(who, offered_by):  # the limit does not bind those who offer the time
        return refused(429, "hold_limit")
    expires_at = min(practice.now + practice.hold_seconds, slot.start)
    practice.taken[slot] = Taken(client_id, client.name, client.owner, offered_by, (who, key), expires_at)
    if not is_past_limit:
        client.reserved_at.append(practice.now)
    known_until = max(practice.now + practice.hold_seconds, expires_at + IN_FLIGHT)
    client.sent[who, key, slot] = known_until
    return Verdict(201, practice.shown(slot, who) or {})


def _reserve_taken(practice: Practice, who: str, slot: Slot, client_id: int, key: str | None) -> Verdict:
    taken = practice.taken[slot]
    if key and taken.key == (who, key) and taken.client_id != client_id:
        return refused(422, "key_reused")
    if taken.client_id == client_id:
        return Verdict(200, practice.shown(slot, who) or {})
    nearest = sorted(
        (other for other in practice.open if _same_day(slot, other) and practice.is_free(other)),
        key=lambda other: (abs(other.start - slot.start), other.start),
    )
    members = {"available_at": utc(taken.expires_at)} if taken.expires_at else {}
    alternatives = [practice.looks(other, "available") for other in nearest[:3]]
    return refused(409, "taken", alternatives=alternatives, **members)


def _same_day(slot: Slot, other: Slot) -> bool:
    return (slot.provider_id, slot.day) == (other.provider_id, other.day)


def confirm(practice: Practice, who: str, slot: Slot) -> Verdict:
    hold = practice.live(slot)
    if not hold or not is_own(who, hold.owner):
        return refused(410, "hold_expired")
    if hold.expires_at and slot not in practice.open:
        return refused(409, "slot_withdrawn")
    hold.expires_at = None
    return Verdict(200, practice.shown(slot, who) or {})


def cancel(practice: Practice, who: str, slot: Slot) -> Verdict:
    taken = practice.live(slot)
    if not taken or not is_own(who, taken.owner, taken.provider_owner):
        return NOT_FOUND
    if slot.start <= practice.now:
        return refused(409, "already_started")
    del practice.taken[slot]
    return Verdict(200, practice.looks(slot, "available" if practice.is_free(slot) else "closed"))


def sweep(practice: Practice) -> dict[str, object]:
    """Delete the lapsed holds, and return the report that Holdfast's sweeper should return."""
    lapsed = lapsed_holds(practice)
    ages = [practice.now - (practice.taken[slot].expires_at or 0) for slot in lapsed]
    for slot in lapsed:
        del practice.taken[slot]
    return {"cleared": len(lapsed), "oldest_age": max(ages, default=0), "finished": True}


def lapsed_holds(practice: Practice) -> list[Slot]:
    return sorted(slot for slot in practice.taken if not practice.live(slot))


def clear_day(practice: Practice, provider_id: int, day: str) -> None:
    """Delete the day's open time, as TTL does. Appointments on that day remain."""
    practice.open -= {slot for slot in practice.open if (slot.provider_id, slot.day) == (provider_id, day)}
    practice.cleared.add((provider_id, day))


def is_ahead(practice: Practice, slot: Slot) -> bool:
    return slot.start + QUARTER > practice.now
