"""Create, change and delete clients."""

from holdfast.core import clock
from holdfast.core.caller import Caller
from holdfast.core.errors import ClientLimit, InUse, Unavailable
from holdfast.core.settings import settings
from holdfast.dynamodb import actions, feed_keys, keys, table
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import (
    ABSENT,
    ADD_IDS,
    REMOVE_IDS,
    SAME_RECENT_HOLDS,
    UNDER_CAP,
    all_of,
    owned,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.client import IN_FLIGHT_SECONDS, Client, as_stored
from holdfast.model.request_key import RequestKey
from holdfast.profiles import changes
from holdfast.queries import client_appointments, profiles

# An owner's list must stay short: it is one item, which DynamoDB rewrites as a whole for each new client.
_MOST_CLIENTS = 5000


def create(fields: Item, caller: Caller, key: RequestKey) -> tuple[Client, bool]:
    """Create a client; return it and whether this request created it. Raises ClientLimit, KeyReused."""
    client = Client(
        id=key.numeric_id,
        owner=caller.subject,
        # An administrator may have more clients than fit in an owner's list, which is one item. An
        # administrator does not need the list, because an index lists all clients.
        in_owners_list=not caller.is_admin,
        version=1,
        request_id=key.request_id,
        body_hash=key.body_hash,
        **changes.with_write_id(fields),
    )
    try:
        _put(client, settings().max_clients_per_owner if caller.is_limited else _MOST_CLIENTS)
    except ConditionFailed as failed:
        if item := failed.found.get(0):
            found = Client.from_item(item)
            return found, key.is_own_write(found, client, otherwise=Unavailable())
        raise ClientLimit from failed
    return client, True


@retry_on_conflict
def _put(client: Client, cap: int) -> None:
    changes_of_list: list[Action] = []
    if client.in_owners_list:
        values = {"ids": {client.id}, "cap": cap}
        owners = keys.owners_clients(client.owner)
        changes_of_list = [actions.update(owners, ADD_IDS, UNDER_CAP, values)]
    table.transact(actions.put(client.to_item(), ABSENT, {}), *changes_of_list)


def update(client_id: int, fields: Item, caller: Caller, version: int | None) -> Client:
    """Change the given fields; `version` is from If-Match. Raises NotFound, Stale."""
    return Client.from_item(changes.change("client", keys.client(client_id), fields, caller, version))


@retry_on_conflict
def delete(client_id: int, caller: Caller, version: int | None) -> Client:
    """Delete a client and return it; raise NotFound or Stale.

    Raises InUse if the client has an upcoming appointment, or a hold that may still become one. For a limited
    caller, also raises InUse if a reservation still counts against the client's limit.
    """
    client, now = profiles.read_own_client(client_id, caller), clock.now()
    if _has_appointments(client, now):
        raise InUse
    # Without this check, a user could avoid the limit on reservations by replacing the client with a new one.
    if caller.is_limited and client.counted_holds(now, settings().hold_seconds):
        raise InUse
    condition = all_of(*owned(caller), SAME_RECENT_HOLDS, *changes.same_version(version))
    values = {
        "caller": caller.subject,
        "recent_holds": as_stored(client.recent_holds),
        "version": version,
    }
    writes = [
        actions.delete(keys.client(client.id), condition, values),
        # Whoever gets this id next must not inherit an address that somebody still knows.
        actions.delete(feed_keys.of_client(client.id), None, {}),
    ]
    if client.in_owners_list:
        owners = keys.owners_clients(client.owner)
        writes.append(actions.update(owners, REMOVE_IDS, None, {"ids": {client.id}}))
    try:
        table.transact(*writes)
    except ConditionFailed as failed:
        changes.accept_if_gone(failed, version)
    return client


def _has_appointments(client: Client, now: int) -> bool:
    """Return True if there is an appointment that is not over, or a hold that may still become one."""
    if client_appointments.has_confirmed(client.id, now):
        return True
    found = client_appointments.newest(client).values()
    return any(each and each.end > now and each.is_live(now - IN_FLIGHT_SECONDS) for each in found)
