"""Tell which items the model expects in a list, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from holdfast.core.slots import Slot
from tests.simulation.practice.model import Practice

OPEN, ALL = "/api/appointments/reserve", "/api/appointments"


@dataclass(frozen=True)
class Asked:
    """A request for a list.

    The list covers the time from `start` to `end`, in epoch seconds. `times` has the query parameters `from`
    and `to`, if the request has them.
    """

    who: str | None
    path: str
    provider_id: int | None
    client_id: int | None
    status: str | None
    start: int = 0
    end: int = 0
    times: Mapping[str, str] = field(default_factory=dict)

    def between(self, start: int, end: int, times: Mapping[str, str]) -> "Asked":
        return replace(self, start=start, end=end, times=times)

    @property
    def query(self) -> dict[str, Any]:
        filters = {
            "provider_id": self.provider_id if self.path in {OPEN, ALL} else None,
            "client_id": self.client_id,
            "status": self.status if self.path == ALL else None,
        }
        return {**self.times, **{name: value for name, value in filters.items() if value is not None}}


def shown(practice: Practice, asked: Asked) -> list[dict[str, Any]]:
    slots = sorted(_chosen(practice, asked), key=lambda slot: place_of(asked, slot))
    looks = (practice.shown(slot, asked.who) for slot in slots)
    return [it for it in looks if it and it["status"] != "closed" and asked.status in (None, it["status"])]


def place_of(asked: Asked, slot: Slot) -> tuple[int | str, int, int]:
    """Return the slot's place in the order of the list.

    A client's list is sorted by time and provider. Other lists are sorted by UTC day, provider and time.
    """
    if asked.client_id:
        return slot.start, slot.provider_id, 0
    return slot.day, slot.provider_id, slot.start


def _chosen(practice: Practice, asked: Asked) -> set[Slot]:
    slots = {slot for slot in practice.open | practice.taken.keys() if asked.start <= slot.start < asked.end}
    if asked.provider_id:
        slots = {slot for slot in slots if slot.provider_id == asked.provider_id}
    if asked.client_id:
        if not practice.own_client(asked.who, asked.client_id):
            return set()
        live = {slot: practice.live(slot) for slot in slots}
        return {slot for slot, taken in live.items() if taken and taken.client_id == asked.client_id}
    if not asked.provider_id:  # a list for all providers leaves out deleted days
        slots = {slot for slot in slots if (slot.provider_id, slot.day) not in practice.cleared}
    return slots
