"""Clients: who reserves time."""

from holdfast import agenda, directory, table, times
from holdfast.connection import settle
from holdfast.errors import ClientLimit, InUse, NotFound, Unavailable
from holdfast.expressions import (
    ABSENT,
    ADD_CLIENT,
    REMOVE_CLIENT,
    SAME_RECENT_HOLDS,
    UNDER_CAP,
    all_of,
    owned,
)
from holdfast.idempotency import RequestKey
from holdfast.identity import Caller
from holdfast.indexes import CLIENTS
from holdfast.listing import Window
from holdfast.models import GRACE, Client, owner_key
from holdfast.settings import settings
from holdfast.table import Item, Refused

# The list of an owner is one item, rewritten whole with each client.
_MOST_CLIENTS = 5000


def create(fields: Item, caller: Caller, key: RequestKey) -> tuple[Client, bool]:
    """Make a client and say whether this request did; raise ClientLimit, KeyReused."""
    item = {
        **Client.key(key.number)._asdict(),
        **fields,
        "by_kind_pk": CLIENTS,
        "by_kind_sk": key.number,
        "owner": caller.subject,
        # An administrator lists all clients, and may have more than one item can name.
        "in_owners_list": not caller.is_admin,
        "recent_holds": [],
        "version": 1,
        "write_id": directory.write_id(),
        "request_id": key.text,
        "body_hash": key.body_hash,
    }
    actions = [table.put(item, ABSENT, {})]
    if item["in_owners_list"]:
        cap = settings().max_clients_per_owner if caller.is_limited else _MOST_CLIENTS
        values = {"ids": {key.number}, "cap": cap}
        actions.append(table.update(owner_key(caller.subject), ADD_CLIENT, UNDER_CAP, values))
    try:
        settle(lambda: table.transact(*actions))
    except Refused as refused:
        if met := refused.met.get(0):
            return Client.from_item(met), key.made(met, item, Unavailable())
        raise ClientLimit from refused
    return Client.from_item(item), True


def read_own(client_id: int, caller: Caller) -> Client:
    """Raise NotFound, also for somebody else's."""
    item = table.get(Client.key(client_id))
    if not item or not caller.may_see(item["owner"]):
        raise NotFound
    return Client.from_item(item)


def page(caller: Caller, after: int, limit: int) -> tuple[list[Item], int | None]:
    """Return up to `limit` clients of the caller with ids above `after`; the last id if there are more."""
    if caller.is_admin:
        return directory.page(CLIENTS, after, limit)
    owner = table.get(owner_key(caller.subject)) or {}
    ids = sorted(number for number in owner.get("ids", ()) if number > after)
    found = table.batch_get([Client.key(number) for number in ids[:limit]], consistent=True)
    items = sorted(found.values(), key=lambda item: item["by_kind_sk"])
    return items, ids[limit - 1] if len(ids) > limit else None


def update(client_id: int, fields: Item, caller: Caller, version: int | None) -> Client:
    """Change the fields that are given; `version` is If-Match's. Raises NotFound, Stale."""
    return Client.from_item(directory.change(Client.key(client_id), fields, caller, version))


def delete(client_id: int, caller: Caller, version: int | None) -> Client:
    """Delete a client with nothing ahead and return it; raise NotFound, Stale or InUse."""
    return settle(lambda: _delete(read_own(client_id, caller), caller, version))


def _delete(client: Client, caller: Caller, version: int | None) -> Client:
    if _has_appointments(client, times.now()):
        raise InUse
    # Or its next client would start with no reservations to its name.
    if caller.is_limited and client.counted_holds(times.now()):
        raise InUse
    condition = all_of(*owned(caller), SAME_RECENT_HOLDS, *directory.same_version(version))
    values = {"caller": caller.subject, "recent_holds": client.recent_holds, "version": version}
    actions = [table.delete(Client.key(client.id), condition, values)]
    if client.in_owners_list:
        actions.append(table.update(owner_key(client.owner), REMOVE_CLIENT, None, {"ids": {client.id}}))
    try:
        table.transact(*actions)
    except Refused as refused:
        directory.accept_if_gone(refused, version)
    return client


def _has_appointments(client: Client, now: int) -> bool:
    """Look for what is confirmed and not over, or held so lately that a confirm may be under way."""
    ahead = Window(now - times.QUARTER + 1, times.FOREVER, 1)
    if any(True for _ in agenda.confirmed_between(client.id, times.utc(ahead.start), ahead)):
        return True
    found = agenda.newest(client).values()
    return any(each and each.slot.end > now and each.is_live(now - GRACE) for each in found)
