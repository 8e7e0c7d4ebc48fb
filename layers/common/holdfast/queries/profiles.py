"""Read one provider or client, or a page of them."""

from zoneinfo import ZoneInfo

from holdfast.core import local_time
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound
from holdfast.dynamodb import index_keys, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.model.client import Client, ListedClient
from holdfast.model.provider import Provider
from holdfast.queries import kinds
from holdfast.queries.pages import Page


def read_provider(provider_id: int) -> Provider:
    """Return the provider; raise NotFound if it does not exist."""
    if not (item := table.get(keys.provider(provider_id))):
        raise NotFound("provider")
    return Provider.from_item(item)


def read_own_provider(provider_id: int, caller: Caller) -> Provider:
    """Return the provider; raise NotFound if it does not exist or the caller does not own it."""
    provider = read_provider(provider_id)
    if not caller.owns(provider.owner):
        raise NotFound("provider")
    return provider


def read_own_client(client_id: int, caller: Caller) -> Client:
    """Return the client; raise NotFound if it does not exist or the caller does not own it."""
    item = table.get(keys.client(client_id))
    if not item or not caller.owns(item["owner"]):
        raise NotFound("client")
    return Client.from_item(item)


def zone_of(provider_id: int) -> ZoneInfo:
    """Return the provider's time zone, or UTC if the provider is deleted.

    Use this only for a slot whose day is deleted. A day that still exists has a copy of the time zone.
    """
    item = table.get(keys.provider(provider_id))
    return Provider.from_item(item).zone if item else local_time.zone("UTC")


def providers_after(after: int, limit: int) -> Page[Provider, int]:
    """Return up to `limit` providers with ids above `after`."""
    rows, last = kinds.listed_after(index_keys.PROVIDERS, after, limit)
    # The index has no `cancel_notice_minutes`, and CloudFormation cannot add an attribute to an index. A row
    # does not say whether its provider has a cut-off, so read all of them, at half a unit each. Few requests
    # list providers, compared with those that list slots.
    wanted = [keys.provider(row["by_kind_sk"]) for row in rows]
    found = table.batch_get(wanted, consistent=False)
    return Page([Provider.from_item(found[key]) for key in wanted if key in found], last)


def clients_after(caller: Caller, after: int, limit: int) -> Page[ListedClient, int]:
    """Return up to `limit` clients with ids above `after`.

    An administrator gets the clients of all owners. Any other caller gets only their own.
    """
    items, last = (
        kinds.listed_after(index_keys.CLIENTS, after, limit)
        if caller.is_admin
        else _own(caller, after, limit)
    )
    return Page(list(map(ListedClient.from_item, items)), last)


def _own(caller: Caller, after: int, limit: int) -> tuple[list[Item], int | None]:
    owner = table.get(keys.owners_clients(caller.subject)) or {}
    ids = sorted(number for number in owner.get("ids", ()) if number > after)
    found = table.batch_get([keys.client(number) for number in ids[:limit]], consistent=True)
    items = sorted(found.values(), key=lambda item: item["by_kind_sk"])
    return items, ids[limit - 1] if len(ids) > limit else None
