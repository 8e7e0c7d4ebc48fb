"""Predict the response to each request that reserves, confirms or cancels, and update the model."""

from holdfast.core.slots import Slot
from tests.simulation.practice import fits
from tests.simulation.practice.cleanup import cut_off, free
from tests.simulation.practice.looks import booked, contact, is_free, looks, shown
from tests.simulation.practice.model import (
    MOST_REMEMBERED,
    NOT_FOUND,
    Practice,
    Verdict,
    is_own,
    refused,
    utc,
)
from tests.simulation.practice.things import Event, Kind, Recent, Request, Sent, Taken


def read(practice: Practice, who: str, slot: Slot) -> Verdict:
    found = shown(practice, slot, who)
    return Verdict(200, found | contact(practice, slot, who)) if found else NOT_FOUND


Body = tuple[int, int | None]  # the ids of the client and of the service


def reserve(practice: Practice, who: str, slot: Slot, body: Body, key: str | None) -> Verdict:
    client_id, service_id = body
    if not practice.offers(slot.provider_id, service_id):
        return _repeat_without_service(practice, who, slot, body)
    if not practice.own_client(who, client_id):
        return NOT_FOUND
    sent = Sent(who, body, Request(who, key, slot) if key else None)
    kind = practice.kind(service_id)
    if not practice.has_day(slot):
        return fits.without_day(practice, slot, kind)
    if practice.live(slot):
        return _reserve_taken(practice, slot, kind, sent)
    return reserve_free(practice, slot, kind, sent)


def _repeat_without_service(practice: Practice, who: str, slot: Slot, body: Body) -> Verdict:
    """The service may have changed since a first request, so a repeat of that one finds its visit."""
    found = practice.head(slot)
    if found and is_own(who, found.owner) and _whose(found) == body:
        return Verdict(200, booked(practice, found))
    return NOT_FOUND


def reserve_free(practice: Practice, slot: Slot, kind: Kind, sent: Sent) -> Verdict:
    """Reserve a slot that nobody has."""
    who, body, request = sent
    client = practice.clients[body[0]]
    if request and any(each.request == request for each in practice.remembered(client)):
        return refused(410, "hold_expired")
    if no := fits.refusal(practice, slot, kind, who):
        return no
    provider_owner = practice.owners[slot.provider_id]
    is_past_limit = practice.is_limited(client)
    is_bound = not is_own(who, provider_owner)  # the limit does not bind those who offer the time
    if (is_past_limit and is_bound) or len(practice.remembered(client)) >= MOST_REMEMBERED:
        return refused(429, "hold_limit")
    until = min(practice.now + practice.hold_seconds, slot.start)
    hold = Taken(slot, kind, body[0], client.name, client.owner, provider_owner, sent, until)
    practice.taken |= dict.fromkeys(hold.quarters(), hold)
    latest = Recent(hold, request, practice.now, until, counts=not is_past_limit)
    client.recent = [*practice.remembered(client), latest]
    return Verdict(201, booked(practice, hold))


def _reserve_taken(practice: Practice, slot: Slot, kind: Kind, sent: Sent) -> Verdict:
    found = practice.head(slot)
    if found and sent.request and found.sent.request == sent.request and found.sent.body != sent.body:
        return refused(422, "key_reused")
    if found and _whose(found) == sent.body and found.kind.quarters == kind.quarters:
        return Verdict(200, booked(practice, found))
    return fits.taken(practice, slot, kind)


def _whose(visit: Taken) -> Body:
    return visit.client_id, visit.kind.service_id


def confirm(practice: Practice, who: str, slot: Slot, booking_id: int | None = None) -> Verdict:
    hold = named(practice.head(slot), booking_id)
    if not hold or not is_own(who, hold.owner):
        return refused(410, "hold_expired")
    if hold.expires_at:
        if not practice.open.issuperset(hold.kind.visit(slot)):
            return refused(409, "slot_withdrawn")
        hold.expires_at = None
        for each in hold.quarters():
            practice.add_day(each)  # a buffer may lie on a day without open time
        add_event(practice, who, hold, "confirmed")
    return Verdict(200, booked(practice, hold))


def cancel(practice: Practice, who: str, slot: Slot, booking_id: int | None = None) -> Verdict:
    visit = named(practice.head(slot), booking_id)
    if not visit and booking_id:
        return _cancel_again(practice, who, slot, booking_id)
    if not visit or not is_own(who, visit.owner, visit.provider_owner):
        return NOT_FOUND
    if no := too_late(practice, who, visit):
        return no
    if not visit.expires_at:
        add_event(practice, who, visit, "cancelled")
    free(practice, visit)
    return Verdict(200, looks(practice, slot, "available" if is_free(practice, slot) else "closed"))


def _cancel_again(practice: Practice, who: str, slot: Slot, booking_id: int) -> Verdict:
    """A cancel that names a cancelled booking succeeds again, and shows what is in the slot now."""
    visit = practice.bookings.get(booking_id)
    if not visit or not visit.events or not is_own(who, visit.owner, visit.provider_owner):
        return NOT_FOUND
    if visit.events[-1].kind != "cancelled" or visit.head != slot:
        return NOT_FOUND
    return Verdict(200, shown(practice, slot, who) or looks(practice, slot, "closed"))


def too_late(practice: Practice, who: str, visit: Taken) -> Verdict | None:
    """Return the refusal to cancel or move the visit; the cut-off does not bind those who offer the time."""
    if visit.head.start <= practice.now:
        return refused(409, "already_started")
    latest = cut_off(practice, visit)
    if visit.expires_at or is_own(who, visit.provider_owner) or practice.now <= latest:
        return None
    return refused(409, "too_late", latest=utc(latest))


def named(visit: Taken | None, booking_id: int | None) -> Taken | None:
    """Return the visit if it is the booking that the request names, or if the request names none."""
    return visit if visit and booking_id in (None, visit.booking_id) else None


def add_event(practice: Practice, who: str, visit: Taken, kind: str, previous: Slot | None = None) -> None:
    role = "admin" if who == "admin" else "client" if who == visit.owner else "provider"
    visit.events.append(Event(kind, practice.now, role, visit.head, visit.end, previous))
