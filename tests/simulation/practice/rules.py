"""Rules that open or close time, and that reserve, confirm, cancel or read slots."""

from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from holdfast.core.slots import Slot
from testkit.api import Api
from tests.simulation.practice import book, profiles
from tests.simulation.practice.arrivals import ProfileRules, notices
from tests.simulation.practice.desk import OWNER, anybody, number
from tests.simulation.practice.model import DAY, QUARTER, utc
from tests.simulation.practice.time import CHANGES, TimeRange, blocks, zones

keys = st.sampled_from([None, "k"])


class SlotRules(ProfileRules):
    @initialize(
        change=st.sampled_from(CHANGES),
        ahead=st.integers(0, 2 * DAY),
        their_zones=st.tuples(zones, zones),
        notice=notices,
    )
    def begin(self, change: int, ahead: int, their_zones: tuple[str, str], notice: int) -> None:
        """Create two providers with open time, and three clients.

        The first client has reached its limit of holds. It has a lapsed hold, an appointment and two live
        holds. The slot of one live hold has been closed.
        """
        self.wait_until(change - ahead)
        self.create_provider("dana", "dana", their_zones[0], 0)
        self.create_provider("lee", "lee", their_zones[1], notice)
        for who in ("alice", "alice", "bob"):
            self.create_client(who)
        for n in (0, 1):
            for near in (
                TimeRange(at_change=False, first=1, length=6),
                TimeRange(at_change=True, first=-4, length=8),
            ):
                self.open_or_close(n, OWNER, near, opens=True)
        slots = sorted(slot for slot in self.practice.open if slot.provider_id == self.provider_ids[0])
        self._reserve(slots[0], 0, OWNER)
        self.wait_until(self.practice.now + self.practice.hold_seconds)
        for slot in slots[-3:]:
            self._reserve(slot, 0, OWNER, "k")
        self._go_on(slots[-2], OWNER, "confirm")
        self._open_or_close(slots[-1], OWNER, opens=False)

    @rule(n=number, who=anybody, range_body=blocks, opens=st.sampled_from([True, True, False]))
    def open_or_close(self, n: int, who: str, range_body: TimeRange, opens: bool) -> None:
        provider_id = self.provider_id(n)
        provider = self.practice.providers.get(provider_id)
        texts = range_body.texts(self.practice.now, provider.zone if provider else ZoneInfo("UTC"))
        self._change_time(provider_id, who, texts, opens)

    @precondition(lambda self: self.practice.taken)
    @rule(n=number, who=anybody, opens=st.booleans())
    def open_or_close_what_is_taken(self, n: int, who: str, opens: bool) -> None:
        self._open_or_close(self.taken(n), who, opens=opens)

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
    @rule(n=number, m=number, who=anybody, key=keys)
    def reserve_what_is_taken(self, n: int, m: int, who: str, key: str | None) -> None:
        self._reserve(self.taken(n), m, who, key)

    def _reserve(self, slot: Slot, m: int, who: str, key: str | None = None) -> None:
        client_id = self.client_id(m)
        who = self.owner_of(who, self.practice.clients.get(client_id))
        verdict = book.reserve(self.practice, who, slot, client_id, key)
        headers = {"Idempotency-Key": key} if key else {}
        path = f"/api/appointments/reserve/{slot.id}"
        self.ask(verdict, who, "POST", path, {"client_id": client_id}, headers=headers)

    @precondition(lambda self: self.practice.unlisted())
    @rule(n=number, m=number, who=st.sampled_from([OWNER, "admin"]))
    def reserve_within_the_notice(self, n: int, m: int, who: str) -> None:
        """Let the provider or an administrator reserve an open slot that no list shows."""
        slots = sorted(self.practice.unlisted())
        slot = slots[n % len(slots)]
        self._reserve(slot, m, self.owner_of(who, self.practice.providers.get(slot.provider_id)))

    @rule(n=number, m=number)
    def reserve_what_is_listed(self, n: int, m: int) -> None:
        """Check that a listed slot can be reserved, unless the client is at its limit of holds."""
        listed = Api(None).get(f"/api/providers/availability/{self.provider_id(n)}").json.get("items")
        client_id = self.client_id(m)
        if listed and (client := self.practice.clients.get(client_id)):
            slot, limited = Slot.from_id(listed[n % len(listed)]["id"]), self.practice.is_limited(client)
            self._reserve(slot, m, OWNER)
            taken = self.practice.live(slot)
            assert limited or (taken and taken.client_id == client_id)

    @precondition(lambda self: self.practice.taken)
    @rule(n=number, who=anybody, does=st.sampled_from(["confirm", "confirm", "cancel", "cancel", "read"]))
    def go_on(self, n: int, who: str, does: str) -> None:
        self._go_on(self.taken(n), who, does)

    def _go_on(self, slot: Slot, who: str, does: str) -> None:
        who = self.owner_of(who, self.practice.taken.get(slot))
        if does == "read":
            self.ask(book.read(self.practice, who, slot), who, "GET", f"/api/appointments/{slot.id}")
            return
        change = book.confirm if does == "confirm" else book.cancel
        self.ask(change(self.practice, who, slot), who, "POST", f"/api/appointments/{does}/{slot.id}")
