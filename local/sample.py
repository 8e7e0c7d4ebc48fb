"""The sample data of `make demo`. Each run adds only what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from local.api import Api
from local.errors import CannotRunError

_PROVIDERS = {
    "dana": ("Dr. Lena Vogt", "Europe/Berlin", 0),
    "lee": ("Dr. Grace Hall", "America/New_York", 60),
    "admin": ("Dr. Kenji Mori", "Asia/Tokyo", 24 * 60),
}
_CLIENTS = {
    "alice": ("Ana Costa", "Ben Okafor"),
    "bob": ("Chloe Martin", "Dmitri Orlov"),
    "carol": ("Elif Kaya", "Farid Rahimi"),
}
# Minutes of a visit, and minutes after it, for each provider's services.
_SERVICES = {
    "dana": {"Consultation": (45, 15), "Check-up": (15, 0)},
    "lee": {"Consultation": (45, 15), "Check-up": (30, 0)},
    "admin": {"Consultation": (60, 15), "Check-up": (15, 15)},
}
_DAY = [["09:00", "12:00"], ["13:00", "17:00"]]
_HOURS = {"weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _DAY), "horizon_days": 14}


@dataclass(frozen=True)
class Owned:
    """A provider or a client, and an `Api` with its owner's token."""

    thing: dict[str, Any]
    api: Api

    @property
    def id(self) -> int:
        number: int = self.thing["id"]
        return number

    @property
    def name(self) -> str:
        return str(self.thing["name"])


class Sample:
    """Adds sample data through each user's `Api`, and prints a line for each addition."""

    def __init__(self, apis: Mapping[str, Api], subjects: Mapping[str, str], now: datetime) -> None:
        self._apis = apis
        self._subjects = subjects
        self._now = now
        self._added = 0

    def add(self) -> tuple[Owned, Owned]:
        """Add what is missing, and return a provider and a client to try requests with."""
        providers = [self._provider(user, *told) for user, told in _PROVIDERS.items()]
        for user, provider in zip(_PROVIDERS, providers, strict=True):
            for name, minutes in _SERVICES[user].items():
                self._service(provider, name, *minutes)
        clients = [self._client(user, name) for user, names in _CLIENTS.items() for name in names]
        for provider in providers:
            self._hours(provider)
        for number, client in enumerate(clients):
            self._reserve(providers[number // 2], client, confirm=number % 2 == 0)
        if not self._added:
            print("All sample data is already there; nothing was added.")
        return providers[0], clients[0]

    def _provider(self, user: str, name: str, time_zone: str, notice: int) -> Owned:
        sent = {"time_zone": time_zone, "min_notice_minutes": notice, "owner": self._subjects[user]}
        provider, new = self._apis["admin"].create("/api/providers", name, **sent)
        if new:
            self._say(f"provider {provider['id']:>16}  {name}, {time_zone} (user {user})")
        return Owned(provider, self._apis[user])

    def _service(self, provider: Owned, name: str, duration: int, after: int) -> None:
        sent = {"duration_minutes": duration, "buffer_after_minutes": after, "provider_ids": [provider.id]}
        service, new = provider.api.create("/api/services", name, **sent)
        if new:
            self._say(f"service  {service['id']:>16}  {name} of {duration} minutes with {provider.name}")

    def _client(self, user: str, name: str) -> Owned:
        email = f"{name.lower().replace(' ', '.')}@example.com"
        client, new = self._apis[user].create("/api/clients", name, email=email, phone="+49 30 901820")
        if new:
            self._say(f"client   {client['id']:>16}  {name} (user {user})")
        return Owned(client, self._apis[user])

    def _hours(self, provider: Owned) -> None:
        path = f"/api/providers/hours/{provider.id}"
        if provider.api.find(path) is None:
            provider.api.put(path, _HOURS)
            self._say(f"hours    {'Monday to Friday':>16}  9 to 12 and 13 to 17 with {provider.name}")

    def _reserve(self, provider: Owned, client: Owned, *, confirm: bool) -> None:
        """Reserve a slot, unless the client already has an upcoming hold or appointment."""
        if client.api.get(f"/api/appointments?client_id={client.id}")["items"]:
            return
        slot = first_open(provider, self._now)
        appointment = client.api.post(f"/api/appointments/reserve/{slot['id']}", client_id=client.id)
        if confirm:
            appointment = client.api.post(f"/api/appointments/confirm/{slot['id']}")
        when = slot["local_start"][:16]
        self._say(f"{appointment['status']:<9} {when:>16} {client.name} at {provider.name}")

    def _say(self, line: str) -> None:
        print(line)
        self._added += 1


def first_open(provider: Owned, now: datetime) -> dict[str, Any]:
    """Return the provider's first available slot from tomorrow on; raise CannotRunError if there is none."""
    tomorrow = now.astimezone(ZoneInfo(provider.thing["time_zone"])).date() + timedelta(days=1)
    path = f"/api/providers/availability/{provider.id}?from={tomorrow}&limit=5"
    slots: list[dict[str, Any]] = provider.api.get(path)["items"]
    if not slots:
        raise CannotRunError(f"{provider.name} has no open time left.")
    return slots[0]
