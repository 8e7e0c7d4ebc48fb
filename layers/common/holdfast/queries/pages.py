"""A page of a list, and which slots a list shows."""

from typing import Generic, NamedTuple, TypeVar

from holdfast.core.slots import Slot
from holdfast.queries.shown import Status

T = TypeVar("T")
L = TypeVar("L")


class Position(NamedTuple):
    """The last slot of a page: the order of lists of slots, and where the next page goes on."""

    date: str
    provider_id: int
    quarter: int

    @classmethod
    def of(cls, slot: Slot) -> "Position":
        return cls(slot.day, slot.provider_id, slot.quarter)


class Page(NamedTuple, Generic[T, L]):
    """Some items of a list; `last` is the id or the position of the last one, None if no page follows."""

    items: list[T]
    last: L | None


class Window(NamedTuple):
    """Which slots: from `start` to before `end` in epoch seconds, at most `limit`, of one status or all."""

    start: int
    end: int
    limit: int
    status: Status | None = None

    def has(self, slot: Slot) -> bool:
        return self.start <= slot.start < self.end
