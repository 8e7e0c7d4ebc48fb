"""A client's recent holds follow a booking that is moved, because the index may show the move late."""

from holdfast.bookings import limit
from holdfast.core.settings import settings
from holdfast.dynamodb import actions, keys
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.expressions import REMEMBER_HOLD, SAME_RECENT_HOLDS, all_of
from holdfast.model.appointment import Appointment
from holdfast.model.client import Client, RecentHold, as_stored, shortened


def moved(client: Item, booking: Appointment, now: int) -> Action:
    """Return the action that notes in the client's item where the booking stands; raise HoldLimit.

    A reservation that the item has already goes on counting as before; another one does not count. The
    caller may be the provider, so the condition does not name the client's owner.
    """
    before = Client.from_item(client)
    remembered = before.remembered_holds(now, settings().hold_seconds)
    others = [hold for hold in remembered if not hold.became(booking)]
    known = next((hold for hold in before.recent_holds if hold.became(booking)), None)
    if not known:
        limit.check_room(remembered, now)
        known = RecentHold(booking.slot.id, shortened(booking.hold_id or ""), now, now, None, exempt=True)
    latest = known._replace(appointment=booking.slot.id, moved_at=now)
    values = {
        "recent_holds": as_stored(before.recent_holds),
        "recent_holds_now": as_stored([*others, latest]),
    }
    return actions.update(keys.client(before.id), REMEMBER_HOLD, all_of(SAME_RECENT_HOLDS), values)
