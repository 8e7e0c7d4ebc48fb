"""What the stored items say about visits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, values
from holdfast.model.appointment import CONFIRMED, Appointment
from holdfast.model.booking_event import BookingEvent
from holdfast.model.day import Day
from holdfast.model.part import Part, claim_of

Items = Mapping[tuple[str, str], dict[str, Any]]


@dataclass
class Picture:
    """Heads and parts by slot, days by provider and date, and the events of each booking in their order."""

    heads: dict[Slot, Appointment] = field(default_factory=dict)
    parts: dict[Slot, Part] = field(default_factory=dict)
    days: dict[tuple[int, str], Day] = field(default_factory=dict)
    events: dict[int, list[BookingEvent]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, items: Items) -> Self:
        picture = cls()
        for (partition, sort), item in sorted(items.items()):
            if partition.startswith("BOOKING#"):
                event = BookingEvent.from_item(values.decode_item(item))
                picture.events[event.booking_id].append(event)
            elif sort.startswith("CAL#"):
                picture._add_to_calendar(values.decode_item(item))
        return picture

    def _add_to_calendar(self, item: dict[str, Any]) -> None:
        if keys.is_day(item):
            day = Day.from_item(item)
            self.days[day.provider_id, day.date] = day
        elif isinstance(claim := claim_of(item), Part):
            self.parts[claim.slot] = claim
        else:
            self.heads[claim.slot] = claim

    @property
    def visits(self) -> dict[str, Appointment]:
        """Return the heads by hold_id, also those of lapsed holds."""
        return {head.hold_id or "": head for head in self.heads.values()}

    @property
    def confirmed(self) -> list[Appointment]:
        return [head for head in self.heads.values() if head.status == CONFIRMED]

    def is_open(self, slot: Slot) -> bool:
        day = self.days.get((slot.provider_id, slot.day))
        return day is not None and slot.quarter in day.open

    def appointment_of(self, booking_id: int | None) -> Appointment | None:
        """Return the booking where it stands."""
        return next((head for head in self.heads.values() if head.booking_id == booking_id), None)
