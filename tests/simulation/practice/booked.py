"""Predict what a user sees of a booking, by its id, and what keeps a client from a start."""

from typing import Any

from holdfast.core.slots import Slot
from tests.simulation.practice import fits
from tests.simulation.practice.looks import looks
from tests.simulation.practice.model import NOT_FOUND, Practice, Verdict, is_own, utc
from tests.simulation.practice.things import Event, Taken


def read(practice: Practice, who: str, booking_id: int) -> Verdict:
    visit = _found(practice, who, booking_id)
    if not visit:
        return NOT_FOUND
    is_over = visit.events[-1].kind == "cancelled"
    says = looks(practice, visit.head, "cancelled" if is_over else "confirmed", visit.kind)
    for name in ("service_id", "duration_minutes"):
        says.pop(name, None)
    person = {"client_id": visit.client_id} | ({} if is_over else {"client_name": visit.client_name})
    return Verdict(200, says | person | {"booking_id": booking_id, "version": len(visit.events)})


def history(practice: Practice, who: str, booking_id: int) -> Verdict:
    visit = _found(practice, who, booking_id)
    if not visit:
        return NOT_FOUND
    items = [_event(visit, number, event) for number, event in enumerate(visit.events, start=1)]
    return Verdict(200, {"items": items})


def _event(visit: Taken, number: int, event: Event) -> dict[str, Any]:
    return {
        "type": event.kind,
        "version": number,
        "at": utc(event.at),
        "as": event.role,
        "id": event.head.id,
        "provider_id": event.head.provider_id,
        "start": utc(event.head.start),
        "end": utc(event.end),
        "client_id": visit.client_id,
        **({"previous_id": event.previous.id} if event.previous else {}),
    }


def _found(practice: Practice, who: str, booking_id: int) -> Taken | None:
    """Return the booking if it was confirmed at some time, and if `who` may see it."""
    visit = practice.bookings.get(booking_id)
    return visit if visit and visit.events and is_own(who, visit.owner, visit.provider_owner) else None


def why(practice: Practice, who: str, slot: Slot, service_id: int | None) -> Verdict:
    if not practice.offers(slot.provider_id, service_id):
        return NOT_FOUND
    if not practice.has_day(slot) and slot.provider_id not in practice.providers:
        return NOT_FOUND
    kind = practice.kind(service_id)
    notice = fits.notice_of(practice, slot, kind)
    found = fits.reasons(practice, slot, kind, notice)
    if {"held", "booked"} & {*found} and not is_own(who, practice.owners[slot.provider_id]):
        found = [reason for reason in found if reason != "not_open"]  # lists do not show that either
    return Verdict(200, {"reasons": [_reason(practice, slot, code, notice) for code in found]})


def _reason(practice: Practice, slot: Slot, code: str, notice: int) -> dict[str, str]:
    hold = practice.live(slot)
    if code == "held" and hold and hold.expires_at:
        return {"code": code, "available_at": utc(hold.expires_at)}
    if code == "too_soon":
        return {"code": code, "earliest_start": utc(practice.earliest(notice))}
    return {"code": code}
