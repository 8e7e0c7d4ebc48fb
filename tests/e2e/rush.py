"""Book slots from several threads until the server ends."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import requests

from tests.e2e.bookings import new_client, new_provider, reserve
from tests.e2e.servers import Server

_PEOPLE = 4
_HOLDS = 5  # the default limit on the holds of a client


@dataclass(frozen=True)
class Booking:
    """A confirmed appointment. `told` is when the response arrived, in monotonic seconds."""

    slot: str
    client: int
    told: float

    def stands(self, server: Server) -> bool:
        seen = server.get(f"/api/appointments/{self.slot}", "admin").json()
        return (seen["status"], seen.get("client_id")) == ("confirmed", self.client)


class Rush:
    """Starts to book when its `with` block begins. `bookings` lists the confirmed appointments."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._slots = _slots(server)
        self._threads = [threading.Thread(target=self._book) for _ in range(_PEOPLE)]
        self.bookings: list[Booking] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()

    def _book(self) -> None:
        try:
            while True:
                client = new_client(self._server)
                for _ in range(_HOLDS):
                    self._book_one(client)
        except (requests.RequestException, AssertionError):
            # A missing or unsuccessful response means that the server is being killed.
            return

    def _book_one(self, client: dict[str, Any]) -> None:
        slot = self._slots.pop()
        reserve(self._server, slot, client)
        response = self._server.post(f"/api/appointments/confirm/{slot['id']}", user="admin")
        assert response.status_code == 200, response.text
        self.bookings.append(Booking(slot["id"], client["id"], time.monotonic()))


def _slots(server: Server) -> list[dict[str, Any]]:
    """Open more slots than a test has time to book, and return them."""
    first = (datetime.now(UTC) + timedelta(days=1)).date()
    last = first + timedelta(days=30)
    range_body = {"start_datetime": f"{first} 00:00:00", "end_datetime": f"{last} 00:00:00"}
    path = f"/api/providers/availability/{new_provider(server)['id']}"
    response = server.post(path, range_body, "admin")
    assert response.status_code == 200, response.text
    opened: list[dict[str, Any]] = response.json()["opened"]
    return opened
