"""Create providers and clients, open time, and reserve slots over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.callers import Caller


def new_provider(server: Caller) -> dict[str, Any]:
    """Create a provider, and return it as anyone sees it."""
    made = _made(server, "/api/providers", {"name": "Dr. Lena Vogt", "time_zone": "UTC"})
    return {name: value for name, value in made.items() if name != "email"}


def new_client(server: Caller, user: str = "admin") -> dict[str, Any]:
    return _made(server, "/api/clients", {"name": "Ana Costa"}, user)


def open_hour(server: Caller, provider: dict[str, Any]) -> list[dict[str, Any]]:
    """Open one hour tomorrow and return its four slots."""
    response = server.post(f"/api/providers/availability/{provider['id']}", hour_of_tomorrow(), "admin")
    assert response.status_code == 200, response.text
    opened: list[dict[str, Any]] = response.json()["opened"]
    return opened


def hour_of_tomorrow() -> dict[str, str]:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    return {"start_datetime": f"{tomorrow} 09:00:00", "end_datetime": f"{tomorrow} 10:00:00"}


def reserve(server: Caller, slot: dict[str, Any], client: dict[str, Any]) -> dict[str, Any]:
    return _made(server, f"/api/appointments/reserve/{slot['id']}", {"client_id": client["id"]})


def _made(server: Caller, path: str, body: dict[str, Any], user: str = "admin") -> dict[str, Any]:
    response = server.post(path, body, user)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made
