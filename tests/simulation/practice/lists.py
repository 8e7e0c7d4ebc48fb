"""Tell which items the model expects in a list, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from holdfast.core.slots import Slot
from tests.simulation.practice import fits
from tests.simulation.practice.looks import looks
from tests.simulation.practice.looks import shown as shown_to
from tests.simulation.practice.model import Practice, is_own
from tests.simulation.practice.things import PLAIN

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
    service_id: int | None = None
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
            "service_id": self.service_id,
            "status": self.status if self.path == ALL else None,
        }
        return {**self.times, **{name: value for name, value in filters.items() if value is not None}}


def shown(practice: Practice, asked: Asked) -> list[dict[str, Any]]:
    slots = sorted(_chosen(practice, asked), key=lambda slot: place_of(asked, slot))
    if asked.service_id:
        kind = practice.kind(asked.service_id) if slots else PLAIN
        return [looks(practice, slot, "available", kind) for slot in slots]
    all_shown = (shown_to(practice, slot, asked.who) for slot in slots)
    return [
        it for it in all_shown if it and it["status"] != "closed" and asked.status in (None, it["status"])
    ]


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
    if asked.service_id:
        return {slot for slot in fits.starts(practice, asked.service_id) if slot in slots}
    if asked.client_id:
        if not practice.own_client(asked.who, asked.client_id):
            return set()
        heads = {slot: practice.head(slot) for slot in slots}
        return {slot for slot, taken in heads.items() if taken and taken.client_id == asked.client_id}
    slots = {slot for slot in slots if not _is_inside_own(practice, asked, slot)}
    if not asked.provider_id:  # a list for all providers leaves out deleted days
        slots = {slot for slot in slots if (slot.provider_id, slot.day) not in practice.cleared}
    return slots


def _is_inside_own(practice: Practice, asked: Asked, slot: Slot) -> bool:
    """Return True if the slot is in a visit that the user may see, but that starts in another slot."""
    taken = practice.live(slot)
    return bool(taken and taken.head != slot and is_own(asked.who, taken.owner, taken.provider_owner))
