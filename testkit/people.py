"""Those who call the API: each is somebody else, and none an administrator."""

from dataclasses import dataclass
from typing import Any

from holdfast import times
from testkit.api import Answer, Api
from testkit.scenario import NINE, block


@dataclass(frozen=True)
class Person:
    api: Api
    name: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send a request; `if_match` is the header If-Match, and so on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        # In this group, so that one person may have many clients.
        return Api.signed_in(self.name, "providers").send(method, path, body, headers=named)

    def make(self, path: str, body: Any) -> dict[str, Any]:
        answer = self.send("POST", path, body)
        assert answer.status == 201, answer.body
        made: dict[str, Any] = answer.json
        return made


@dataclass(frozen=True)
class Doctor(Person):
    """A provider and the one whose it is."""

    id: int

    def open(self, start: str = NINE, quarters: int = 1) -> Answer:
        return self.send("POST", self._availability, _hours(start, quarters))

    def close(self, start: str = NINE, quarters: int = 1) -> Answer:
        return self.send("DELETE", self._availability, _hours(start, quarters))

    def slots(self, start: str = NINE, quarters: int = 1) -> list[str]:
        """Open some time and return the ids of its slots."""
        answer = self.open(start, quarters)
        assert answer.status == 200, answer.body
        return [slot["id"] for slot in answer.json["opened"]]

    def change(self, **fields: Any) -> Answer:
        return self.send("PUT", f"/api/providers/{self.id}", {"name": self.name, **fields})

    def leave(self) -> Answer:
        return self.send("DELETE", f"/api/providers/{self.id}")

    @property
    def _availability(self) -> str:
        return f"/api/providers/availability/{self.id}"


@dataclass(frozen=True)
class Patient(Person):
    """A client and the one whose it is."""

    id: int

    def reserve(self, slot: str, **headers: str) -> Answer:
        return self.send("POST", f"/api/appointments/reserve/{slot}", {"client_id": self.id}, **headers)

    def confirm(self, slot: str) -> Answer:
        return self.send("POST", f"/api/appointments/confirm/{slot}")

    def cancel(self, slot: str) -> Answer:
        return self.send("POST", f"/api/appointments/cancel/{slot}")

    def hold(self, slot: str) -> str:
        """Reserve a slot that is free and return its id."""
        answer = self.reserve(slot)
        assert answer.status == 201, answer.body
        return slot

    def book(self, slot: str) -> str:
        """Reserve and confirm a slot that is free and return its id."""
        answer = self.confirm(self.hold(slot))
        assert answer.status == 200, answer.body
        return slot

    def leave(self) -> Answer:
        return self.send("DELETE", f"/api/clients/{self.id}")


def doctor(api: Api, name: str = "vogt", **fields: Any) -> Doctor:
    made = Person(api, name).make("/api/providers", {"name": name, **fields})
    return Doctor(api, name, made["id"])


def patient(api: Api, name: str = "ana") -> Patient:
    return Patient(api, name, Person(api, name).make("/api/clients", {"name": name})["id"])


def _hours(start: str, quarters: int) -> dict[str, str]:
    first = times.parse(start)
    return block(start, times.utc(first + quarters * times.QUARTER))
