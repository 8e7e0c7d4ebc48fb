"""What of a day is free and what is taken, worked out from what was read; nothing is read here."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.queries.shown import ShownSlot

# What is live in a slot; None as long as only the index was read, which does not tell by whom.
Live = Mapping[Slot, Appointment | None]


class Entry(NamedTuple):
    """A slot that is available or taken; `appointment` is None as long as only the index was read."""

    slot: Slot
    zone: ZoneInfo
    available: bool
    appointment: Appointment | None = None


def live_of(rows: Iterable[Item], now: int) -> dict[Slot, Appointment | None]:
    """Return what is held or confirmed among the rows of a calendar, of the table or of the index."""
    return {
        keys.slot_of(row): Appointment.from_item(row) if "status" in row else None
        for row in rows
        if not keys.is_day(row) and row.get("expires_at", now + 1) > now
    }


def entries(day: Day, live: Live, now: int) -> Iterator[Entry]:
    """Yield what is available or taken on a day, in order."""
    for slot in sorted({*map(day.slot, day.open | day.booked), *live}):
        if slot in live or slot.quarter in day.booked:
            yield Entry(slot, day.zone, available=False, appointment=live.get(slot))
        elif slot.start >= day.earliest_start(now):
            yield Entry(slot, day.zone, available=True)


def show_free(slot: Slot, day: Day, now: int) -> ShownSlot:
    """Show a slot in which nothing is live."""
    available = slot.quarter in day.open and slot.start >= day.earliest_start(now)
    return ShownSlot(slot, day.zone, "available" if available else "closed")
