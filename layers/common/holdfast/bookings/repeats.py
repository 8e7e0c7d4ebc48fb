"""A request to move a booking, and whether an earlier attempt of it has moved the booking already."""

from dataclasses import dataclass

from holdfast.bookings.target import Target
from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.errors import KeyReused
from holdfast.core.slots import Slot
from holdfast.model.appointment import CONFIRMED
from holdfast.model.request_key import RequestKey
from holdfast.queries import appointments, bookings
from holdfast.queries.shown import ShownSlot, show


@dataclass(frozen=True)
class Move:
    """A request to move the booking in `slot` to `to`; `version` is from If-Match."""

    slot: Slot
    to: Slot
    caller: Caller
    key: RequestKey
    version: int | None = None


def moved_before(move: Move, target: Target) -> ShownSlot | None:
    """Return the booking if an earlier attempt of this request has moved it, otherwise None."""
    now = clock.now()
    current = appointments.read_current(move.to, now)
    found = current.appointment
    if not found or found.status != CONFIRMED or target.is_missing(found):
        return None
    if not move.caller.owns(found.owner, found.provider_owner):
        return None
    newest = bookings.newest_event(found.booking_id or 0)
    if not newest or (newest.previous, newest.slot) != (move.slot, move.to):
        return None
    return show(found, current.zone, move.caller)


def is_done(move: Move, booking_id: int) -> bool:
    """Return True if an event says that a request with this key moved the booking; raise KeyReused."""
    for event in bookings.events(booking_id):
        if event.request_id == move.key.request_id:
            if event.body_hash != move.key.body_hash:
                raise KeyReused
            return True
    return False


def where_it_stands(move: Move, booking_id: int) -> ShownSlot:
    """Return the booking where it stands now; raise NotFound."""
    return bookings.read(booking_id, move.caller).shown
