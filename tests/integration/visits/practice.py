"""Two providers with a few open quarter-hours each, their services, and the patients who book them."""

from dataclasses import dataclass, field
from typing import Any

from holdfast.core import utc
from holdfast.core.slots import QUARTER, Slot
from testkit.api import Api, Response
from testkit.clock import HOLD, Clock
from testkit.crowd import Doctor, Patient, Person
from testkit.scenario import listed, new_service
from tests.integration.visits.model import OPEN, PROVIDERS, SHAPES, Place, Request, Told

PATIENTS = 6
ROUTES = {"reserves any": "reserve", "confirms": "confirm", "cancels": "cancel", "moves": "reschedule"}
_WINDOW = OPEN + 2  # quarter-hours; buffers may reach beyond the open time on both sides


@dataclass
class Practice:
    """Two providers, the services that both provide, and the patients. `start` is that of quarter 0."""

    clock: Clock
    start: int
    doctors: dict[str, Doctor] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=dict)
    services: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def found(cls, admin: Api, clock: Clock, start: int) -> "Practice":
        doctors = {name: Doctor(name) for name in PROVIDERS}
        patients = {f"p{number}": Patient(f"p{number}") for number in range(PATIENTS)}
        practice = cls(clock, start, doctors, patients, {"plain": None})
        for name, (quarters, before, after) in SHAPES.items():
            if name != "plain":
                practice.services[name] = new_service(
                    admin,
                    *(doctor.id for doctor in doctors.values()),
                    duration_minutes=15 * quarters,
                    buffer_before_minutes=15 * before,
                    buffer_after_minutes=15 * after,
                    start_every_minutes=15,
                )
        return practice

    def turn_to(self, window: int) -> None:
        """Open the next quarter-hours, and let the holds of those before lapse."""
        self.start += _WINDOW * QUARTER if window else 0
        self.clock.advance(HOLD)
        for doctor in self.doctors.values():
            assert len(doctor.slots(utc.text(self.start), OPEN)) == OPEN

    def slot(self, place: Place) -> str:
        return Slot(self.doctors[place.provider].id, self.start + place.quarter * QUARTER).id

    def place(self, slot_id: str) -> Place:
        slot = Slot.from_id(slot_id)
        name = next(name for name, doctor in self.doctors.items() if doctor.id == slot.provider_id)
        return Place(name, (slot.start - self.start) // QUARTER)

    def send(self, request: Request) -> Response:
        _, who, verb, place, service, to, booking_id, _ = request
        if verb == "reserves":
            return self.patients[who].reserve(self.slot(place), service=self.services[service])
        body: dict[str, object] = {"booking_id": booking_id} if booking_id else {}
        where = f"/{self.slot(place)}"
        if verb == "moves":
            body["to"] = self.slot(to)
        elif verb == "reserves any":
            start = utc.text(self.start + place.quarter * QUARTER)
            where = ""
            body = {"service_id": self.services[service], "start": start, "client_id": self.patients[who].id}
        person: Person = {**self.doctors, **self.patients}[who]
        return person.send("POST", f"/api/appointments/{ROUTES[verb]}{where}", body or None)

    def told(self, response: Response) -> Told:
        body = response.json
        place = self.place(body["id"]) if "id" in body else None
        return Told(response.status, body.get("code") or body.get("status"), body.get("booking_id"), place)

    def look(self) -> Told:
        """Return each hold and appointment that the providers see."""
        names = {patient.id: name for name, patient in self.patients.items()}
        seen = [
            (self.place(each["id"]), names[each["client_id"]], each["status"], each["booking_id"])
            for doctor in self.doctors.values()
            for each in self._listed(doctor)
            if each["status"] in {"held", "confirmed"}
        ]
        assert len({*seen}) == len(seen)
        return Told(200, seen=frozenset(seen))

    def _listed(self, doctor: Doctor) -> list[dict[str, Any]]:
        first, end = (utc.text(self.start + number * QUARTER) for number in (-1, OPEN + 1))
        return listed(doctor.api, "/api/appointments", provider_id=doctor.id, **{"from": first, "to": end})
