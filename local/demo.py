"""`make demo`: something to look at, made through the HTTP API alone."""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from local import HOST, PORT
from local.api import Api
from local.errors import CannotRunError

_PROVIDERS = [
    ("Dr. Lena Vogt", "Europe/Berlin", 0),
    ("Dr. Grace Hall", "America/New_York", 60),
    ("Dr. Kenji Mori", "Asia/Tokyo", 24 * 60),
]
_CLIENTS = ["Ana Costa", "Ben Okafor", "Chloe Martin", "Dmitri Orlov", "Elif Kaya", "Farid Rahimi"]
_HOURS = [(time(9), time(12)), (time(13), time(17))]


def main() -> int:
    """Fill the server; return 1, after one line, if it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m local.demo", description=__doc__)
    parser.add_argument("--url", default=f"http://{HOST}:{PORT}")
    api = Api(parser.parse_args().url)
    try:
        providers = [_provider(api, *each) for each in _PROVIDERS]
        clients = [_client(api, name) for name in _CLIENTS]
        for provider in providers:
            _open_fortnight(api, provider)
        for number, client in enumerate(clients):
            _reserve(api, providers[number % len(providers)], client, confirm=number < len(providers))
        _suggest(api, providers[0], clients[0])
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _provider(api: Api, name: str, time_zone: str, notice: int) -> dict[str, Any]:
    sent = {"name": name, "time_zone": time_zone, "min_notice_minutes": notice}
    provider: dict[str, Any] = api.post("/api/providers", **sent)
    print(f"provider {provider['id']:>16}  {name}, {time_zone}")
    return provider


def _client(api: Api, name: str) -> dict[str, Any]:
    email = f"{name.lower().replace(' ', '.')}@example.com"
    client: dict[str, Any] = api.post("/api/clients", name=name, email=email, phone="+49 30 901820")
    print(f"client   {client['id']:>16}  {name}")
    return client


def _open_fortnight(api: Api, provider: dict[str, Any]) -> None:
    opened = 0
    for day in _weekdays(datetime.now(ZoneInfo(provider["time_zone"])).date()):
        for start, end in _HOURS:
            answer = api.post(
                f"/api/providers/availability/{provider['id']}",
                start_datetime=f"{day} {start}",
                end_datetime=f"{day} {end}",
            )
            opened += len(answer["opened"])
    print(f"opened   {opened:>16}  quarter-hours of {provider['name']}")


def _weekdays(today: date) -> Iterator[date]:
    saturday = 5
    fortnight = (today + timedelta(days=number) for number in range(1, 15))
    return (day for day in fortnight if day.weekday() < saturday)


def _reserve(api: Api, provider: dict[str, Any], client: dict[str, Any], *, confirm: bool) -> None:
    slot = _first_open(api, provider)
    appointment = api.post(f"/api/appointments/reserve/{slot['id']}", client_id=client["id"])
    if confirm:
        appointment = api.post(f"/api/appointments/confirm/{slot['id']}")
    print(f"{appointment['status']:<9} {slot['local_start'][:16]:>16} {client['name']} at {provider['name']}")


def _first_open(api: Api, provider: dict[str, Any]) -> dict[str, Any]:
    slots: list[dict[str, Any]] = api.get(f"/api/providers/availability/{provider['id']}?limit=5")["items"]
    if not slots:
        raise CannotRunError(f"{provider['name']} has no open time left.")
    return slots[0]


def _suggest(api: Api, provider: dict[str, Any], client: dict[str, Any]) -> None:
    slot = _first_open(api, provider)["id"]
    body = f"-H 'content-type: application/json' -d '{{\"client_id\": {client['id']}}}'"
    print("\nNow try:")
    print(f"  curl -s '{api.url}/api/providers/availability/{provider['id']}?limit=3'")
    print(f"  curl -s '{api.url}/api/appointments?limit=10'")
    print(f"  curl -s -X POST {api.url}/api/appointments/reserve/{slot} {body}")
    print(f"  curl -s -X POST {api.url}/api/appointments/confirm/{slot}")


if __name__ == "__main__":
    sys.exit(main())
