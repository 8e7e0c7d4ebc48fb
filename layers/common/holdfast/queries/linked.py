"""A booking by its link: where it stands, and what the link can do with it."""

from typing import Literal, NamedTuple

from holdfast.core import clock
from holdfast.core.errors import NotFound
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.model.day import Day
from holdfast.model.link import Link
from holdfast.model.provider import Provider
from holdfast.model.service import Service
from holdfast.model.visit import Visit
from holdfast.queries import appointments, bookings, starts
from holdfast.queries.appointments import Current
from holdfast.queries.pages import Window
from holdfast.queries.shown import ShownSlot, show

LinkAction = Literal["confirm", "reschedule", "cancel"]

_DAYS_AHEAD = 62  # in which starts are looked for
_FURTHEST = 366 * DAY


class Found(NamedTuple):
    """The booking that a link opens, and the slot where it stands."""

    booking: Appointment
    current: Current


class Linked(NamedTuple):
    """A booking as its link shows it.

    `provider` and `service` are None if they have been deleted. `actions` are what the link can do now.
    `latest` is the last instant at which it can cancel or move an appointment, in epoch seconds. It is None
    for a hold, and if the provider has no cut-off.
    """

    shown: ShownSlot
    visit: Visit
    provider: Provider | None
    service: Service | None
    actions: list[LinkAction]
    latest: int | None


@retry_on_conflict
def find(link: Link) -> Found:
    """Return the booking that the link opens.

    Raises NotFound if its hold has ended, if it has been cancelled, and if the secret is not the booking's.
    """
    current = appointments.read_current(link.slot, clock.now())
    booking = current.appointment
    if not booking or not link.names(booking):
        booking, current = _moved(link)
    if not booking.has_secret(link.secret):
        raise NotFound("link")
    return Found(booking, current)


def _moved(link: Link) -> tuple[Appointment, Current]:
    """Return the booking where it stands, if it is not where the link was made."""
    newest = bookings.newest_event(link.booking_id)
    if not newest or newest.kind == "cancelled":
        raise NotFound("link")
    try:
        return bookings.where_it_stands(newest)
    except NotFound:
        raise NotFound("link") from None


def read(link: Link) -> Linked:
    """Return the booking with all that the link shows of it; raise NotFound like `find`."""
    booking, current = find(link)
    of_provider = keys.provider(booking.slot.provider_id)
    of_service = keys.service(booking.service_id) if booking.service_id else of_provider
    found = table.batch_get([of_provider, of_service], consistent=False)
    provider, service = found.get(of_provider), found.get(of_service) if booking.service_id else None
    known = Service.from_item(service) if service else None
    return Linked(
        shown=show(booking, current.zone, link.caller(booking)),
        visit=Visit.as_booked(booking.footprint, booking.service_id, known),
        provider=Provider.from_item(provider) if provider else None,
        service=known,
        actions=_actions(booking, current.day, clock.now()),
        latest=_latest(booking, current.day),
    )


def starts_of(linked: Linked, after: int, limit: int) -> list[ShownSlot]:
    """Return up to `limit` starts to which the booking can be moved, later than `after` in epoch seconds."""
    now = clock.now()
    first = min(max(now, after + 1), now + _FURTHEST)
    window = Window(first, first + _DAYS_AHEAD * DAY, limit, "available")
    return starts.of_visit(linked.visit, linked.shown.slot.provider_id, window)


def _actions(booking: Appointment, day: Day | None, now: int) -> list[LinkAction]:
    if booking.status != CONFIRMED:
        return ["confirm", "cancel"]
    start = booking.slot.start
    if not day or start <= now or now > day.latest_change(start):
        return []
    return ["reschedule", "cancel"]


def _latest(booking: Appointment, day: Day | None) -> int | None:
    if booking.status != CONFIRMED or not day or not day.cancel_notice_minutes:
        return None
    return day.latest_change(booking.slot.start)
