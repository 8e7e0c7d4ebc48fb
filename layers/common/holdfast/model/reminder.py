"""Reminders of bookings: one item for each, which waits until it is due."""

from typing import NamedTuple, Self

from holdfast.core.slots import Slot
from holdfast.core.utc import DAY
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key

MOST_LATE = 60 * 60  # seconds after which a reminder is no longer of use


class Reminder(NamedTuple):
    """The client is reminded `minutes` before the start of `slot`, where the booking stands since `version`.

    Each version of a booking has reminders of its own. So if the booking is moved away and back, the
    reminders of the first version are known to be old.
    """

    booking_id: int
    slot: Slot
    version: int
    minutes: int

    @classmethod
    def from_row(cls, row: Item) -> Self:
        """Read an item or a row of the index; raise ValueError or IndexError if it is no reminder."""
        return cls(*keys.reminder_of(row))

    def to_item(self) -> Item:
        return {
            **self.key._asdict(),
            "by_kind_pk": index_keys.due_pk(self.booking_id),
            "by_kind_sk": self.due,
            "expires_at": self.slot.start + DAY,  # TTL deletes what no run has deleted
        }

    @property
    def key(self) -> Key:
        return keys.reminder(*self)

    @property
    def due(self) -> int:
        """Return the time when it is due, in epoch seconds."""
        return self.slot.start - self.minutes * 60

    def is_useful(self, now: int) -> bool:
        """Return True if it is not too late to send the reminder."""
        return now <= self.due + MOST_LATE and now < self.slot.start
