"""Holds and appointments of clients. Each is the head of its visit, whose other quarter-hours are parts."""

import hmac
from dataclasses import dataclass, field
from typing import Self

from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item
from holdfast.model.footprint import PLAIN, Footprint

HELD = "held"
CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Appointment:
    """A client's hold or confirmed appointment on a slot.

    `expires_at` is the end of a hold in epoch seconds, None for an appointment. `request_id` and `body_hash`
    identify the request that made the hold. `by_day_pk` puts the hold into the index partition of the
    slot's day, so that lists read the day and its holds together. `service_id` and `footprint` are as they
    were when the hold was made. `version` is the number of the booking's newest event, 0 for a hold. `secret`
    opens the booking's link. A booking that was stored before there were links has None.
    """

    slot: Slot
    status: str
    client_id: int
    client_name: str
    owner: str
    provider_owner: str
    hold_id: str | None = None
    request_id: str | None = None
    body_hash: str | None = None
    expires_at: int | None = None
    by_day_pk: str | None = None
    service_id: int | None = None
    footprint: Footprint = PLAIN
    version: int = 0
    secret: str | None = field(default=None, repr=False)

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            slot=keys.slot_of(item),
            status=item["status"],
            client_id=item["client_id"],
            client_name=item["client_name"],
            owner=item["owner"],
            provider_owner=item["provider_owner"],
            hold_id=item.get("hold_id"),
            request_id=item.get("request_id"),
            body_hash=item.get("body_hash"),
            expires_at=item.get("expires_at"),
            by_day_pk=item.get("by_day_pk"),
            service_id=item.get("service_id"),
            footprint=Footprint.from_item(item),
            version=item.get("version", 0),
            secret=item.get("secret"),
        )

    def to_item(self) -> Item:
        return {
            **keys.appointment(self.slot)._asdict(),
            "status": self.status,
            "client_id": self.client_id,
            "client_name": self.client_name,
            "owner": self.owner,
            "provider_owner": self.provider_owner,
            "hold_id": self.hold_id,
            "request_id": self.request_id,
            "body_hash": self.body_hash,
            **({"service_id": self.service_id} if self.service_id else {}),
            **self.footprint.to_item(),
            **({"version": self.version} if self.version else {}),
            **({"secret": self.secret} if self.secret else {}),
            **self._listing(),
        }

    def _listing(self) -> Item:
        """Return the index keys. A hold is in `by_day` and `by_kind`, an appointment is in `by_client`."""
        if self.expires_at is None:
            return client_listing(self.client_id, self.slot)
        return {
            "expires_at": self.expires_at,
            "by_day_pk": self.by_day_pk,
            "by_day_sk": index_keys.by_day_sk(keys.appointment(self.slot)) + self.footprint.in_by_day,
            "by_kind_pk": index_keys.holds_pk(self.slot),
            "by_kind_sk": self.expires_at,
        }

    @property
    def booking_id(self) -> int | None:
        """Return the id that the booking keeps wherever it is moved; None if the read had no `hold_id`."""
        return booking_id_of(self.hold_id) if self.hold_id else None

    @property
    def is_confirmed_booking(self) -> bool:
        return self.status == CONFIRMED and self.hold_id is not None

    @property
    def end(self) -> int:
        return self.slot.start + self.footprint.quarters * QUARTER

    def has_secret(self, secret: str) -> bool:
        """Return True if it is the booking's secret. The comparison takes as long for every wrong one."""
        return self.secret is not None and hmac.compare_digest(self.secret, secret)

    def is_live(self, now: int) -> bool:
        return self.expires_at is None or self.expires_at > now


def booking_id_of(hold_id: str) -> int:
    """Return the first 53 bits of the hold's id, or 1 if they are all zero."""
    return int(hold_id, 16) >> (4 * len(hold_id) - 53) or 1


def client_listing(client_id: int, slot: Slot) -> Item:
    """Return the index keys that put an appointment on its client's list."""
    return {"by_client_pk": index_keys.by_client_pk(client_id), "by_client_sk": index_keys.by_client_sk(slot)}
