"""Providers, who offer time."""

from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from holdfast.core import local_time
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item

# Each day has a copy of these attributes, because lists and reservations read the day, not the provider.
BOOKING_RULES = ("time_zone", "min_notice_minutes", "cancel_notice_minutes")


@dataclass(frozen=True)
class Provider:
    """`time_zone` is an IANA name; `calendar_version` counts changes to open time and booking rules.

    `cancel_notice_minutes` is how long before its start a client can last cancel an appointment. It is 0 for
    a provider that was stored without it. `email` is where the provider gets mail, or None. Only the owner
    and administrators may see it.

    `write_id` identifies the latest write. `request_id` and `body_hash` identify the request that created the
    provider.
    """

    id: int
    name: str
    time_zone: str
    min_notice_minutes: int
    owner: str
    version: int
    calendar_version: int
    write_id: str
    request_id: str
    body_hash: str
    cancel_notice_minutes: int = 0
    email: str | None = None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            id=keys.number_of(item["PK"]),
            name=item["name"],
            time_zone=item["time_zone"],
            min_notice_minutes=item["min_notice_minutes"],
            owner=item["owner"],
            version=item["version"],
            calendar_version=item["calendar_version"],
            write_id=item["write_id"],
            request_id=item["request_id"],
            body_hash=item["body_hash"],
            cancel_notice_minutes=item.get("cancel_notice_minutes", 0),
            email=item.get("email"),
        )

    def to_item(self) -> Item:
        return {
            **keys.provider(self.id)._asdict(),
            "name": self.name,
            "time_zone": self.time_zone,
            "min_notice_minutes": self.min_notice_minutes,
            "cancel_notice_minutes": self.cancel_notice_minutes,
            "email": self.email,
            "owner": self.owner,
            "version": self.version,
            "calendar_version": self.calendar_version,
            "write_id": self.write_id,
            "request_id": self.request_id,
            "body_hash": self.body_hash,
            "by_kind_pk": index_keys.PROVIDERS,
            "by_kind_sk": self.id,
        }

    @property
    def zone(self) -> ZoneInfo:
        return local_time.zone(self.time_zone)

    @property
    def booking_rules(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in BOOKING_RULES}
