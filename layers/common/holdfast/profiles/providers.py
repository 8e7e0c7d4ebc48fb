"""Create, change and delete providers."""

from dataclasses import asdict

from holdfast.core import clock, ids
from holdfast.core.caller import Caller
from holdfast.core.errors import AlreadyExists, InUse, Invalid, Stale, Unavailable
from holdfast.dynamodb import actions, feed_keys, keys, table, webhook_keys
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import (
    ABSENT,
    ADD_IDS,
    SAME_CALENDAR,
    SAME_VERSION,
    all_of,
    owned,
    setting,
)
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.day import Day
from holdfast.model.part import claim_of
from holdfast.model.provider import BOOKING_RULES, Provider
from holdfast.model.request_key import RequestKey
from holdfast.profiles import changes, services
from holdfast.queries import calendars, profiles, working_hours
from holdfast.schedule import booking_rules


def create(fields: Item, caller: Caller, key: RequestKey, owner: str | None = None) -> tuple[Provider, bool]:
    """Create a provider; return it and whether this request created it. The owner is the caller by default.

    An administrator can create any number of providers. Any other caller can create only one provider,
    because its id is derived from the caller. Raises AlreadyExists, KeyReused. Raises Invalid if a caller
    who is not an administrator names an owner.
    """
    if owner and not caller.is_admin:
        raise Invalid(("owner", "Only administrators may name an owner."))
    provider = Provider(
        id=key.numeric_id if caller.is_admin else RequestKey.id_for(caller.subject),
        owner=owner or caller.subject,
        version=1,
        # A user's own provider has the same id when it is made again. A request that read the deleted
        # provider must not find its count here.
        calendar_version=ids.random_count(),
        request_id=key.request_id,
        body_hash=key.body_hash,
        **changes.with_write_id(fields),
    )
    try:
        _put(provider, caller)
    except ConditionFailed as failed:
        found = Provider.from_item(failed.found[0] or {})
        clash = Unavailable() if caller.is_admin else AlreadyExists()
        return found, key.is_own_write(found, provider, otherwise=clash)
    return provider, True


@retry_on_conflict
def _put(provider: Provider, caller: Caller) -> None:
    put = actions.put(provider.to_item(), ABSENT, {})
    if provider.owner == caller.subject:
        table.write(put)
    else:  # the id is not derived from the owner, so store it in the owner's list
        owners = keys.owners_providers(provider.owner)
        table.transact(put, actions.update(owners, ADD_IDS, None, {"ids": {provider.id}}))


def update(provider_id: int, fields: Item, caller: Caller, version: int | None) -> Provider:
    """Change the given fields; `version` is from If-Match. Raises NotFound, Stale."""
    if fields.keys().isdisjoint(BOOKING_RULES):
        return Provider.from_item(
            changes.change("provider", keys.provider(provider_id), fields, caller, version)
        )
    try:
        provider, is_complete = _change_rules(provider_id, changes.with_write_id(fields), caller, version)
    except Stale:
        # An earlier, identical request may have changed the provider, but failed before it had changed all
        # days. Change the remaining days now.
        booking_rules.finish(profiles.read_own_provider(provider_id, caller))
        raise
    if not is_complete:
        booking_rules.finish(provider)
    return provider


@retry_on_conflict
def _change_rules(
    provider_id: int, written: Item, caller: Caller, version: int | None
) -> tuple[Provider, bool]:
    """Change the provider and its next days; return the provider, and False if more days may remain."""
    provider = profiles.read_own_provider(provider_id, caller)
    if provider.write_id == written["write_id"]:  # an earlier attempt succeeded, but its response was lost
        return provider, False
    if version not in (None, provider.version):
        raise Stale
    # A request that opens time also copies the rules to days. Increase calendar_version, so that such a
    # request conflicts and reads the rules again.
    counted = {"version": provider.version + 1, "calendar_version": provider.calendar_version + 1}
    as_read = {"version": provider.version, "calendar_version": provider.calendar_version}
    change = actions.update(
        keys.provider(provider.id),
        setting(*written, counters=tuple(counted)),
        all_of(*owned(caller), SAME_VERSION, SAME_CALENDAR),
        written | as_read | {"caller": caller.subject, "one": 1},
    )
    changed = Provider(**asdict(provider) | written | counted)
    return changed, booking_rules.change_with_next_days(change, changed)


def delete(provider_id: int, caller: Caller, version: int | None) -> Provider:
    """Delete a provider that has no working hours and no upcoming open, held or booked time, and return it.

    It also leaves its services, and nobody is told of it any more. Raises NotFound, Stale, InUse.
    """
    provider = _delete(provider_id, caller, version)
    services.remove_provider(provider.id)
    return provider


@retry_on_conflict
def _delete(provider_id: int, caller: Caller, version: int | None) -> Provider:
    provider = profiles.read_own_provider(provider_id, caller)
    if working_hours.find(provider.id):
        raise InUse
    if any(_is_ahead(item, clock.now()) for item in calendars.rows_from_today(provider.id)):
        raise InUse
    condition = all_of(*owned(caller), SAME_CALENDAR, *changes.same_version(version))
    values = {"caller": caller.subject, "calendar_version": provider.calendar_version, "version": version}
    # Whoever gets this id next must not inherit the webhooks, nor a feed whose address somebody still knows.
    number = provider.id
    left = webhook_keys.webhooks_of(number), feed_keys.of_provider(number), feed_keys.of_busy_provider(number)
    try:
        table.transact(
            actions.delete(keys.provider(number), condition, values),
            *(actions.delete(key, None, {}) for key in left),
        )
    except ConditionFailed as failed:
        changes.accept_if_gone(failed, version)
    return provider


def _is_ahead(item: Item, now: int) -> bool:
    if not keys.is_day(item):
        claim = claim_of(item)
        return claim.is_live(now) and claim.slot.end > now
    day = Day.from_item(item)
    return any(day.slot(quarter).end > now for quarter in day.open | day.booked)
