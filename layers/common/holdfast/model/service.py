"""Services: what clients book, such as a consultation of 45 minutes."""

from dataclasses import dataclass
from typing import Self

from holdfast.core.slots import QUARTER
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item

MOST_QUARTERS = 32  # of a visit with its buffers
DEFAULT_REMINDERS = [24 * 60]  # also of a booking without a service

_MINUTES = QUARTER // 60


@dataclass(frozen=True)
class Service:
    """The buffers are time before and after each visit, in which the provider takes nobody.

    `start_every_minutes` is None if it follows from the duration; `grid_minutes` resolves that.
    `min_notice_minutes` is None if each provider's own minimum notice counts. `reminder_minutes` says how
    long before a visit its client is reminded, the longest first. A service that is not `active` cannot be
    booked. `write_id` identifies the latest request that created or changed the service. `request_id` and
    `body_hash` identify the request that created it.
    """

    id: int
    name: str
    description: str
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    start_every_minutes: int | None
    min_notice_minutes: int | None
    reminder_minutes: list[int]
    provider_ids: set[int]
    active: bool
    version: int
    write_id: str
    request_id: str
    body_hash: str

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            id=keys.number_of(item["PK"]),
            name=item["name"],
            description=item["description"],
            duration_minutes=item["duration_minutes"],
            buffer_before_minutes=item["buffer_before_minutes"],
            buffer_after_minutes=item["buffer_after_minutes"],
            start_every_minutes=item["start_every_minutes"],
            min_notice_minutes=item["min_notice_minutes"],
            # A service that was stored before there were reminders has no attribute for them.
            reminder_minutes=item.get("reminder_minutes", DEFAULT_REMINDERS),
            # DynamoDB stores no empty set: removing the last member also removes the attribute.
            provider_ids=item.get("provider_ids", set()),
            active=item["active"],
            version=item["version"],
            write_id=item["write_id"],
            request_id=item["request_id"],
            body_hash=item["body_hash"],
        )

    def to_item(self) -> Item:
        return {
            **keys.service(self.id)._asdict(),
            "name": self.name,
            "description": self.description,
            "duration_minutes": self.duration_minutes,
            "buffer_before_minutes": self.buffer_before_minutes,
            "buffer_after_minutes": self.buffer_after_minutes,
            "start_every_minutes": self.start_every_minutes,
            "min_notice_minutes": self.min_notice_minutes,
            "reminder_minutes": self.reminder_minutes,
            **({"provider_ids": self.provider_ids} if self.provider_ids else {}),
            "active": self.active,
            "version": self.version,
            "write_id": self.write_id,
            "request_id": self.request_id,
            "body_hash": self.body_hash,
            "by_kind_pk": index_keys.SERVICES,
            "by_kind_sk": self.id,
        }

    @property
    def quarters(self) -> int:
        """Return the duration of a visit without its buffers, in quarter-hours."""
        return self.duration_minutes // _MINUTES

    @property
    def before(self) -> int:
        """Return the buffer before a visit, in quarter-hours."""
        return self.buffer_before_minutes // _MINUTES

    @property
    def after(self) -> int:
        """Return the buffer after a visit, in quarter-hours."""
        return self.buffer_after_minutes // _MINUTES

    @property
    def grid_minutes(self) -> int:
        """Return the minutes between two starts: by default 30 if they divide the duration, else 15."""
        return self.start_every_minutes or (30 if self.duration_minutes % 30 == 0 else 15)

    def is_offered_by(self, provider_id: int) -> bool:
        """Return True if a visit of the service can be booked with the provider."""
        return self.active and provider_id in self.provider_ids
