"""The usual booking design, with one item for each slot. The benchmarks compare our design with it.

A reservation writes the hold into the slot's item. It checks the client's owner and the limit on holds, as
our API does. The errors are those of our API, and the error for a taken slot suggests other slots.

This code cannot open or confirm a slot, and it does not notice that a hold has lapsed. The benchmarks do not
need that.
"""

import uuid
from collections.abc import Iterator
from typing import Any, NamedTuple

from holdfast.core import clock, local_time, utc
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken, HoldLimit, NotFound
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import PARTITION_BETWEEN
from holdfast.dynamodb.index_keys import by_day_sk
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.client import Client
from holdfast.queries import profiles
from holdfast.queries.shown import ShownSlot, Status

_OPEN_SLOTS = "by_day_pk = :partition AND by_day_sk > :after"
_STILL_OPEN = "#status = :open"
_TAKE = (
    "SET #status = :held, client_id = :client, client_name = :client_name, #owner = :caller, "
    "hold_id = :hold_id, expires_at = :expires_at, "
    "by_kind_pk = :holds, by_kind_sk = :expires_at REMOVE by_day_pk, by_day_sk"
)
_SAME_HOLDS = "recent_holds = :recent_holds"
_OWNED = "#owner = :caller"
_REMEMBER = "SET recent_holds = :recent_holds_now"
_PARTITION = "OPEN#"


class Open(NamedTuple):
    """A page of a day's open slots. `after` leads to the next page. It is None if the list ends here."""

    slots: list[Slot]
    after: str | None


def key(slot: Slot) -> Key:
    return Key(f"PROVIDER#{slot.provider_id}", f"SLOT#{utc.text(slot.start)}")


def item(slot: Slot) -> Item:
    where = key(slot)
    return {
        **where._asdict(),
        "status": "open",
        "provider_owner": f"owner-{slot.provider_id}",
        "time_zone": "Europe/Berlin",
        "min_notice_minutes": 0,
        "by_day_pk": _PARTITION + slot.day,
        "by_day_sk": by_day_sk(where),
    }


def open_slots(day: str, limit: int, after: str = " ") -> Open:
    values = {"partition": _PARTITION + day, "after": after}
    slots: list[Slot] = []
    for row in table.query(_OPEN_SLOTS, values, index="by_day", page_size=limit):
        slots.append(_slot(row))
        if len(slots) == limit:
            return Open(slots, row["by_day_sk"])
    return Open(slots, None)


def all_open_slots(day: str, limit: int) -> Iterator[Slot]:
    """Yield all open slots of a day, reading up to `limit` at a time."""
    page = open_slots(day, limit)
    yield from page.slots
    while page.after:
        page = open_slots(day, limit, page.after)
        yield from page.slots


def open_slots_of(provider_id: int, day: str) -> list[ShownSlot]:
    found = [_shown(row, "available") for row in _open_rows(provider_id, day)]
    if not found:
        profiles.read_provider(provider_id)
    return found


def _open_rows(provider_id: int, day: str) -> list[Item]:
    first = f"SLOT#{day}"
    values = {"partition": f"PROVIDER#{provider_id}", "first": first, "last": first + "~"}
    return [row for row in table.query(PARTITION_BETWEEN, values) if row["status"] == "open"]


@retry_on_conflict
def reserve(slot: Slot, client_id: int, caller: Caller) -> ShownSlot:
    """Hold the slot for the caller's client; raise NotFound, HoldLimit or AppointmentTaken."""
    now = clock.now()
    wanted = keys.client(client_id), key(slot)
    found = table.batch_get(wanted, consistent=True)
    client, stored = map(found.get, wanted)
    if not client or not stored or client["owner"] != caller.subject:
        raise NotFound
    if stored["status"] != "open":
        raise _taken(slot)
    counted = Client.from_item(client).counted_holds(now, settings().hold_seconds)
    if len(counted) >= settings().max_holds_per_client:
        raise HoldLimit(retry_after=1)
    try:
        table.transact(*_hold(slot, client, caller, now))
    except ConditionFailed as failed:
        raise _taken(slot) if 0 in failed.found else Conflict from failed
    return _shown(stored, "held")


def _taken(slot: Slot) -> AppointmentTaken:
    rows = sorted(_open_rows(slot.provider_id, slot.day), key=lambda row: abs(_slot(row).start - slot.start))
    return AppointmentTaken([_shown(row, "available") for row in rows[:3]], None)


def _hold(slot: Slot, client: Item, caller: Caller, now: int) -> tuple[actions.Action, actions.Action]:
    expires_at = now + settings().hold_seconds
    hold_id = uuid.uuid4().hex
    kept = [each for each in client["recent_holds"] if each["expires_at"] > now]
    latest = {"appointment": slot.id, "hold_id": hold_id, "taken_at": now, "expires_at": expires_at}
    held: dict[str, Any] = {
        "open": "open",
        "held": "held",
        "client": _number(client),
        "client_name": client["name"],
        "caller": caller.subject,
        "hold_id": hold_id,
        "expires_at": expires_at,
        "holds": "HOLD#0",  # the index partition of all holds
    }
    remembered = {
        "caller": caller.subject,
        "recent_holds": client["recent_holds"],
        "recent_holds_now": [*kept, latest],
    }
    return (
        actions.update(key(slot), _TAKE, _STILL_OPEN, held),
        actions.update(keys.client(_number(client)), _REMEMBER, f"{_OWNED} AND {_SAME_HOLDS}", remembered),
    )


def _number(client: Item) -> int:
    return int(client["PK"].removeprefix("CLIENT#"))


def _shown(row: Item, status: Status) -> ShownSlot:
    return ShownSlot(_slot(row), local_time.zone(row["time_zone"]), status)


def _slot(row: Item) -> Slot:
    return Slot(int(row["PK"].removeprefix("PROVIDER#")), utc.instant(row["SK"].removeprefix("SLOT#")))
