"""A simple model of Holdfast, which predicts the response to each request.

The model follows docs/api.md. Where that document says nothing, the model follows the code.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from holdfast.core.slots import Slot
from tests.simulation.practice.things import (
    PLAIN,
    QUARTER,
    Client,
    Kind,
    Provider,
    Recent,
    Rules,
    Taken,
)

# A confirm that began in time may still succeed this many seconds after its hold has lapsed.
IN_FLIGHT = 60
MOST_REMEMBERED = 50  # reservations of one client
ROLES = {"alice": "client", "bob": "client", "dana": "provider", "lee": "provider", "admin": "admin"}


class Verdict(NamedTuple):
    """An expected response: its status, and the fields that its body must have."""

    status: int
    says: dict[str, Any] = {}  # noqa: RUF012 - it is never changed


def refused(status: int, code: str, **members: Any) -> Verdict:
    return Verdict(status, {"code": code, **members})


NOT_FOUND = refused(404, "not_found")
FORBIDDEN = refused(403, "forbidden")
INVALID = refused(422, "invalid")


@dataclass
class Practice:
    """The providers, clients, services and slots that Holdfast should have.

    `taken` has each quarter-hour that a visit takes, buffers included, and lapsed holds until they are
    deleted. `bookings` has every hold that was ever made, by its booking_id. `days` has the rules of each day
    that has an item or had one; `cleared` has the days that were deleted. `owners` includes the owners of
    deleted providers. `services` has the fields of each service, as in a request.
    """

    now: int
    hold_seconds: int
    max_holds: int
    max_clients: int
    providers: dict[int, Provider] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    clients: dict[int, Client] = field(default_factory=dict)
    services: dict[int, dict[str, Any]] = field(default_factory=dict)
    open: set[Slot] = field(default_factory=set)
    taken: dict[Slot, Taken] = field(default_factory=dict)
    bookings: dict[int, Taken] = field(default_factory=dict)
    days: dict[tuple[int, str], Rules] = field(default_factory=dict)
    cleared: set[tuple[int, str]] = field(default_factory=set)

    def live(self, slot: Slot) -> Taken | None:
        """Return the visit that takes the slot, as its head or as another of its quarter-hours."""
        taken = self.taken.get(slot)
        return taken if taken and (taken.expires_at is None or taken.expires_at > self.now) else None

    def head(self, slot: Slot) -> Taken | None:
        """Return the visit that starts at the slot."""
        taken = self.live(slot)
        return taken if taken and taken.head == slot else None

    def heads(self) -> list[Taken]:
        """Return the visits whose head is stored, live or not."""
        return [taken for slot, taken in self.taken.items() if taken.head == slot]

    def has_day(self, slot: Slot) -> bool:
        return day_of(slot) in self.days and day_of(slot) not in self.cleared

    def add_day(self, slot: Slot) -> None:
        """Add the slot's day, with the provider's rules of now, unless it exists."""
        if not self.has_day(slot):
            self.days[day_of(slot)] = self.providers[slot.provider_id].rules

    def zone(self, slot: Slot) -> tzinfo:
        """Return the zone of the slot's day, or that of its provider, or UTC if the provider is deleted."""
        provider = self.providers.get(slot.provider_id)
        return self.days[day_of(slot)].zone if self.has_day(slot) else provider.zone if provider else UTC

    def earliest(self, notice: int) -> int:
        """Return the earliest start that respects a notice in minutes."""
        start = self.now // QUARTER * QUARTER
        while start <= self.now or start < self.now + 60 * notice:
            start += QUARTER
        return start

    def counted(self, client: Client) -> list[Recent]:
        """Return the reservations that count against the client's limit: each for one hold period."""
        return [each for each in client.recent if each.counts and each.at + self.hold_seconds > self.now]

    def remembered(self, client: Client) -> list[Recent]:
        return [each for each in client.recent if self._kept_until(each) > self.now]

    def _kept_until(self, recent: Recent) -> int:
        moved = 0 if recent.moved_at is None else recent.moved_at + self.hold_seconds + IN_FLIGHT
        return max(recent.at + self.hold_seconds, recent.until + IN_FLIGHT, moved)

    def is_limited(self, client: Client) -> bool:
        return len(self.counted(client)) >= self.max_holds

    def own_provider(self, who: str, provider_id: int) -> Provider | None:
        provider = self.providers.get(provider_id)
        return provider if provider and is_own(who, provider.owner) else None

    def own_client(self, who: str | None, client_id: int) -> Client | None:
        client = self.clients.get(client_id)
        return client if client and is_own(who, client.owner) else None

    def kind(self, service_id: int | None) -> Kind:
        """Return what a reservation of the service takes, which must exist; PLAIN without a service."""
        if service_id is None:
            return PLAIN
        service = self.services[service_id]
        minutes = service["duration_minutes"]
        return Kind(
            service_id,
            minutes // 15,
            service["buffer_before_minutes"] // 15,
            service["buffer_after_minutes"] // 15,
            service["start_every_minutes"] or (30 if minutes % 30 == 0 else 15),
            service["min_notice_minutes"],
        )

    def offers(self, provider_id: int, service_id: int | None) -> bool:
        if service_id is None:
            return True
        service = self.services.get(service_id)
        return bool(service and service["active"] and provider_id in service["provider_ids"])


def day_of(slot: Slot) -> tuple[int, str]:
    return slot.provider_id, slot.day


def is_own(who: str | None, *owners: str) -> bool:
    return who == "admin" or who in owners


def utc(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"
