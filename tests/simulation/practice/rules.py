"""Rules that open or close time, and that reserve, confirm, cancel or read slots."""

from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from holdfast.core.slots import Slot
from testkit.api import Api, Response
from tests.simulation.practice import book, looks, profiles
from tests.simulation.practice.desk import OWNER, anybody, number
from tests.simulation.practice.model import utc
from tests.simulation.practice.service_rules import ServiceRules
from tests.simulation.practice.things import QUARTER, Taken
from tests.simulation.practice.time import TimeRange, blocks

keys = st.sampled_from([None, "k"])
names = st.sampled_from(
    [None, None, None, "its own", "its own", "another"]
)  # the booking that a request names


class SlotRules(ServiceRules):
    @rule(n=number, who=anybody, range_body=blocks, opens=st.sampled_from([True, True, False]))
    def open_or_close(self, n: int, who: str, range_body: TimeRange, opens: bool) -> None:
        provider_id = self.provider_id(n)
        provider = self.practice.providers.get(provider_id)
        texts = range_body.texts(self.practice.now, provider.zone if provider else ZoneInfo("UTC"))
        self._change_time(provider_id, who, texts, opens)

    @precondition(lambda self: self.practice.taken)
    @rule(n=number, who=anybody, opens=st.booleans(), confirms=st.booleans())
    def open_or_close_what_is_taken(self, n: int, who: str, opens: bool, confirms: bool) -> None:
        slot = self.taken(n)
        self._open_or_close(slot, who, opens=opens)
        if confirms:
            self._go_on(slot, OWNER, "confirm")

    def _open_or_close(self, slot: Slot, who: str, *, opens: bool) -> None:
        self._change_time(slot.provider_id, who, (utc(slot.start), utc(slot.end)), opens)

    def _change_time(self, provider_id: int, who: str, texts: tuple[str, str], opens: bool) -> None:
        who = self.owner_of(who, self.practice.providers.get(provider_id))
        change = profiles.open_time if opens else profiles.close_time
        verdict = change(self.practice, who, provider_id, texts)
        body = dict(zip(("start_datetime", "end_datetime"), texts, strict=True))
        path = f"/api/providers/availability/{provider_id}"
        self.ask(verdict, who, "POST" if opens else "DELETE", path, body)

    @rule(n=number, by=st.sampled_from([0, 0, 0, -1, 1, 4]), m=number, who=anybody, key=keys)
    def reserve(self, n: int, by: int, m: int, who: str, key: str | None) -> None:
        slot = self.slot(n)
        self._reserve(slot._replace(start=slot.start + by * QUARTER), m, who, key)

    @precondition(lambda self: self.practice.taken)
    @rule(n=number, m=number, who=anybody, key=keys, again=st.booleans())
    def reserve_what_is_taken(self, n: int, m: int, who: str, key: str | None, again: bool) -> None:
        slot = self.taken(n)
        service_id = self.practice.taken[slot].kind.service_id if again else None
        self._reserve(slot, m, who, key, service_id)

    def _reserve(
        self, slot: Slot, m: int, who: str, key: str | None = None, service_id: int | None = None
    ) -> Response:
        client_id = self.client_id(m)
        who = self.owner_of(who, self.practice.clients.get(client_id))
        verdict = book.reserve(self.practice, who, slot, (client_id, service_id), key)
        headers = {"Idempotency-Key": key} if key else {}
        body = {"client_id": client_id} | ({"service_id": service_id} if service_id else {})
        return self.ask(verdict, who, "POST", f"/api/appointments/reserve/{slot.id}", body, headers=headers)

    @precondition(lambda self: any(looks.unlisted(self.practice)))
    @rule(n=number, m=number, who=st.sampled_from([OWNER, "admin"]))
    def reserve_within_the_notice(self, n: int, m: int, who: str) -> None:
        """Let the provider or an administrator reserve an open slot that no list shows."""
        slots = sorted(looks.unlisted(self.practice))
        slot = slots[n % len(slots)]
        self._reserve(slot, m, self.owner_of(who, self.practice.providers.get(slot.provider_id)))

    @rule(n=number, m=number, s=st.none() | number)
    def reserve_what_is_listed(self, n: int, m: int, s: int | None) -> None:
        """Check that a listed start can be reserved, unless the client is at its limit of holds."""
        service_id = None if s is None else self.service_id(s)
        service = f"?service_id={service_id}" if service_id else ""
        path = f"/api/providers/availability/{self.provider_id(n)}{service}"
        listed = Api(None).get(path).json.get("items")
        client_id = self.client_id(m)
        if listed and (client := self.practice.clients.get(client_id)):
            slot, limited = Slot.from_id(listed[n % len(listed)]["id"]), self.practice.is_limited(client)
            self._reserve(slot, m, OWNER, service_id=service_id)
            taken = self.practice.live(slot)
            assert limited or (taken and taken.client_id == client_id)

    @precondition(lambda self: self.practice.taken)
    @rule(
        n=number,
        who=anybody,
        does=st.sampled_from(["confirm", "confirm", "cancel", "cancel", "read"]),
        name=names,
    )
    def go_on(self, n: int, who: str, does: str, name: str | None) -> None:
        self._go_on(self.taken(n), who, does, name)

    def _go_on(self, slot: Slot, who: str, does: str, name: str | None = None) -> None:
        visit = self.practice.taken.get(slot)
        who = self.owner_of(who, visit)
        if does == "read":
            self.ask(book.read(self.practice, who, slot), who, "GET", f"/api/appointments/{slot.id}")
            return
        self.act(slot, who, does, self.named(visit, name))

    def act(self, slot: Slot, who: str, does: str, booking_id: int | None) -> None:
        change = book.confirm if does == "confirm" else book.cancel
        body = {"booking_id": booking_id} if booking_id else None
        verdict = change(self.practice, who, slot, booking_id)
        self.ask(verdict, who, "POST", f"/api/appointments/{does}/{slot.id}", body)

    def named(self, visit: Taken | None, name: str | None) -> int | None:
        """Return the booking_id that a request names: none, that of the visit, or another one."""
        others = [number for number, other in self.practice.bookings.items() if other is not visit]
        if not name or not visit:
            return None
        return visit.booking_id if name == "its own" or not others else others[-1]
