"""A simple model of Holdfast, which predicts the response to each request.

The model follows docs/api.md. Where that document says nothing, the model follows the code.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core.slots import Slot

QUARTER, DAY = 15 * 60, 24 * 60 * 60
# A confirm that began in time may still succeed this many seconds after its hold has lapsed.
IN_FLIGHT = 60
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
class Provider:
    owner: str
    time_zone: str
    min_notice_minutes: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass
class Client:
    owner: str
    name: str
    email: str
    reserved_at: list[int] = field(default_factory=list)
    sent: dict[tuple[str, str | None, Slot], int] = field(
        default_factory=dict
    )  # when each idempotency key is forgotten, in epoch seconds


@dataclass
class Taken:
    """A hold, or an appointment if `expires_at` is None."""

    client_id: int
    client_name: str
    owner: str
    provider_owner: str
    key: tuple[str, str | None]
    expires_at: int | None


@dataclass
class Practice:
    """The providers, clients and slots that Holdfast should have.

    `taken` includes lapsed holds until they are deleted. `cleared` has the days that were deleted. `notices`
    has the minimum notice of each day, in minutes. `owners` includes the owners of deleted providers.
    """

    now: int
    hold_seconds: int
    max_holds: int
    max_clients: int
    providers: dict[int, Provider] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    clients: dict[int, Client] = field(default_factory=dict)
    open: set[Slot] = field(default_factory=set)
    taken: dict[Slot, Taken] = field(default_factory=dict)
    cleared: set[tuple[int, str]] = field(default_factory=set)
    notices: dict[tuple[int, str], int] = field(default_factory=dict)

    def live(self, slot: Slot) -> Taken | None:
        taken = self.taken.get(slot)
        return taken if taken and (taken.expires_at is None or taken.expires_at > self.now) else None

    def earliest(self, day: tuple[int, str], who: str | None = None) -> int:
        """Return the earliest start that `who` may reserve, in epoch seconds.

        The minimum notice does not apply to administrators and the provider's owner.
        """
        notice = 0 if is_own(who, self.owners[day[0]]) else 60 * self.notices[day]
        start = self.now // QUARTER * QUARTER
        while start <= self.now or start < self.now + notice:
            start += QUARTER
        return start

    def counted(self, client: Client) -> list[int]:
        """Return the times at which the client's recent reservations stop counting against its limit.

        Each reservation counts for one hold period.
        """
        return [at + self.hold_seconds for at in client.reserved_at if at + self.hold_seconds > self.now]

    def is_limited(self, client: Client) -> bool:
        return len(self.counted(client)) >= self.max_holds

    def own_provider(self, who: str, provider_id: int) -> Provider | None:
        provider = self.providers.get(provider_id)
        return provider if provider and is_own(who, provider.owner) else None

    def own_client(self, who: str | None, client_id: int) -> Client | None:
        client = self.clients.get(client_id)
        return client if client and is_own(who, client.owner) else None

    def shown(self, slot: Slot, who: str | None) -> dict[str, Any] | None:
        """Return the slot as `who` sees it. Return None if the slot is neither open nor taken."""
        taken = self.live(slot)
        if taken and is_own(who, taken.owner, taken.provider_owner):
            person = {"client_id": taken.client_id, "client_name": taken.client_name}
            until = {"expires_at": utc(taken.expires_at)} if taken.expires_at else {}
            return self.looks(slot, "held" if until else "confirmed") | person | until
        if taken:
            return self.looks(slot, "taken")
        return (
            self.looks(slot, "available" if self.is_free(slot) else "closed") if slot in self.open else None
        )

    def contact(self, slot: Slot, who: str) -> dict[str, Any]:
        """Return the contact details that `who` sees when reading the slot.

        Administrators and the client's owner always see them. The provider's owner sees them until 30 days
        after the slot ends.
        """
        taken = self.live(slot)
        client = self.clients.get(taken.client_id) if taken else None
        if not taken or not client:
            return {}
        recently = self.now < slot.start + QUARTER + 30 * DAY
        if is_own(who, taken.owner) or (recently and is_own(who, taken.provider_owner)):
            return {"client_email": client.email, "client_phone": None}
        return {}

    def is_free(self, slot: Slot) -> bool:
        if slot not in self.open or self.live(slot) or slot.provider_id not in self.providers:
            return False
        return slot.start >= self.earliest((slot.provider_id, slot.day))

    def unlisted(self) -> set[Slot]:
        """Return the open slots that no list shows, because they start within the minimum notice."""
        return {
            slot
            for slot in self.open
            if slot.start > self.now and not self.live(slot) and not self.is_free(slot)
        }

    def looks(self, slot: Slot, status: str) -> dict[str, Any]:
        provider = self.providers.get(slot.provider_id)
        local = datetime.fromtimestamp(slot.start, provider.zone if provider else UTC)
        return {
            "id": slot.id,
            "provider_id": slot.provider_id,
            "start": utc(slot.start),
            "end": utc(slot.start + QUARTER),
            "local_start": local.isoformat(),
            "status": status,
        }


def is_own(who: str | None, *owners: str) -> bool:
    return who == "admin" or who in owners


def utc(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}"
