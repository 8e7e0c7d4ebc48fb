"""The few steps of a booking that several tests take, by an administrator unless told."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.servers import Server


def new_provider(server: Server) -> dict[str, Any]:
    return _made(server, "/api/providers", {"name": "Dr. Lena Vogt", "time_zone": "UTC"})


def new_client(server: Server, user: str = "admin") -> dict[str, Any]:
    return _made(server, "/api/clients", {"name": "Ana Costa"}, user)


def open_hour(server: Server, provider: dict[str, Any]) -> list[dict[str, Any]]:
    """Open an hour of tomorrow and return its four slots."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    times = {"start_datetime": f"{tomorrow} 09:00:00", "end_datetime": f"{tomorrow} 10:00:00"}
    answer = server.post(f"/api/providers/availability/{provider['id']}", times, "admin")
    assert answer.status_code == 200, answer.text
    opened: list[dict[str, Any]] = answer.json()["opened"]
    return opened


def reserve(server: Server, slot: dict[str, Any], client: dict[str, Any]) -> dict[str, Any]:
    return _made(server, f"/api/appointments/reserve/{slot['id']}", {"client_id": client["id"]})


def _made(server: Server, path: str, body: dict[str, Any], user: str = "admin") -> dict[str, Any]:
    answer = server.post(path, body, user)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
