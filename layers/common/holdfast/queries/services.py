"""Read one service, a page of services, or the services of a provider."""

from collections.abc import Iterable, Iterator
from itertools import islice

from holdfast.core.errors import NotFound
from holdfast.dynamodb import index_keys, keys, table
from holdfast.dynamodb.expressions import KIND_AFTER
from holdfast.model.service import Service
from holdfast.queries.pages import Page

# The most services that one page reads. A response of Lambda has at most 6 MB, and a service about 20 KB.
_MOST_READ = 200


def read_service(service_id: int) -> Service:
    """Return the service; raise NotFound if it does not exist."""
    if not (service := find_service(service_id)):
        raise NotFound("service")
    return service


def read_listed_service(service_id: int) -> Service:
    """Return the service, perhaps as it was a moment ago; raise NotFound.

    Each page of a list reads it, and lists lag behind the table anyway. Such a read costs half.
    """
    found = table.batch_get([keys.service(service_id)], consistent=False)
    return next(map(Service.from_item, found.values()), None) or read_service(service_id)


def find_service(service_id: int) -> Service | None:
    """Return the service, or None if it does not exist."""
    item = table.get(keys.service(service_id))
    return Service.from_item(item) if item else None


def read_offered(service_id: int, provider_id: int) -> Service:
    """Return the service; raise NotFound if it is not active, or if the provider does not provide it."""
    service = read_service(service_id)
    if not service.is_offered_by(provider_id):
        raise NotFound("service")
    return service


def services_after(after: int, limit: int, provider_id: int | None) -> Page[Service, int]:
    """Return up to `limit` services with ids above `after`, of all providers or of one."""
    size = min(limit, _MOST_READ) if provider_id is None else _MOST_READ
    numbers = list(islice(_ids_after(after, size + 1), size + 1))
    read = _read(numbers[:size], consistent=False)
    found = [each for each in read if provider_id is None or provider_id in each.provider_ids]
    if len(found) > limit:
        return Page(found[:limit], found[limit - 1].id)
    return Page(found, numbers[size - 1] if len(numbers) > size else None)


def of_provider(provider_id: int) -> list[Service]:
    """Return the services that name the provider, except one that the index does not show yet."""
    return [each for each in _read(_ids_after(0), consistent=True) if provider_id in each.provider_ids]


def _ids_after(after: int, page_size: int | None = None) -> Iterator[int]:
    """Yield the ids of services from the index, which has too few attributes to show a service."""
    values = {"partition": index_keys.SERVICES, "after": after}
    for row in table.query(KIND_AFTER, values, index="by_kind", page_size=page_size):
        yield row["by_kind_sk"]


def _read(numbers: Iterable[int], *, consistent: bool) -> list[Service]:
    """Return the services that exist, in the order of their ids."""
    items = table.batch_get([keys.service(number) for number in numbers], consistent=consistent)
    return sorted(map(Service.from_item, items.values()), key=lambda service: service.id)
