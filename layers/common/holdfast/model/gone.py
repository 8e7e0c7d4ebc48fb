"""Bookings that stood somewhere and were cancelled, or moved to another provider."""

from typing import NamedTuple, Self

from holdfast.core.utc import DAY
from holdfast.dynamodb import feed_keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key

KEPT_SECONDS = 30 * DAY  # after the end of a visit, cancelled or not, it is in no feed any more


class Gone(NamedTuple):
    """A booking that calendars have to forget. It names no person.

    `partition` is that of the provider or the client. `version` is that of the booking's event, which
    happened `at`. The visit was from `start` to `end`. All three are in epoch seconds.
    """

    partition: str
    booking_id: int
    version: int
    start: int
    end: int
    at: int

    @classmethod
    def from_item(cls, item: Item) -> Self:
        start, booking_id = feed_keys.gone_of(item)
        return cls(item["PK"], booking_id, item["version"], start, item["end"], item["at"])

    def to_item(self) -> Item:
        return {
            **self.key._asdict(),
            "version": self.version,
            "end": self.end,
            "at": self.at,
            "expires_at": self.expires_at,
        }

    @property
    def key(self) -> Key:
        return feed_keys.gone(self.partition, self.start, self.booking_id)

    @property
    def expires_at(self) -> int:
        """Return when no feed needs it any more, in epoch seconds."""
        return self.end + KEPT_SECONDS
