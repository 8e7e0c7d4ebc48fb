"""Providers: who offers time."""

from zoneinfo import ZoneInfo

from holdfast import directory, rules, table, times
from holdfast.connection import settle
from holdfast.errors import AlreadyExists, InUse, NotFound, Stale, Unavailable
from holdfast.expressions import ABSENT, SAME_CALENDAR, all_of, owned
from holdfast.idempotency import RequestKey
from holdfast.identity import Caller
from holdfast.indexes import PROVIDERS
from holdfast.models import Appointment, Day, Provider, is_day
from holdfast.table import Item, Refused


def create(fields: Item, caller: Caller, key: RequestKey, owner: str | None = None) -> tuple[Provider, bool]:
    """Make a provider, the caller's unless it names an owner, and say whether this request did.

    An administrator makes any number; anybody else one, whose id follows from the owner, so that there
    cannot be two. Raises AlreadyExists, KeyReused.
    """
    number = key.number if caller.is_admin else RequestKey.number_for(caller.subject)
    item = {
        **Provider.key(number)._asdict(),
        **fields,
        "by_kind_pk": PROVIDERS,
        "by_kind_sk": number,
        "owner": owner or caller.subject,
        "version": 1,
        "calendar_version": 0,
        "write_id": directory.write_id(),
        "request_id": key.text,
        "body_hash": key.body_hash,
    }
    try:
        settle(lambda: table.write(table.put(item, ABSENT, {})))
    except Refused as refused:
        met = refused.met[0] or {}
        return Provider.from_item(met), key.made(
            met, item, Unavailable() if caller.is_admin else AlreadyExists()
        )
    return Provider.from_item(item), True


def read(provider_id: int) -> Provider:
    """Raise NotFound."""
    if not (item := table.get(Provider.key(provider_id))):
        raise NotFound
    return Provider.from_item(item)


def read_own(provider_id: int, caller: Caller) -> Provider:
    """Raise NotFound, also for somebody else's."""
    provider = read(provider_id)
    if not caller.may_see(provider.owner):
        raise NotFound
    return provider


def zone_of(provider_id: int) -> ZoneInfo:
    """Return a provider's zone, for what has outlived its day; UTC if the provider is gone."""
    item = table.get(Provider.key(provider_id))
    return Provider.from_item(item).zone if item else times.zone("UTC")


def update(provider_id: int, fields: Item, caller: Caller, version: int | None) -> Provider:
    """Change the fields that are given; `version` is If-Match's. Raises NotFound, Stale."""
    if not rules.NAMES & fields.keys():
        return Provider.from_item(directory.change(Provider.key(provider_id), fields, caller, version))
    written = fields | {"write_id": directory.write_id()}
    try:
        provider, complete = settle(
            lambda: rules.change(read_own(provider_id, caller), written, caller, version)
        )
    except Stale:
        # Perhaps by our own first try, which then ended before the last days had their copies.
        settle(lambda: rules.copy_to_days(read_own(provider_id, caller)))
        raise
    if not complete:
        settle(lambda: rules.copy_to_days(provider))
    return provider


def delete(provider_id: int, caller: Caller, version: int | None) -> Provider:
    """Delete a provider with nothing ahead and return it; raise NotFound, Stale or InUse."""
    return settle(lambda: _delete(read_own(provider_id, caller), caller, version))


def _delete(provider: Provider, caller: Caller, version: int | None) -> Provider:
    if any(_is_ahead(item, times.now()) for item in rules.calendar_from_today(provider.id)):
        raise InUse
    condition = all_of(*owned(caller), SAME_CALENDAR, *directory.same_version(version))
    values = {"caller": caller.subject, "calendar_version": provider.calendar_version, "version": version}
    try:
        table.write(table.delete(Provider.key(provider.id), condition, values))
    except Refused as refused:
        directory.accept_if_gone(refused, version)
    return provider


def _is_ahead(item: Item, now: int) -> bool:
    if not is_day(item):
        appointment = Appointment.from_item(item)
        return appointment.is_live(now) and appointment.slot.end > now
    day = Day.from_item(item)
    return any(day.slot(quarter).end > now for quarter in day.open | day.booked)
