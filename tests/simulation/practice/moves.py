"""Predict the response to a request that moves a booking, and update the model."""

from typing import NamedTuple

from holdfast.core.slots import Slot
from tests.simulation.practice import fits
from tests.simulation.practice.book import add_event, named, too_late
from tests.simulation.practice.cleanup import free
from tests.simulation.practice.looks import booked, looks
from tests.simulation.practice.model import (
    INVALID,
    MOST_REMEMBERED,
    NOT_FOUND,
    Practice,
    Verdict,
    is_own,
    refused,
)
from tests.simulation.practice.things import Kind, Recent, Request, Taken


class Move(NamedTuple):
    """A request to move what is in `slot`; `version` is from If-Match."""

    who: str
    slot: Slot
    to: Slot
    booking_id: int | None = None
    key: str | None = None
    version: int | None = None

    @property
    def request(self) -> Request | None:
        return Request(self.who, self.key, self.slot) if self.key else None

    @property
    def content(self) -> tuple[Slot, int | None]:
        return self.to, self.booking_id


def move(practice: Practice, asked: Move) -> Verdict:
    if asked.to == asked.slot:
        return INVALID
    if done := _moved_before(practice, asked):
        return done
    visit = named(practice.head(asked.slot), asked.booking_id)
    if not visit or not is_own(asked.who, visit.owner, visit.provider_owner):
        known = practice.bookings.get(asked.booking_id or 0)
        return (known and _repeat_with_key(practice, asked, known)) or NOT_FOUND
    return _refusal_or_repeat(practice, asked, visit) or _move(practice, asked, visit)


def _refusal_or_repeat(practice: Practice, asked: Move, visit: Taken) -> Verdict | None:
    if visit.expires_at:
        return refused(409, "not_confirmed")
    if no := too_late(practice, asked.who, visit):
        return no
    if done := _repeat_with_key(practice, asked, visit):
        return done
    return None if asked.version in (None, len(visit.events)) else refused(412, "stale")


def _moved_before(practice: Practice, asked: Move) -> Verdict | None:
    """Return the booking if it has come from the slot to the other one with its newest change."""
    there = named(practice.head(asked.to), asked.booking_id)
    if not there or there.expires_at or not is_own(asked.who, there.owner, there.provider_owner):
        return None
    return Verdict(200, booked(practice, there)) if there.events[-1].previous == asked.slot else None


def _repeat_with_key(practice: Practice, asked: Move, visit: Taken) -> Verdict | None:
    """Return where the booking stands if a request with the same key has moved it."""
    if not asked.request or asked.request not in visit.moves:
        return None
    if visit.moves[asked.request] != asked.content:
        return refused(422, "key_reused")
    if not is_own(asked.who, visit.owner, visit.provider_owner):
        return NOT_FOUND
    if visit.events[-1].kind == "cancelled":
        return Verdict(200, looks(practice, visit.head, "closed"))
    return Verdict(200, booked(practice, visit))


def _kind_there(practice: Practice, asked: Move, visit: Taken) -> Kind | None:
    """Return the visit as it was booked, with the grid and the notice of now; None if it cannot go there."""
    is_other = asked.to.provider_id != asked.slot.provider_id
    service = practice.services.get(visit.kind.service_id or 0)
    if is_other and (not service or asked.to.provider_id not in service["provider_ids"]):
        return None
    now = practice.kind(visit.kind.service_id) if service else Kind()
    return visit.kind._replace(every=now.every, notice=now.notice)


def _move(practice: Practice, asked: Move, visit: Taken) -> Verdict:
    if not (kind := _kind_there(practice, asked, visit)):
        return INVALID
    if not practice.has_day(asked.to):
        return fits.without_day(practice, asked.to, kind)
    # A provider moves bookings only within her own calendar.
    if not is_own(asked.who, visit.owner, practice.owners[asked.to.provider_id]):
        return NOT_FOUND
    if no := fits.refusal(practice, asked.to, kind, asked.who, own=visit):
        return no
    if not _follow(practice, visit):
        return refused(429, "hold_limit")
    free(practice, visit)
    visit.head, visit.provider_owner = asked.to, practice.owners[asked.to.provider_id]
    practice.taken |= dict.fromkeys(visit.quarters(), visit)
    for each in visit.quarters():
        practice.add_day(each)
    add_event(practice, asked.who, visit, "rescheduled", previous=asked.slot)
    if asked.request:
        visit.moves[asked.request] = asked.content
    return Verdict(200, booked(practice, visit))


def _follow(practice: Practice, visit: Taken) -> bool:
    """Remember the move with the client's recent reservations; return False if there is no room."""
    client = practice.clients[visit.client_id]
    known = next((each for each in client.recent if each.visit is visit), None)
    kept = practice.remembered(client)
    if not known and len(kept) >= MOST_REMEMBERED:
        return False
    latest = known or Recent(visit, None, practice.now, practice.now, counts=False)
    latest.moved_at = practice.now
    client.recent = [*(each for each in kept if each.visit is not visit), latest]
    return True
