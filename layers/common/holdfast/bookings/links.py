"""What a link can do with its booking: confirm, cancel and move it, under the rules for clients."""

from collections.abc import Callable

from holdfast.bookings.cancel import cancel as cancel_booking
from holdfast.bookings.confirm import confirm as confirm_hold
from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule as move_booking
from holdfast.core.caller import Caller
from holdfast.core.errors import HoldExpired, NotConfirmed, NotFound
from holdfast.core.slots import Slot
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.model.appointment import CONFIRMED
from holdfast.model.link import Link
from holdfast.model.request_key import RequestKey
from holdfast.queries import linked
from holdfast.queries.linked import Found
from holdfast.queries.shown import ShownSlot, show

_Operation = Callable[[Found, Caller], ShownSlot]


def confirm(link: Link) -> ShownSlot:
    """Turn the hold into an appointment, or return the appointment; raise NotFound, SlotWithdrawn."""
    return _act(link, lambda found, caller: confirm_hold(found.current.slot, caller, link.booking_id))


def cancel(link: Link) -> ShownSlot:
    """Cancel the hold or appointment, with which the link ends; raise NotFound, AlreadyStarted, TooLate."""
    return _act(link, lambda found, caller: cancel_booking(found.current.slot, caller, link.booking_id))


def reschedule(link: Link, to: Slot) -> ShownSlot:
    """Move the appointment, unless it stands there already; raise what `bookings.reschedule` raises.

    A link names no slot to move from, so a repeat is known by where the appointment stands.
    """

    def move(found: Found, caller: Caller) -> ShownSlot:
        if found.booking.status != CONFIRMED:
            raise NotConfirmed
        if found.current.slot == to:
            return show(found.booking, found.current.zone, caller)
        key = RequestKey.of(None, caller, "POST", "reschedule", {"to": to.id})
        return move_booking(Move(found.current.slot, to, caller, key), link.booking_id)

    return _act(link, move)


@retry_on_conflict
def _act(link: Link, operation: _Operation) -> ShownSlot:
    found = linked.find(link)
    try:
        return operation(found, link.caller(found.booking))
    except (NotFound, HoldExpired) as refusal:
        # The booking may have ended or moved since the read. If it has ended, this raises the same refusal as
        # for every dead link. If it has moved, try again there.
        again = linked.find(link)
        if isinstance(refusal, NotFound) and again.current.slot == found.current.slot:
            raise  # the refusal is about the time to move to
        raise Conflict from refusal
