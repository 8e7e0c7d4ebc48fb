"""The history of a booking: one event for each change of a confirmed booking, numbered from 1."""

from dataclasses import dataclass
from typing import Literal, Self

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item

Kind = Literal["confirmed", "rescheduled", "cancelled"]
Role = Literal["client", "provider", "admin", "link"]


@dataclass(frozen=True)
class BookingEvent:
    """What happened to a booking, and where it stands since. Times are in epoch seconds.

    `by` is the `sub` of the user who did it, `role` what that user is to the booking. For a change through a
    link, `role` is "link", and `by` is the owner of the booking's client. `slot` and `end` say
    where it stands, or stood when it was cancelled; `previous` where it stood before a reschedule.
    `request_id` and `body_hash` identify the request. The event contains no name.
    """

    booking_id: int
    number: int
    kind: Kind
    at: int
    by: str
    role: Role
    slot: Slot
    end: int
    client_id: int
    owner: str
    provider_owner: str
    expires_at: int
    service_id: int | None = None
    previous: Slot | None = None
    request_id: str | None = None
    body_hash: str | None = None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        previous = item.get("previous")
        return cls(
            booking_id=keys.number_of(item["PK"]),
            number=keys.event_number_of(item),
            kind=item["type"],
            at=item["at"],
            by=item["by"],
            role=item["as"],
            slot=Slot.from_id(item["appointment"]),
            end=item["end"],
            client_id=item["client_id"],
            owner=item["owner"],
            provider_owner=item["provider_owner"],
            expires_at=item["expires_at"],
            service_id=item.get("service_id"),
            previous=Slot.from_id(previous) if previous else None,
            request_id=item.get("request_id"),
            body_hash=item.get("body_hash"),
        )

    def to_item(self) -> Item:
        item = {
            **keys.booking_event(self.booking_id, self.number)._asdict(),
            "type": self.kind,
            "at": self.at,
            "by": self.by,
            "as": self.role,
            "appointment": self.slot.id,
            "end": self.end,
            "client_id": self.client_id,
            "owner": self.owner,
            "provider_owner": self.provider_owner,
            "expires_at": self.expires_at,
            "service_id": self.service_id,
            "previous": self.previous.id if self.previous else None,
            "request_id": self.request_id,
            "body_hash": self.body_hash,
        }
        return {name: value for name, value in item.items() if value is not None}
