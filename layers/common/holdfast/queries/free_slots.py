"""Work out which slots of a day are free and which are taken, from rows that have already been read."""

from collections.abc import Iterable, Iterator, Mapping

from holdfast.core import utc
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.actions import Item
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.queries.shown import ShownSlot

# Maps a taken slot to its live hold or appointment, or to None if its row was read without the client.
Live = Mapping[Slot, Appointment | None]


def live_of(rows: Iterable[Item], now: int) -> dict[Slot, Appointment | None]:
    """Return the live holds and appointments among rows of the table or of the index by_day."""
    return {
        keys.slot_of(row): Appointment.from_item(row) if "status" in row else None
        for row in rows
        if not keys.is_day(row) and row.get("expires_at", now + 1) > now
    }


def slots_of(day: Day, live: Live, now: int) -> Iterator[ShownSlot]:
    """Yield the available and taken slots of a day, in order of time. The taken ones show no client."""
    midnight, earliest = utc.start_of(day.date), day.earliest_start(now)
    taken = day.booked | {slot.quarter for slot in live}
    for quarter in sorted(day.open | taken):
        slot = Slot(day.provider_id, midnight + quarter * QUARTER)
        if quarter in taken:
            yield ShownSlot(slot, day.zone, "taken")
        elif slot.start >= earliest:
            yield ShownSlot(slot, day.zone, "available")
