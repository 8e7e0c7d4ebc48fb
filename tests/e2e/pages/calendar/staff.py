"""Providers who sign in and have a calendar of their own, and administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.pages.practice import ZONE, Visitor, new_visitor
from tests.e2e.servers import Server

WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@dataclass(frozen=True)
class Staff:
    """A provider, and the user to whom it belongs."""

    server: Server
    user: Visitor
    provider: int

    def address(self, **place: object) -> str:
        """Return the address of a place in this provider's calendar, such as `view="hours"`."""
        query = "&".join(f"{name}={value}" for name, value in {**place, "provider": self.provider}.items())
        return f"{self.server.url}/calendar?{query}"

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Send a request as this user, and return the body of the response. A refusal fails the test."""
        response = self.server.send(method, path, self.user.user, json=body)
        assert response.ok, response.text
        return response.json()

    def work(self, weekly: Mapping[str, list[list[str]]] = WEEK, **more: object) -> Any:
        """Set working hours; without others, each day from nine to five."""
        body = {"weekly": weekly, "horizon_days": 14, **more}
        return self.send("PUT", f"/api/providers/hours/{self.provider}", body)

    def offer(self, name: str = "Consultation", minutes: int = 45, **more: object) -> int:
        """Create a service, and return its id."""
        body = {"name": name, "duration_minutes": minutes, "provider_ids": [self.provider], **more}
        return int(self.send("POST", "/api/services", body)["id"])


def staff(server: Server, name: str = "Dr. Lena Vogt", zone: str = ZONE, **more: object) -> Staff:
    """Make a user in the group `providers` and a provider that belongs to that user."""
    user = beginner(server)
    response = server.post("/api/providers", {"name": name, "time_zone": zone, **more}, user.user)
    assert response.status_code == 201, response.text
    return Staff(server, user, int(response.json()["id"]))


def beginner(server: Server) -> Visitor:
    """Make a user in the group `providers` who has no provider yet."""
    return new_visitor(server, group="providers")


def administrator(server: Server) -> Visitor:
    return new_visitor(server, group="admins")
