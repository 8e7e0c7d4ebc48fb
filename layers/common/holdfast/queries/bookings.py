"""A booking by its id: its history, and where it stands."""

from typing import NamedTuple

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound
from holdfast.core.settings import settings
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import PARTITION
from holdfast.model.appointment import Appointment
from holdfast.model.booking_event import BookingEvent
from holdfast.queries import appointments
from holdfast.queries.appointments import Current
from holdfast.queries.shown import ShownSlot, show


class Booking(NamedTuple):
    """A booking's newest event, and the slot where it stands. `shown` is closed for a cancelled booking."""

    newest: BookingEvent
    shown: ShownSlot


@retry_on_conflict
def read(booking_id: int, caller: Caller) -> Booking:
    """Return a booking that was confirmed at some time.

    Raises NotFound if there is none, or if the caller owns neither its client nor its provider.
    """
    newest = newest_event(booking_id)
    if not newest or not caller.owns(newest.owner, newest.provider_owner):
        raise NotFound("booking")
    if newest.kind == "cancelled":
        current = appointments.read_current(newest.slot, clock.now())
        return Booking(newest, ShownSlot(newest.slot, current.zone, "closed"))
    stands, current = where_it_stands(newest)
    return Booking(newest, show(stands, current.zone, caller))


def where_it_stands(newest: BookingEvent) -> tuple[Appointment, Current]:
    """Return the booking whose newest event this is, and its slot; raise NotFound or Conflict."""
    current = appointments.read_current(newest.slot, clock.now())
    stands = current.appointment
    if not stands or stands.booking_id != newest.booking_id or stands.version != newest.number:
        if _may_have_newer(newest):
            raise NotFound("booking")
        raise Conflict  # it has been moved or cancelled since the event was read
    return stands, current


def _may_have_newer(event: BookingEvent) -> bool:
    """Return True if a newer event may have expired.

    An event is kept until some time after its visit. If the booking was moved to an earlier time, the newer
    event is deleted first.
    """
    return clock.now() >= event.at + settings().history_days * DAY


def history(booking_id: int, caller: Caller) -> list[BookingEvent]:
    """Return the events of a booking, the oldest first; raise NotFound like `read`."""
    found = events(booking_id)
    if not found or not caller.owns(found[-1].owner, found[-1].provider_owner):
        raise NotFound("booking")
    return found


def events(booking_id: int) -> list[BookingEvent]:
    """Return all events of a booking, the oldest first, read consistently."""
    rows = table.query(PARTITION, keys.booking_events(booking_id), consistent=True)
    return list(map(BookingEvent.from_item, rows))


def newest_event(booking_id: int) -> BookingEvent | None:
    """Return the newest event, read consistently; None if the booking was never confirmed."""
    values = keys.booking_events(booking_id)
    rows = table.query(PARTITION, values, consistent=True, page_size=1, newest_first=True)
    return next(map(BookingEvent.from_item, rows), None)
