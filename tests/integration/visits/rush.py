"""Many patients want overlapping visits on one day, confirm them and move them, all at the same time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import NamedTuple

from holdfast.core.slots import QUARTER, Slot
from testkit.api import Response
from testkit.crowd import Doctor, Patient
from testkit.racing import race
from tests.integration.repeated_race import said

OPEN = 24  # quarter-hours of a day
SHAPES = {
    30: (2, 0),
    45: (3, 1),
    60: (4, 0),
    75: (5, 0),
    90: (6, 1),
}  # minutes: quarter-hours, and buffer after


@dataclass(frozen=True)
class Visit:
    """A visit of one patient. It starts `first` quarter-hours after the open time begins."""

    patient: int
    minutes: int
    first: int

    @property
    def taken(self) -> set[int]:
        return set(range(self.first, self.first + sum(SHAPES[self.minutes])))


class Attempt(NamedTuple):
    """A request to reserve a visit, to confirm it, or to move it from where `old` is."""

    verb: str
    visit: Visit
    old: Visit | None = None


@dataclass
class Rush:
    """One day. `held` and `confirmed` have the visits that patients were told are theirs."""

    doctor: Doctor
    patients: Sequence[Patient]
    services: dict[int, int]
    start: int
    rng: Random
    tally: Counter[str] = field(default_factory=Counter)
    held: set[Visit] = field(default_factory=set)
    confirmed: set[Visit] = field(default_factory=set)

    @property
    def taken(self) -> dict[Slot, int]:
        """Return the client of each quarter-hour. Fail if two patients were told that they have it."""
        visits = self.held | self.confirmed
        owners = {self._slot(quarter): visit.patient for visit in visits for quarter in visit.taken}
        assert len(owners) == sum(len(visit.taken) for visit in visits), "a quarter-hour is taken twice"
        return {slot: self.patients[number].id for slot, number in owners.items()}

    @property
    def without_visit(self) -> list[int]:
        """Return the patients who have nothing on this day."""
        busy = {visit.patient for visit in self.held | self.confirmed}
        return [number for number in range(len(self.patients)) if number not in busy]

    def wave(self, *, reserve: Iterable[int] = (), move: Iterable[Visit] = ()) -> None:
        """Reserve for these patients, move these visits by 15 minutes, and confirm all holds, all at once."""
        attempts = [
            *(Attempt("reserve", self._wish(patient)) for patient in reserve),
            *(Attempt("move", self._beside(visit), visit) for visit in move),
            *(Attempt("confirm", visit) for visit in self.held),
        ]
        self.rng.shuffle(attempts)
        before = self.held | self.confirmed
        responses = race(*[partial(self._send, attempt) for attempt in attempts])
        refused = [
            attempt.visit
            for attempt, response in zip(attempts, responses, strict=True)
            if not self._is_done(attempt, response)
        ]
        for visit in refused:
            others = {each for each in before | self.held | self.confirmed if each.patient != visit.patient}
            assert any(each.taken & visit.taken for each in others), f"nobody else had the time of {visit}"

    def _wish(self, patient: int) -> Visit:
        minutes = self.rng.choice(list(SHAPES))
        return Visit(patient, minutes, self.rng.randint(0, OPEN - SHAPES[minutes][0]))

    def _beside(self, visit: Visit) -> Visit:
        last = OPEN - SHAPES[visit.minutes][0]
        firsts = [first for first in (visit.first - 1, visit.first + 1) if 0 <= first <= last]
        return replace(visit, first=self.rng.choice(firsts))

    def _slot(self, quarter: int) -> Slot:
        return Slot(self.doctor.id, self.start + quarter * QUARTER)

    def _send(self, attempt: Attempt) -> Response:
        verb, visit, old = attempt
        patient, slot = self.patients[visit.patient], self._slot(visit.first).id
        if verb == "reserve":
            send = partial(patient.reserve, slot, service=self.services[visit.minutes])
        elif old:
            send = partial(patient.reschedule, self._slot(old.first).id, slot)
        else:
            send = partial(patient.confirm, slot)
        response = send()
        while response.status == 503:  # too many others changed the day
            self.tally[f"{verb}: {said(response)}"] += 1
            response = send()
        self.tally[f"{verb}: {said(response)}"] += 1
        return response

    def _is_done(self, attempt: Attempt, response: Response) -> bool:
        """Note what the patient was told; return False if the visit was refused because it is taken."""
        verb, visit, old = attempt
        if said(response) == "409 taken" and verb != "confirm":
            return False
        assert response.status == (201 if verb == "reserve" else 200), f"{attempt}: {response.body}"
        assert response.json["id"] == self._slot(visit.first).id
        assert response.json["duration_minutes"] == visit.minutes
        if verb == "reserve":
            self.held.add(visit)
        else:
            self.held.discard(visit)
            self.confirmed = self.confirmed - {old} | {visit}
        return True
