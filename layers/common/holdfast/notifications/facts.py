"""What the mails about an event say. It is read when they are sent, so that they say what is true then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from holdfast.core import clock, local_time
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key
from holdfast.model.appointment import Appointment
from holdfast.model.client import Client
from holdfast.model.link import Link
from holdfast.model.part import claim_of
from holdfast.model.provider import Provider
from holdfast.model.reminder import MOST_LATE
from holdfast.model.service import Service
from holdfast.notifications.received import CANCELLED, HELD, REMINDER, Received
from holdfast.notifications.sentences import Reader

T = TypeVar("T")


class Visit(NamedTuple):
    """When a visit takes place, in epoch seconds, and in whose time zone it is shown."""

    start: int
    end: int
    zone: ZoneInfo


@dataclass(frozen=True)
class Facts:
    """People and the service are None if they were deleted.

    `is_true` is False if something has happened to the booking since the event. `former` is the provider that
    the booking left for another one, or None. `link` is None if the booking has no link. `expires_at` is the
    end of a hold in epoch seconds.
    """

    event: Received
    is_true: bool
    provider: Provider | None
    former: Provider | None
    client: Client | None
    service: Service | None
    link: Link | None
    expires_at: int | None

    def person(self, reader: Reader) -> Provider | Client | None:
        people = {"client": self.client, "provider": self.provider, "former": self.former}
        return people[reader]

    def visit(self, reader: Reader) -> Visit:
        """Return the visit that the reader knows: for the former provider, the one that was moved away."""
        slot, length = self.event.slot, self.event.end - self.event.slot.start
        if reader == "former" and self.event.previous:
            return Visit(self.event.previous.start, self.event.previous.start + length, _zone(self.former))
        return Visit(slot.start, slot.start + length, _zone(self.provider))

    @property
    def latest_change(self) -> int:
        """Return until when the client can move or cancel an appointment, in epoch seconds."""
        notice = self.provider.cancel_notice_minutes if self.provider else 0
        return self.event.slot.start - 60 * notice


def read(event: Received) -> Facts | None:
    """Return the facts, or None if nobody needs to be told of the event any more."""
    now = clock.now()
    # Nothing can follow a cancellation, so it stays true.
    head = None if event.type == CANCELLED else _head(event, now)
    is_true = event.type == CANCELLED or head is not None
    provider_id, left = event.slot.provider_id, event.previous and event.previous.provider_id
    former = _find(keys.provider(left), Provider.from_item) if left and left != provider_id else None
    if _is_too_late(event, now) or not (is_true or former):
        return None
    return Facts(
        event=event,
        is_true=is_true,
        provider=_find(keys.provider(provider_id), Provider.from_item),
        former=former,
        client=_find(keys.client(event.client_id), Client.from_item),
        service=_find(keys.service(event.service_id), Service.from_item) if event.service_id else None,
        link=Link(event.slot, event.booking_id, head.secret) if head and head.secret else None,
        expires_at=head.expires_at if head else None,
    )


def _zone(provider: Provider | None) -> ZoneInfo:
    return provider.zone if provider else local_time.zone("UTC")


def _head(event: Received, now: int) -> Appointment | None:
    """Return the booking's head if nothing has happened to the booking since the event."""
    head = _find(keys.appointment(event.slot), claim_of)
    if not isinstance(head, Appointment) or head.booking_id != event.booking_id or not head.is_live(now):
        return None
    is_newest = head.expires_at is not None if event.type == HELD else head.version == event.version
    return head if is_newest else None


def _is_too_late(event: Received, now: int) -> bool:
    """Return True if the visit is over; for a reminder, if it has begun, or the reminder was due long ago."""
    if event.type == REMINDER:
        return now >= event.slot.start or now > event.time + MOST_LATE
    return event.end <= now


def _find(key: Key, made_from: Callable[[Item], T]) -> T | None:
    item = table.get(key)
    return made_from(item) if item else None
