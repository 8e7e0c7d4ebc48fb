"""A part of a visit: a quarter-hour that a visit takes besides its head."""

from dataclasses import dataclass
from typing import Self

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item
from holdfast.model.appointment import Appointment


@dataclass(frozen=True)
class Part:
    """`head` is the visit's first slot after its buffer. `hold_id` and `expires_at` are as in the head.

    `listing` has the index keys of by_day, or nothing. On each UTC day that the visit touches besides the
    head's, its first part is in the index, and its sort key says how many quarter-hours follow there.
    """

    slot: Slot
    head: Slot
    hold_id: str
    expires_at: int | None = None
    listing: tuple[str, str] | None = None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        slot = keys.slot_of(item)
        listing = (item["by_day_pk"], item["by_day_sk"]) if "by_day_pk" in item else None
        return cls(
            slot, Slot(slot.provider_id, item["part_of"]), item["hold_id"], item.get("expires_at"), listing
        )

    def to_item(self) -> Item:
        return {
            **keys.appointment(self.slot)._asdict(),
            "part_of": self.head.start,
            "hold_id": self.hold_id,
            **({} if self.expires_at is None else {"expires_at": self.expires_at}),
            **(dict(zip(("by_day_pk", "by_day_sk"), self.listing, strict=True)) if self.listing else {}),
        }

    def is_live(self, now: int) -> bool:
        return self.expires_at is None or self.expires_at > now


Claim = Appointment | Part  # what can stand in a slot


def claim_of(item: Item) -> Claim:
    """Return what the item of a slot stands for."""
    return Part.from_item(item) if "part_of" in item else Appointment.from_item(item)
