"""Work out which slots of a day are free and which are taken, from rows that have already been read."""

from collections.abc import Iterable, Iterator

from holdfast.core import slots, utc
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item
from holdfast.model.day import Day
from holdfast.model.part import Claim, claim_of
from holdfast.queries.shown import ShownSlot

# Maps a taken slot to what has it, or to None if that was read without the client.
Live = dict[Slot, Claim | None]


def live_of(rows: Iterable[Item], now: int) -> Live:
    """Return the slots that live holds and appointments take, from rows of the table or of the index by_day.

    A row of the index may stand for several slots, some of them on the UTC day before or after its own.
    """
    live: Live = {}
    for row in rows:
        if keys.is_day(row) or row.get("expires_at", now + 1) <= now:
            continue
        if "hold_id" in row:
            live[keys.slot_of(row)] = claim_of(row)
        else:
            live |= dict.fromkeys(index_keys.taken_by(row))
    return live


def on_day(live: Iterable[Slot], date: str) -> list[Slot]:
    """Return the slots that are on the date, in order of time."""
    midnight = utc.start_of(date)
    return sorted(slot for slot in live if midnight <= slot.start < midnight + utc.DAY)


def slots_of(day: Day, live: Live, now: int) -> Iterator[ShownSlot]:
    """Yield the available and taken slots of a day, in order of time. The taken ones show no client."""
    midnight, earliest = utc.start_of(day.date), day.earliest_start(now)
    taken = day.booked | {slot.quarter for slot in on_day(live, day.date)}
    for quarter in sorted(day.open | taken):
        slot = Slot(day.provider_id, midnight + quarter * QUARTER)
        if quarter in taken:
            yield ShownSlot(slot, day.zone, "taken")
        elif slot.start >= earliest:
            yield ShownSlot(slot, day.zone, "available")


def slots_and_too_soon_of(day: Day, live: Live, now: int) -> list[ShownSlot]:
    """Return the same slots and, as `closed`, the free ones that have not begun but start too soon."""
    taken = day.booked | {slot.quarter for slot in on_day(live, day.date)}
    first, end = slots.earliest_start(now, 0), day.earliest_start(now)
    free = map(day.slot, day.open - taken)
    too_soon = [ShownSlot(slot, day.zone, "closed") for slot in free if first <= slot.start < end]
    return sorted([*slots_of(day, live, now), *too_soon], key=lambda each: each.slot)
