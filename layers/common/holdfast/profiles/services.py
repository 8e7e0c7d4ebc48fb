"""Create, change and delete services.

A provider's user may do so with a service that only her own providers provide, an administrator with any.
"""

from contextlib import suppress
from dataclasses import replace

from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, NotFound, ServiceLimit, Stale, Unavailable
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import (
    ABSENT,
    COUNT_SERVICE,
    PROVIDED_BY,
    REMOVE_PROVIDER,
    SAME_VERSION,
    UNDER_SERVICE_CAP,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.request_key import RequestKey
from holdfast.model.service import MOST_QUARTERS, Service
from holdfast.profiles import changes
from holdfast.queries import owned, services

_MOST_SERVICES = 5000  # the deletion of a provider reads all of them


def create(fields: Item, caller: Caller, key: RequestKey) -> tuple[Service, bool]:
    """Create a service; return it and whether this request created it.

    Raises Invalid, ServiceLimit, KeyReused.
    """
    service = Service(
        id=key.numeric_id,
        version=1,
        request_id=key.request_id,
        body_hash=key.body_hash,
        **changes.with_write_id(fields),
    )
    # A repeated request gets its service even if a provider that it names is gone by now.
    if item := table.get(keys.service(service.id)):
        return _earlier(item, service, key)
    _check(service, set(), caller)
    try:
        _put(service)
    except ConditionFailed as failed:
        if item := failed.found.get(0):
            return _earlier(item, service, key)
        raise ServiceLimit from failed
    return service, True


def _earlier(item: Item, written: Service, key: RequestKey) -> tuple[Service, bool]:
    found = Service.from_item(item)
    return found, key.is_own_write(found, written, otherwise=Unavailable())


@retry_on_conflict
def _put(service: Service) -> None:
    count = {"change": 1, "cap": _MOST_SERVICES}
    table.transact(
        actions.put(service.to_item(), ABSENT, {}),
        actions.update(keys.services_count(), COUNT_SERVICE, UNDER_SERVICE_CAP, count),
    )


def update(service_id: int, fields: Item, caller: Caller, version: int | None) -> Service:
    """Change the given fields; `version` is from If-Match. Raises NotFound, Stale, Invalid."""
    return _update(service_id, changes.with_write_id(fields), caller, version)


@retry_on_conflict
def _update(service_id: int, written: Item, caller: Caller, version: int | None) -> Service:
    service = _read_own(service_id, caller)
    if service.write_id == written["write_id"]:  # an earlier attempt succeeded, but its response was lost
        return service
    if version not in (None, service.version):
        raise Stale
    changed = replace(service, **written, version=service.version + 1)
    _check(changed, service.provider_ids, caller)
    try:
        table.write(actions.put(changed.to_item(), SAME_VERSION, {"version": service.version}))
    except ConditionFailed as failed:
        raise Conflict from failed
    return changed


@retry_on_conflict
def delete(service_id: int, caller: Caller, version: int | None) -> Service:
    """Delete a service and return it; raise NotFound or Stale."""
    service = _read_own(service_id, caller)
    if version not in (None, service.version):
        raise Stale
    try:
        table.transact(
            actions.delete(keys.service(service.id), SAME_VERSION, {"version": service.version}),
            actions.update(keys.services_count(), COUNT_SERVICE, None, {"change": -1}),
        )
    except ConditionFailed as failed:
        changes.accept_if_gone(failed, version)
    return service


def remove_provider(provider_id: int) -> None:
    """Remove a deleted provider from its services.

    A provider that is deleted may stay in a service: if this stops halfway, or if another request has just
    added the provider. That is harmless, because a provider that does not exist has no open time to book.
    """
    for service in services.of_provider(provider_id):
        _remove_provider(service.id, provider_id)


@retry_on_conflict
def _remove_provider(service_id: int, provider_id: int) -> None:
    # The owner of a deleted provider may create it again, under the same id. Then it stays in its services.
    # The write_id also stays, so that a change whose response was lost recognizes its own write.
    values = {"provider_id": provider_id, "ids": {provider_id}, "one": 1}
    with suppress(ConditionFailed):
        table.transact(
            actions.check(keys.provider(provider_id), ABSENT, {}),
            actions.update(keys.service(service_id), REMOVE_PROVIDER, PROVIDED_BY, values),
        )


def _read_own(service_id: int, caller: Caller) -> Service:
    service = services.read_service(service_id)
    if not _is_own(service, caller):
        raise NotFound("service")
    return service


def _is_own(service: Service, caller: Caller) -> bool:
    if caller.is_admin:
        return True
    return bool(service.provider_ids) and service.provider_ids <= {*owned.of(caller).provider_ids}


def _check(service: Service, before: set[int], caller: Caller) -> None:
    """Raise Invalid if a visit would be too long, or if the service may not have these providers.

    `before` has its providers until now, which the caller may name. Only new ones are read.
    """
    if service.before + service.quarters + service.after > MOST_QUARTERS:
        raise Invalid(("duration_minutes", "With its buffers, this must be at most 480 minutes."))
    new = [keys.provider(number) for number in service.provider_ids - before]
    if (new or not service.provider_ids) and not _is_own(service, caller):
        raise Invalid(("provider_ids", "These must be your own providers, at least one."))
    if caller.is_admin and len(table.batch_get(new, consistent=True)) < len(new):
        raise Invalid(("provider_ids", "Each of these must be the id of a provider."))
