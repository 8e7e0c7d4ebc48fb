"""Rules that move bookings, and that look at them or change them by their ids."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from holdfast.core.slots import Slot
from tests.simulation.practice import booked, fits
from tests.simulation.practice.desk import OWNER, anybody, number
from tests.simulation.practice.model import ROLES
from tests.simulation.practice.moves import Move, move
from tests.simulation.practice.rules import keys, names
from tests.simulation.practice.things import QUARTER, Taken
from tests.simulation.practice.visit_rules import VisitRules

shifts = st.integers(-4, 4)  # in quarter-hours
movers = st.sampled_from([*[OWNER] * 6, *ROLES])
ways = st.sampled_from(["shift", "shift", "start", "start", "slot"])
versions = st.sampled_from([None, None, None, 0, 1])  # what is subtracted from the current version


class MoveRules(VisitRules):
    @precondition(lambda self: self.movable())
    @rule(n=number, m=number, by=shifts, start=st.booleans())
    def move_what_is_ahead(self, n: int, m: int, by: int, start: bool) -> None:
        """Move an appointment that has not started, as its client would."""
        visits = self.movable()
        visit = visits[n % len(visits)]
        self._move(
            visit, Move(OWNER, visit.head, self._destination(visit, "start" if start else "shift", m, by))
        )

    @precondition(lambda self: self.practice.bookings)
    @rule(n=number, way=ways, m=number, by=shifts, who=movers, name=names, key=keys, v=versions)
    def move(
        self, *, n: int, way: str, m: int, by: int, who: str, name: str | None, key: str | None, v: int | None
    ) -> None:
        visit = self.booking(n)
        version = None if v is None else max(len(visit.events) - v, 0)
        to = self._destination(visit, way, m, by)
        self._move(visit, Move(who, visit.head, to, self.named(visit, name), key, version))

    @precondition(lambda self: self.moved())
    @rule(n=number, by=st.sampled_from([0, 0, 0, 1]), who=movers, name=names, key=keys)
    def move_again(self, n: int, by: int, who: str, name: str | None, key: str | None) -> None:
        """Repeat a request that moved a booking, or send another one that names the slot it has left."""
        visits = self.moved()
        visit = visits[-1 - n % len(visits)]
        left = visit.events[-1].previous or visit.head
        to = visit.head._replace(start=visit.head.start + by * QUARTER)
        self._move(visit, Move(who, left, to, self.named(visit, name), key))

    def _move(self, visit: Taken, asked: Move) -> None:
        asked = asked._replace(who=self.owner_of(asked.who, visit))
        body = {"to": asked.to.id} | ({"booking_id": asked.booking_id} if asked.booking_id else {})
        headers = {"Idempotency-Key": asked.key} if asked.key else {}
        headers |= {} if asked.version is None else {"If-Match": f'"{asked.version}"'}
        path = f"/api/appointments/reschedule/{asked.slot.id}"
        self.ask(move(self.practice, asked), asked.who, "POST", path, body, headers=headers)

    def movable(self) -> list[Taken]:
        visits = sorted(self.practice.heads(), key=lambda visit: visit.head)
        return [each for each in visits if not each.expires_at and each.head.start > self.practice.now]

    def moved(self) -> list[Taken]:
        """Return the bookings whose newest change was a move."""
        return [each for each in self.practice.bookings.values() if each.events and each.events[-1].previous]

    def _destination(self, visit: Taken, way: str, m: int, by: int) -> Slot:
        if way == "shift":
            return visit.head._replace(start=visit.head.start + by * QUARTER)
        starts = fits.starts(self.practice, visit.kind.service_id)
        its_own = [each for each in starts if each.provider_id == visit.head.provider_id]
        possible = its_own if its_own and m % 3 else starts
        return possible[m % len(possible)] if possible and way == "start" else self.slot(m)

    @precondition(lambda self: self.practice.bookings)
    @rule(n=number, who=anybody, does=st.sampled_from(["read", "history", "confirm", "cancel"]))
    def go_on_with_a_booking(self, n: int, who: str, does: str) -> None:
        """Read a booking, or confirm or cancel it by its name, wherever it is and whether it has ended."""
        visit = self.booking(n)
        who = self.owner_of(who, visit)
        if does in ("read", "history"):
            path = f"/api/bookings/{visit.booking_id}" + ("/history" if does == "history" else "")
            look = booked.read if does == "read" else booked.history
            self.ask(look(self.practice, who, visit.booking_id), who, "GET", path)
        else:
            self.act(visit.head, who, does, visit.booking_id)
