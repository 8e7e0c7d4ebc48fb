"""A client's holds and appointments: appointments from the index, recent reservations from the table.

The index may lag behind the table. The client's item names the slots of its recent reservations. These slots
are read from the table consistently, so that no recent hold or appointment is missing from the client's list.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from holdfast.core import clock, local_time, utc
from holdfast.core.caller import Caller
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import index_keys, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.expressions import CLIENT_BETWEEN
from holdfast.model.appointment import Appointment
from holdfast.model.client import Client
from holdfast.model.part import claim_of
from holdfast.model.provider import Provider
from holdfast.model.service import MOST_QUARTERS
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot, show


def of_client(
    client: Client, window: Window, after: Position | None, caller: Caller, provider_id: int | None
) -> Page[ShownSlot, Position]:
    """List a client's live holds and appointments, with one provider or all, by time and then provider."""
    found = _live_in_order(client, window, after)
    page = _completed(found[: window.limit], client.id)
    zones = _zones(page)
    shown = [show(each, zones[each.slot.provider_id], caller) for each in page]
    wanted = [
        each
        for each in shown
        if window.status in (None, each.status) and provider_id in (None, each.slot.provider_id)
    ]
    more = len(found) > window.limit
    return Page(wanted, Position.of(found[window.limit - 1].slot) if more else None)


def newest(client: Client) -> dict[Slot, Appointment | None]:
    """Map the slot of each recent reservation to the client's hold or appointment on that slot.

    The hold may have lapsed. The value is None if the client no longer has one on the slot.
    """
    slots = [hold.slot for hold in client.recent_holds]
    items = table.batch_get([keys.appointment(slot) for slot in slots], consistent=True)
    its_own = _of_client(client.id, items.values())
    return {slot: its_own.get(slot) for slot in slots}


def confirmed_since(client: Client, since: int) -> list[Appointment]:
    """Return the client's confirmed appointments that end after `since`, in epoch seconds, in any order.

    Those without a `booking_id`, which an early version of the code stored, are left out.
    """
    first = utc.text(since - MOST_QUARTERS * QUARTER)
    indexed = [each.slot for each in _confirmed(client.id, first, utc.FOREVER, page_size=None)]
    slots = [*indexed, *(hold.slot for hold in client.recent_holds)]
    items = table.batch_get(list(map(keys.appointment, slots)), consistent=True)
    heads = _of_client(client.id, items.values()).values()
    return [head for head in heads if head.is_confirmed_booking and head.end > since]


def has_confirmed(client_id: int, now: int) -> bool:
    """Return True if the index has an appointment that is not over at `now`, in epoch seconds."""
    earliest = now - MOST_QUARTERS * QUARTER
    begun: list[Slot] = []
    for each in _confirmed(client_id, utc.text(earliest + 1), utc.FOREVER, page_size=MOST_QUARTERS):
        if each.slot.end > now:
            return True
        begun.append(each.slot)  # the index does not say how long the visit is
    items = table.batch_get([keys.appointment(slot) for slot in begun], consistent=True)
    visits = (claim for claim in map(claim_of, items.values()) if isinstance(claim, Appointment))
    return any(visit.client_id == client_id and visit.end > now for visit in visits)


def _live_in_order(client: Client, window: Window, after: Position | None) -> list[Appointment]:
    """Return the live holds and appointments that are in the window and after the position, in order.

    The result has more than `window.limit` entries if another page follows.
    """
    first = index_keys.by_client_sk(Slot.at(after.provider_id, after.date, after.quarter)) if after else ""
    known = newest(client)
    start = min(max(first, utc.text(window.start)), utc.text(window.end))
    indexed = _confirmed(client.id, start, window.end, page_size=window.limit + 2)
    confirmed = islice((each for each in indexed if each.slot not in known), window.limit + 2)
    live = [each for each in known.values() if each and each.is_live(clock.now())]
    by_place = {index_keys.by_client_sk(each.slot): each for each in (*confirmed, *live)}
    return [
        by_place[place] for place in sorted(by_place) if place > first and window.has(by_place[place].slot)
    ]


def _confirmed(client_id: int, first: str, end: int, *, page_size: int | None) -> Iterator[Appointment]:
    """Yield the appointments in the index, from the sort key `first` to the instant `end`."""
    values = {"partition": index_keys.by_client_pk(client_id), "first": first, "last": utc.text(end)}
    rows = table.query(CLIENT_BETWEEN, values, index="by_client", page_size=page_size)
    return map(Appointment.from_item, rows)


def _completed(appointments: list[Appointment], client_id: int) -> list[Appointment]:
    """Complete the appointments that come from the index, and leave out those that no longer exist."""
    missing = [keys.appointment(each.slot) for each in appointments if not each.hold_id]
    whole = _of_client(client_id, table.batch_get(missing, consistent=False).values())
    found = (each if each.hold_id else whole.get(each.slot) for each in appointments)
    return [each for each in found if each]


def _of_client(client_id: int, items: Iterable[Item]) -> dict[Slot, Appointment]:
    """Return the client's holds and appointments among the items of slots."""
    heads = (claim for claim in map(claim_of, items) if isinstance(claim, Appointment))
    return {head.slot: head for head in heads if head.client_id == client_id}


def _zones(appointments: Iterable[Appointment]) -> dict[int, ZoneInfo]:
    ids = {each.slot.provider_id for each in appointments}
    items = table.batch_get([keys.provider(number) for number in ids], consistent=False)
    known = {provider.id: provider.zone for provider in map(Provider.from_item, items.values())}
    # A deleted provider has no time zone any more, but its past appointments remain.
    return {number: known.get(number, local_time.zone("UTC")) for number in ids}
