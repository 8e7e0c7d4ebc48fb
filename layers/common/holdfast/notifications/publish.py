"""Publish: send the events of a batch of stream records to the bus, each at least once."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from holdfast.core.settings import event_settings
from holdfast.notifications import bus, dead_letters
from holdfast.notifications.bus import Outcome
from holdfast.notifications.event import Event
from holdfast.notifications.records import Record, events_of


class Published(NamedTuple):
    """The result of a batch: how many events were published, and how many records cannot be.

    `failed` is the sequence number of the first record to try again, if any. Lambda sends that record and all
    later ones again, so some of their events are published twice.
    """

    events: int
    unreadable: int
    failed: str | None


def publish(records: Sequence[Record]) -> Published:
    """Publish the events of the records. One that cannot be published stops none of the others.

    A record that cannot be read, or whose event the bus refuses for good, goes to the dead letters.
    """
    found = list(map(_read, records))
    numbered = [(position, event) for position, events in enumerate(found) for event in events or []]
    outcomes = bus.put(event_settings().bus_name, [event for _, event in numbered])

    def where(wanted: Outcome) -> set[int]:
        pairs = zip(numbered, outcomes, strict=True)
        return {position for (position, _), outcome in pairs if outcome is wanted}

    unreadable = where(Outcome.REFUSED) | {
        position for position, events in enumerate(found) if events is None
    }
    end = min(where(Outcome.FAILED), default=len(records))
    # Later records come again, so each of them is kept then.
    kept, end = _keep(records, sorted(position for position in unreadable if position < end), end)
    failed = records[end]["dynamodb"]["SequenceNumber"] if end < len(records) else None
    return Published(outcomes.count(Outcome.PUBLISHED), kept, failed)


def _read(record: Record) -> list[Event] | None:
    """Return the record's events, or None if it cannot be read."""
    try:
        return events_of(record)
    except Exception:  # noqa: BLE001 - whatever is wrong with one record must not stop the others
        return None


def _keep(records: Sequence[Record], positions: Iterable[int], end: int) -> tuple[int, int]:
    """Send these records to the dead letters.

    Returns how many are there, and the first position to try again.
    """
    kept = 0
    for position in positions:
        if not dead_letters.keep(records[position]):
            return kept, position
        kept += 1
    return kept, end
