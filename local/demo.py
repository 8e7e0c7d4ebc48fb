"""`make demo`: create sample data through the HTTP API alone, as the users who have permission."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from local import data, server_file
from local.api import Api
from local.errors import CannotRunError
from local.server_file import RunningServer
from local.sign_in import access_token, subject
from local.users import USERS

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
_HOURS = [(time(9), time(12)), (time(13), time(17))]


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


def main() -> int:
    """Create the sample data. If that fails, print one line and return 1."""
    parser = argparse.ArgumentParser(prog="python -m local.demo", description=__doc__)
    parser.add_argument("--data", type=Path, default=data.FOLDER, help="where the server keeps its data")
    folder = parser.parse_args().data
    try:
        _fill(server_file.read(folder), f"make -s token USER=alice{data.argument(folder)}")
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fill(server: RunningServer, sign_in: str) -> None:
    tokens = {user: access_token(server, user) for user in USERS}
    apis = {user: Api(server.url, token) for user, token in tokens.items()}
    providers = [
        Owned(_provider(apis["admin"], subject(tokens[user]), *told), apis[user])
        for user, told in _PROVIDERS.items()
    ]
    clients = [
        Owned(_client(apis[user], name), apis[user]) for user, names in _CLIENTS.items() for name in names
    ]
    for provider in providers:
        _open_fortnight(provider)
    for number, client in enumerate(clients):
        _reserve(providers[number // 2], client, confirm=number % 2 == 0)
    _suggest(server.url, sign_in, providers[0], clients[0])


def _provider(admin: Api, owner: str, name: str, time_zone: str, notice: int) -> dict[str, Any]:
    sent = {"name": name, "time_zone": time_zone, "min_notice_minutes": notice, "owner": owner}
    provider: dict[str, Any] = admin.post("/api/providers", **sent)
    print(f"provider {provider['id']:>16}  {name}, {time_zone}")
    return provider


def _client(api: Api, name: str) -> dict[str, Any]:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    client: dict[str, Any] = api.post("/api/clients", name=name, email=email, phone="+49 30 901820")
    print(f"client   {client['id']:>16}  {name}")
    return client


def _open_fortnight(provider: Owned) -> None:
    opened = 0
    for day in _weekdays(datetime.now(ZoneInfo(provider.thing["time_zone"])).date()):
        for start, end in _HOURS:
            response = provider.api.post(
                f"/api/providers/availability/{provider.id}",
                start_datetime=f"{day} {start}",
                end_datetime=f"{day} {end}",
            )
            opened += len(response["opened"])
    print(f"opened   {opened:>16}  quarter-hours of {provider.name}")


def _weekdays(today: date) -> Iterator[date]:
    saturday = 5
    fortnight = (today + timedelta(days=number) for number in range(1, 15))
    return (day for day in fortnight if day.weekday() < saturday)


def _reserve(provider: Owned, client: Owned, *, confirm: bool) -> None:
    slot = _first_open(provider)
    appointment = client.api.post(f"/api/appointments/reserve/{slot['id']}", client_id=client.id)
    if confirm:
        appointment = client.api.post(f"/api/appointments/confirm/{slot['id']}")
    print(f"{appointment['status']:<9} {slot['local_start'][:16]:>16} {client.name} at {provider.name}")


def _first_open(provider: Owned) -> dict[str, Any]:
    slots: list[dict[str, Any]] = provider.api.get(f"/api/providers/availability/{provider.id}?limit=5")[
        "items"
    ]
    if not slots:
        raise CannotRunError(f"{provider.name} has no open time left.")
    return slots[0]


def _suggest(url: str, sign_in: str, provider: Owned, client: Owned) -> None:
    slot = _first_open(provider)["id"]
    signed = 'curl -s -H "authorization: Bearer $token"'
    print("\nNow try:")
    print(f"  curl -s '{url}/api/providers/availability/{provider.id}?limit=3'")
    print(f"  token=$({sign_in})")
    print(f"  {signed} '{url}/api/appointments?limit=10'")
    print(f"  {signed} {url}/api/appointments/reserve/{slot} -d '{{\"client_id\": {client.id}}}'")
    print(f"  {signed} -X POST {url}/api/appointments/confirm/{slot}")


if __name__ == "__main__":
    sys.exit(main())
