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
# Minutes of a visit, minutes after it, and the users whose providers provide it.
_SERVICES = [
    ("Consultation", 45, 15, ["dana"]),
    ("Check-up", 15, 0, ["dana"]),
    ("Consultation", 45, 15, ["lee"]),
    ("Check-up", 30, 0, ["lee"]),
    ("Consultation", 60, 15, ["admin"]),
    ("Check-up", 15, 15, ["admin"]),
    ("First visit", 30, 0, ["dana", "lee"]),
]
_VISITS = 3  # of each client, on every other day
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
        by_user = {user: self._provider(user, *told) for user, told in _PROVIDERS.items()}
        services = [
            self._service(name, duration, after, [by_user[user] for user in users])
            for name, duration, after, users in _SERVICES
        ]
        clients = [self._client(user, name) for user, names in _CLIENTS.items() for name in names]
        providers = list(by_user.values())
        for provider in providers:
            self._hours(provider)
        for number, client in enumerate(clients):
            provider = providers[number // 2]
            offered = [service for service in services if provider.id in service["provider_ids"]]
            self._visits(number, client, provider, offered)
        if not self._added:
            print("All sample data is already there; nothing was added.")
        return providers[0], clients[0]

    def _provider(self, user: str, name: str, time_zone: str, notice: int) -> Owned:
        sent = {"time_zone": time_zone, "min_notice_minutes": notice, "owner": self._subjects[user]}
        provider, new = self._apis["admin"].create("/api/providers", name, **sent)
        if new:
            self._say(f"provider {provider['id']:>16}  {name}, {time_zone} (user {user})")
        return Owned(provider, self._apis[user])

    def _service(self, name: str, duration: int, after: int, providers: list[Owned]) -> dict[str, Any]:
        ids = [provider.id for provider in providers]
        sent = {"duration_minutes": duration, "buffer_after_minutes": after, "provider_ids": ids}
        # Only an administrator may name the providers of several users.
        api = providers[0].api if len(providers) == 1 else self._apis["admin"]
        service, new = api.create("/api/services", name, **sent)
        if new:
            names = " or ".join(provider.name for provider in providers)
            self._say(f"service  {service['id']:>16}  {name} of {duration} minutes with {names}")
        return service

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

    def _visits(self, number: int, client: Owned, provider: Owned, services: list[dict[str, Any]]) -> None:
        """Book what the client lacks of its upcoming visits. Every second client's last one is only held."""
        booked = len(client.api.get(f"/api/appointments?client_id={client.id}")["items"])
        for visit in range(booked, _VISITS):
            service = services[(number + visit) % len(services)]
            starts = open_from(
                provider, self._now, 1 + number % 2 + 2 * visit, f"&service_id={service['id']}"
            )
            start = starts[(2 * number + visit) % len(starts)]
            path = f"/api/appointments/{{}}/{start['id']}"
            sent = {"client_id": client.id, "service_id": service["id"]}
            appointment = client.api.post(path.format("reserve"), **sent)
            if visit < _VISITS - 1 or number % 2 == 0:
                appointment = client.api.post(path.format("confirm"))
            when = start["local_start"][:16]
            said = f"{service['name']} of {client.name} with {provider.name}"
            self._say(f"{appointment['status']:<9} {when:>16} {said}")

    def _say(self, line: str) -> None:
        print(line)
        self._added += 1


def open_from(provider: Owned, now: datetime, days: int, query: str = "") -> list[dict[str, Any]]:
    """Return the first available slots from so many days ahead on; raise CannotRunError if there is none."""
    date = now.astimezone(ZoneInfo(provider.thing["time_zone"])).date() + timedelta(days=days)
    path = f"/api/providers/availability/{provider.id}?from={date}&limit=12{query}"
    slots: list[dict[str, Any]] = provider.api.get(path)["items"]
    if not slots:
        raise CannotRunError(f"{provider.name} has no open time left.")
    return slots
