"""Users for tests: a Doctor owns a provider, and a Patient owns a client."""

from typing import Any

from holdfast.core import slots, utc
from testkit.api import Api, Response
from testkit.scenario import NINE, Booker, new_client, new_provider, range_body


class Person:
    def __init__(self, name: str) -> None:
        self.name = name
        # Users in this group may own many clients.
        self.api = Api.signed_in(name, "providers")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """Send a request. Keyword arguments become headers: `if_match` becomes If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.api.send(method, path, body, headers=named)

    def make(self, path: str, body: Any) -> dict[str, Any]:
        response = self.send("POST", path, body)
        assert response.status == 201, response.body
        made: dict[str, Any] = response.json
        return made


class Doctor(Person):
    """A user who owns a provider."""

    def __init__(self, name: str = "dana", **fields: Any) -> None:
        super().__init__(name)
        self.id = new_provider(self.api, name=name, **fields)

    def open(self, start: str = NINE, quarters: int = 1) -> Response:
        return self.send("POST", self._availability, _hours(start, quarters))

    def close(self, start: str = NINE, quarters: int = 1) -> Response:
        return self.send("DELETE", self._availability, _hours(start, quarters))

    def slots(self, start: str = NINE, quarters: int = 1) -> list[str]:
        """Open time, and return the ids of the newly opened slots."""
        response = self.open(start, quarters)
        assert response.status == 200, response.body
        return [slot["id"] for slot in response.json["opened"]]

    def change(self, **fields: Any) -> Response:
        return self.send("PUT", f"/api/providers/{self.id}", {"name": self.name, **fields})

    def leave(self) -> Response:
        return self.send("DELETE", f"/api/providers/{self.id}")

    @property
    def _availability(self) -> str:
        return f"/api/providers/availability/{self.id}"


class Patient(Person, Booker):
    """A user who owns a client."""

    def __init__(self, name: str = "alice", client: int | None = None) -> None:
        Person.__init__(self, name)
        Booker.__init__(self, self.api, client or new_client(self.api, name=name))

    @property
    def id(self) -> int:
        return self.client

    def leave(self) -> Response:
        return self.send("DELETE", f"/api/clients/{self.id}")


def _hours(start: str, quarters: int) -> dict[str, str]:
    first = utc.instant(start)
    return range_body(start, utc.text(first + quarters * slots.QUARTER))
