"""Rules that reserve visits, with one provider or any, and ask why that is not possible."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from holdfast.core.slots import Slot
from tests.simulation.practice import anyone, booked, fits
from tests.simulation.practice.anyone import Wish
from tests.simulation.practice.book import reserve_free
from tests.simulation.practice.desk import APIS, anybody, number
from tests.simulation.practice.model import is_own, utc
from tests.simulation.practice.rules import SlotRules, keys
from tests.simulation.practice.things import QUARTER

near = st.sampled_from([0, 0, 0, 0, 1, -1, 2])  # quarter-hours from a start that is possible
ANY = "/api/appointments/reserve"


class VisitRules(SlotRules):
    @rule(s=number, n=number, by=near, m=number, who=anybody, key=keys)
    def reserve_a_visit(self, *, s: int, n: int, by: int, m: int, who: str, key: str | None) -> None:
        service_id = self.service_id(s)
        self._reserve(self._start(service_id, n, by), m, who, key, service_id)

    @rule(
        s=number,
        n=number,
        by=near,
        m=number,
        who=anybody,
        key=keys,
        some=st.none() | st.lists(number, min_size=1, max_size=2),
    )
    def reserve_with_anyone(
        self, *, s: int, n: int, by: int, m: int, who: str, key: str | None, some: list[int] | None
    ) -> None:
        client_id, service_id = self.client_id(m), self.service_id(s)
        who = self.owner_of(who, self.practice.clients.get(client_id))
        ids = None if some is None else tuple(self.provider_id(each) for each in some)
        wish = Wish(who, client_id, service_id, self._start(service_id, n, by).start, ids, key)
        body: dict[str, Any] = {"client_id": client_id, "service_id": service_id, "start": utc(wish.start)}
        body |= {"provider_ids": list(ids)} if ids else {}
        headers = {"Idempotency-Key": key} if key else {}
        if verdict := anyone.refusal_or_repeat(self.practice, wish):
            self.ask(verdict, who, "POST", ANY, body, headers=headers)
        else:
            self._hold_with_anyone(wish, body, headers)

    def _hold_with_anyone(self, wish: Wish, body: dict[str, Any], headers: dict[str, str]) -> None:
        """Send the request, and see which of the best providers has the hold."""
        best = anyone.best(self.practice, wish)
        response = APIS[wish.who].send("POST", ANY, body, headers=headers)
        # The limit of holds binds a provider only outside of her own time.
        bound = sorted(best, key=lambda slot: is_own(wish.who, self.practice.owners[slot.provider_id]))
        slot = Slot.from_id(response.json["id"]) if response.status == 201 else bound[0]
        assert slot in best, f"{wish}: {slot} is none of {best}"
        kind = self.practice.kind(wish.service_id)
        verdict = reserve_free(self.practice, slot, kind, wish.sent)
        self.check(response, verdict, f"{utc(self.practice.now)} {wish}")

    @rule(s=st.none() | number, n=number, m=number, count=st.sampled_from([2, 4, 8]))
    def book_in_a_row(self, s: int | None, n: int, m: int, count: int) -> None:
        """Let the front desk book several visits for one client, past the client's limit of holds."""
        service_id = None if s is None else self.service_id(s)
        for each in range(count):
            slot = self._start(service_id, n + 3 * each, 0)
            if self._reserve(slot, m, "admin", service_id=service_id).status == 201:
                self._go_on(slot, "admin", "confirm")

    def _near_a_visit(self, n: int, by: int) -> Slot:
        visits = [visit for visit in self.practice.heads() if visit.head.start > self.practice.now]
        slot = visits[n // 2 % len(visits)].head if visits else self.slot(n)
        return slot._replace(start=slot.start + by * QUARTER)

    def _start(self, service_id: int | None, n: int, by: int) -> Slot:
        """Return a slot near one at which a visit can start, or near a free slot if it can start nowhere."""
        possible = fits.starts(self.practice, service_id) or fits.starts(self.practice, None)
        slot = possible[n % len(possible)] if possible else self.slot(n)
        return slot._replace(start=slot.start + by * QUARTER)

    @rule(n=number, by=st.integers(-3, 3), s=st.none() | number, who=anybody)
    def ask_why(self, n: int, by: int, s: int | None, who: str) -> None:
        service_id = None if s is None else self.service_id(s)
        slot = self._near_a_visit(n, by) if n % 2 else self._start(service_id, n, by)
        if offered := [
            each for each in self.practice.services if self.practice.offers(slot.provider_id, each)
        ]:
            service_id = service_id and offered[n % len(offered)]
        who = self.owner_of(who, self.practice.providers.get(slot.provider_id))
        query = {"service_id": service_id} if service_id else {}
        verdict = booked.why(self.practice, who, slot, service_id)
        found = self.ask(verdict, who, "GET", f"/api/appointments/why/{slot.id}", **query)
        for reason in found.json.get("reasons", []):
            self.seen.reasons[reason["code"]] += 1
