"""The quarter-hours that a visit takes: the visit itself, and a buffer before and after it."""

from collections.abc import Iterator
from typing import NamedTuple, Self

from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import index_keys
from holdfast.dynamodb.actions import Item


class Footprint(NamedTuple):
    """All three are numbers of quarter-hours."""

    quarters: int = 1
    before: int = 0
    after: int = 0

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(item.get("quarters", 1), item.get("before", 0), item.get("after", 0))

    def to_item(self) -> Item:
        """Return the attributes of a visit that takes more than its head, and none for a plain slot."""
        return {} if self == PLAIN else self._asdict()

    @property
    def in_by_day(self) -> str:
        """Return what a hold's sort key in the index by_day ends in, because the index has no `quarters`."""
        return "" if self == PLAIN else index_keys.ends_of_head(self.before, self.quarters, self.after)

    @property
    def reach(self) -> int:
        """Return how many quarter-hours the visit takes after its head."""
        return self.quarters - 1 + self.after

    def visit(self, head: Slot) -> list[Slot]:
        """Return the slots of the visit itself, which must be open."""
        return list(_run(head, 0, self.quarters))

    def taken(self, head: Slot) -> list[Slot]:
        """Return all slots that the visit takes, in order of time."""
        return list(_run(head, -self.before, self.quarters + self.after))

    def parts(self, head: Slot) -> list[Slot]:
        """Return the slots that it takes besides its head."""
        return [slot for slot in self.taken(head) if slot != head]


PLAIN = Footprint()


def _run(head: Slot, first: int, end: int) -> Iterator[Slot]:
    return (Slot(head.provider_id, head.start + number * QUARTER) for number in range(first, end))
