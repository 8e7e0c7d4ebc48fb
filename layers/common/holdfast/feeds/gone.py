"""Note which bookings calendars have to forget, from events.

A booking that is cancelled or moved to another provider leaves no trace where it stood, and no index
lists its history by provider.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from holdfast.core import clock
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.expressions import NEWER
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.gone import Gone
from holdfast.notifications.received import CANCELLED, RESCHEDULED, Received


def steps_of(body: str) -> list[Callable[[], int]]:
    """Return what to do about a message of the queue; raise ValueError, LookupError or TypeError."""
    return [partial(note, gone) for gone in of_event(Received.from_message(body))]


def of_event(event: Received) -> Iterator[Gone]:
    """Yield where the booking stood and stands no more: with its provider, and with its client."""
    slot, end = event.slot, event.end
    partitions: list[str] = []
    if event.type == CANCELLED:
        partitions = [keys.provider(slot.provider_id).PK, keys.client(event.client_id).PK]
    elif event.type == RESCHEDULED and event.previous and event.previous.provider_id != slot.provider_id:
        partitions = [keys.provider(event.previous.provider_id).PK]
        slot, end = event.previous, event.previous.start + event.end - event.slot.start
    for partition in partitions:
        yield Gone(partition, event.booking_id, event.version, slot.start, end, event.time)


def note(gone: Gone) -> int:
    """Store it, unless a later change is stored there; return the number of items stored."""
    if gone.expires_at <= clock.now():
        return 0
    with suppress(ConditionFailed):
        table.write(actions.put(gone.to_item(), NEWER, {"version": gone.version}))
        return 1
    return 0
