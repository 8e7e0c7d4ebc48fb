"""The ids of a user's own providers and clients."""

from typing import NamedTuple

from holdfast.core.caller import Caller
from holdfast.dynamodb import keys, table
from holdfast.model.request_key import RequestKey


class Owned(NamedTuple):
    """Ids, in ascending order. The clients that an administrator has created are not among them."""

    provider_ids: list[int]
    client_ids: list[int]


def of(caller: Caller) -> Owned:
    """Return the ids of what the caller owns."""
    wanted = keys.owners_clients(caller.subject), keys.owners_providers(caller.subject)
    found = table.batch_get(wanted, consistent=True)
    clients, providers = (found.get(key, {}).get("ids", set()) for key in wanted)
    return Owned(_existing(providers | {RequestKey.id_for(caller.subject)}, caller), sorted(clients))


def _existing(provider_ids: set[int], caller: Caller) -> list[int]:
    """Return the ids of the providers that exist and belong to the caller."""
    found = table.batch_get([keys.provider(number) for number in provider_ids], consistent=True)
    return sorted(keys.number_of(key.PK) for key, item in found.items() if item["owner"] == caller.subject)
