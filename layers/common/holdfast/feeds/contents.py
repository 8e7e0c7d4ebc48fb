"""Reads what a feed shows."""

from collections.abc import Iterable, Iterator

from holdfast.core import clock
from holdfast.core.errors import NotFound
from holdfast.core.slots import QUARTER
from holdfast.dynamodb import feed_keys, keys, table
from holdfast.dynamodb.expressions import PARTITION_BETWEEN
from holdfast.feeds.entries import Entry, Shown, cancelled, most_useful
from holdfast.model.appointment import Appointment
from holdfast.model.client import Client
from holdfast.model.feed import Feed
from holdfast.model.gone import KEPT_SECONDS, Gone
from holdfast.model.provider import Provider
from holdfast.model.service import MOST_QUARTERS, Service
from holdfast.notifications import names
from holdfast.queries import calendars, client_appointments

BUSY = "Busy"


def read(feed: Feed) -> Shown:
    """Return what the feed shows now: what ends no longer ago than KEPT_SECONDS.

    Raises NotFound if its provider or client does not exist any more.
    """
    if not (item := table.get(feed.of.profile)):
        raise NotFound("calendar")
    now = clock.now()
    since = now - KEPT_SECONDS
    if feed.of.kind == "client":
        client = Client.from_item(item)
        name, current = names.plain(client.name), _of_client(client, since)
    else:
        provider = Provider.from_item(item)
        busy_only = feed.of.kind == "busy"
        name, current = names.plain(provider.name), _of_provider(provider, since, busy_only=busy_only)
    entries = [*current, *cancelled(_gone(feed, since), current)]
    return Shown(BUSY if feed.of.kind == "busy" else name, feed.created_at, most_useful(entries, now))


def _of_provider(provider: Provider, since: int, *, busy_only: bool) -> list[Entry]:
    heads = [
        head
        for head in calendars.confirmed_since(provider.id, since)
        # Another owner may have had a provider with this id, and deleted it.
        if head.provider_owner == provider.owner
    ]
    return list(map(_busy, heads)) if busy_only else list(_with_clients(heads))


def _busy(head: Appointment) -> Entry:
    """Return an entry for the whole time that the booking takes, with its buffers."""
    before, after = head.footprint.before * QUARTER, head.footprint.after * QUARTER
    return _entry(head, BUSY)._replace(start=head.slot.start - before, end=head.end + after)


def _with_clients(heads: list[Appointment]) -> Iterator[Entry]:
    services = _services(heads)
    for head in heads:
        yield _entry(head, names.summary(services.get(head.service_id), names.plain(head.client_name)))


def _of_client(client: Client, since: int) -> list[Entry]:
    heads = [
        head for head in client_appointments.confirmed_since(client, since) if head.owner == client.owner
    ]
    services = _services(heads)
    ids = {head.slot.provider_id for head in heads}
    found = table.batch_get(list(map(keys.provider, ids)), consistent=False).values()
    providers = {each.id: names.of(each) for each in map(Provider.from_item, found)}
    return [
        _entry(head, names.summary(services.get(head.service_id), providers.get(head.slot.provider_id)))
        for head in heads
    ]


def _services(heads: Iterable[Appointment]) -> dict[int | None, str | None]:
    """Return the names of the services, by id; those that were deleted are missing."""
    wanted = {keys.service(head.service_id) for head in heads if head.service_id}
    found = table.batch_get(wanted, consistent=False).values()
    return {each.id: names.of(each) for each in map(Service.from_item, found)}


def _entry(head: Appointment, summary: str) -> Entry:
    return Entry(head.booking_id or 0, head.version, head.slot.start, head.end, "CONFIRMED", summary)


def _gone(feed: Feed, since: int) -> Iterator[Gone]:
    """Yield the bookings that this address may have shown, and that end after `since`.

    What was gone before the second in which the address was made was never in it. So a provider who was
    deleted and made again does not get what the first one left.
    """
    values = feed_keys.gone_from(feed.of.key.PK, since - MOST_QUARTERS * QUARTER)
    for gone in map(Gone.from_item, table.query(PARTITION_BETWEEN, values)):
        if gone.end > since and gone.at >= feed.created_at:
            yield gone
