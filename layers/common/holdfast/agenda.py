"""A client's own appointments: what is confirmed, from the index, and the newest ones, from the table.

The index may lag behind; the client's item knows its newest reservations, which are read consistently,
so that one's own hold is never missing from one's own list.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from holdfast import table, times
from holdfast.answers import of_appointment
from holdfast.expressions import CLIENT_BETWEEN
from holdfast.identity import Caller
from holdfast.indexes import by_client_pk, by_client_sk
from holdfast.listing import Page, Position, Window
from holdfast.models import Appointment, Client, Provider
from holdfast.times import Slot


def of_client(client: Client, window: Window, after: Position | None, caller: Caller) -> Page:
    """List a client's live appointments by time, then provider."""
    first = by_client_sk(Slot.at(after.provider_id, after.date, after.quarter)) if after else ""
    first = min(max(first, times.utc(window.start)), times.utc(window.end))
    known = newest(client)
    confirmed = (each for each in confirmed_between(client.id, first, window) if each.slot not in known)
    entries = {by_client_sk(each.slot): each for each in islice(confirmed, window.limit + 2)}
    entries |= {
        by_client_sk(slot): each for slot, each in known.items() if each and each.is_live(times.now())
    }
    in_order = [
        entries[sk]
        for sk in sorted(entries)
        if sk >= first and window.start <= entries[sk].slot.start < window.end and not (after and sk == first)
    ]
    shown = in_order[: window.limit]
    last = shown[-1].slot if len(in_order) > len(shown) else None
    zones = _zones(shown)
    items = [of_appointment(each, zones[each.slot.provider_id], caller) for each in shown]
    return Page(
        [item for item in items if window.status in (None, item["status"])],
        Position(last.day, last.provider_id, last.quarter) if last else None,
    )


def newest(client: Client) -> dict[Slot, Appointment | None]:
    """Read what became of the client's newest reservations: its appointment, live or not, or None."""
    slots = [Slot.from_id(hold["appointment"]) for hold in client.recent_holds]
    items = table.batch_get([Appointment.key(slot) for slot in slots], consistent=True)
    found = (Appointment.from_item(item) for item in items.values())
    its_own = {each.slot: each for each in found if each.client_id == client.id}
    return {slot: its_own.get(slot) for slot in slots}


def confirmed_between(client_id: int, first: str, window: Window) -> Iterator[Appointment]:
    """Yield what the index shows, by its sort keys from `first` on."""
    values = {"partition": by_client_pk(client_id), "first": first, "last": times.utc(window.end)}
    rows = table.query(CLIENT_BETWEEN, values, index="by_client", page_size=window.limit + 2)
    return map(Appointment.from_item, rows)


def _zones(appointments: Iterable[Appointment]) -> dict[int, ZoneInfo]:
    ids = {each.slot.provider_id for each in appointments}
    items = table.batch_get([Provider.key(number) for number in ids], consistent=False)
    known = {provider.id: provider.zone for provider in map(Provider.from_item, items.values())}
    # A provider that is gone leaves its past appointments behind.
    return {number: known.get(number, times.zone("UTC")) for number in ids}
