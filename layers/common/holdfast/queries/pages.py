"""A page of a list, the position after which the next page starts, and the window of slots to list."""

from typing import Generic, NamedTuple, TypeVar

from holdfast.core.slots import Slot
from holdfast.queries.shown import Status

T = TypeVar("T")
L = TypeVar("L")


class Position(NamedTuple):
    """The last slot of a page. The next page starts after it. Positions sort by date, provider and time."""

    date: str
    provider_id: int
    quarter: int

    @classmethod
    def of(cls, slot: Slot) -> "Position":
        return cls(slot.day, slot.provider_id, slot.quarter)


class Page(NamedTuple, Generic[T, L]):
    """Some items of a list. The next page starts after `last`, which is None if no page follows."""

    items: list[T]
    last: L | None


class Window(NamedTuple):
    """Which slots to list: those that start at or after `start` and before `end`, in epoch seconds.

    A page has at most `limit` slots. If `status` is set, only slots with this status are listed.
    """

    start: int
    end: int
    limit: int
    status: Status | None = None

    def has(self, slot: Slot) -> bool:
        return self.start <= slot.start < self.end
