"""What people may do in a practice, in any order: come and go, open time, hold it, book it, cancel."""

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from holdfast.times import Slot
from tests.api import Api
from tests.simulation import practice_book as book
from tests.simulation import practice_people as people
from tests.simulation.practice_desk import OWNER, Desk, anybody, number
from tests.simulation.practice_model import DAY, QUARTER, ROLES, Client, Provider
from tests.simulation.practice_time import CHANGES, Block, blocks, zones

notices = st.sampled_from([0, 0, 1, 15, 100, 24 * 60])
owners = st.sampled_from(["dana", "lee", "admin"])
whoever = st.sampled_from(list(ROLES))


class PeopleRules(Desk):
    @rule(who=whoever, owner=owners, zone=zones, notice=notices)
    def create_provider(self, who: str, owner: str, zone: str, notice: int) -> None:
        made = Provider(owner if who == "admin" else who, zone, notice)
        verdict = people.create_provider(self.practice, who, made, self.own_ids)
        body: dict[str, Any] = {"name": who, "time_zone": zone, "min_notice_minutes": notice}
        body |= {"owner": owner} if who == "admin" else {}
        answer = self.ask(verdict, who, "POST", "/api/providers", body)
        if verdict.status == 201:
            provider_id = answer.json["id"]
            self.practice.providers[provider_id] = made
            self.provider_ids.append(provider_id)
            if who != "admin":
                assert self.own_ids.setdefault(who, provider_id) == provider_id

    @rule(n=number, who=anybody, zone=zones | st.none(), notice=notices | st.none())
    def update_provider(self, n: int, who: str, zone: str | None, notice: int | None) -> None:
        provider_id = self.provider_id(n)
        who = self.owner_of(who, self.practice.providers.get(provider_id))
        change = {"time_zone": zone, "min_notice_minutes": notice}
        change = {name: value for name, value in change.items() if value is not None}
        verdict = people.update_provider(self.practice, who, provider_id, change)
        self.ask(verdict, who, "PUT", f"/api/providers/{provider_id}", {"name": "Ada", **change})

    @rule(n=number, who=anybody)
    def delete_provider(self, n: int, who: str) -> None:
        provider_id = self.provider_id(n)
        who = self.owner_of(who, self.practice.providers.get(provider_id))
        verdict = people.delete_provider(self.practice, who, provider_id)
        self.ask(verdict, who, "DELETE", f"/api/providers/{provider_id}")

    @rule(who=whoever)
    def create_client(self, who: str) -> None:
        verdict = people.create_client(self.practice, who)
        answer = self.ask(verdict, who, "POST", "/api/clients", {"name": f"of {who}"})
        if verdict.status == 201:
            self.practice.clients[answer.json["id"]] = Client(who, f"of {who}")
            self.client_ids.append(answer.json["id"])

    @rule(n=number, who=anybody)
    def delete_client(self, n: int, who: str) -> None:
        client_id = self.client_id(n)
        who = self.owner_of(who, self.practice.clients.get(client_id))
        verdict = people.delete_client(self.practice, who, client_id)
        self.ask(verdict, who, "DELETE", f"/api/clients/{client_id}")


class SlotRules(PeopleRules):
    @initialize(
        change=st.sampled_from(CHANGES),
        ahead=st.integers(0, 2 * DAY),
        their_zones=st.lists(zones, min_size=2, max_size=3),
    )
    def begin(self, change: int, ahead: int, their_zones: list[str]) -> None:
        self.wait_until(change - ahead)
        for who, zone in zip(["dana", "lee", "admin"], their_zones, strict=False):
            self.create_provider(who, "lee", zone, 0)
        for who in ("alice", "bob", "dana"):
            self.create_client(who)
        for n in range(len(their_zones)):
            for near in (
                Block(at_change=False, first=1, length=5),
                Block(at_change=True, first=-4, length=8),
            ):
                self.open_or_close(n, OWNER, near, opens=True)
            self._reserve(self.slot(2 * n), n, OWNER)

    @rule(n=number, who=anybody, block=blocks, opens=st.sampled_from([True, True, False]))
    def open_or_close(self, n: int, who: str, block: Block, opens: bool) -> None:
        provider_id = self.provider_id(n)
        provider = self.practice.providers.get(provider_id)
        who = self.owner_of(who, provider)
        texts = block.texts(self.practice.now, provider.zone if provider else ZoneInfo("UTC"))
        change = people.open_time if opens else people.close_time
        verdict = change(self.practice, who, provider_id, texts)
        body = dict(zip(("start_datetime", "end_datetime"), texts, strict=True))
        path = f"/api/providers/availability/{provider_id}"
        self.ask(verdict, who, "POST" if opens else "DELETE", path, body)

    @rule(
        n=number, by=st.sampled_from([0, 0, 0, -1, 1, 4]), m=number, who=anybody, key=st.none() | st.just("k")
    )
    def reserve(self, n: int, by: int, m: int, who: str, key: str | None) -> None:
        slot = self.slot(n)
        self._reserve(slot._replace(start=slot.start + by * QUARTER), m, who, key)

    def _reserve(self, slot: Slot, m: int, who: str, key: str | None = None) -> None:
        client_id = self.client_id(m)
        who = self.owner_of(who, self.practice.clients.get(client_id))
        verdict = book.reserve(self.practice, who, slot, client_id, key)
        headers = {"Idempotency-Key": key} if key else {}
        path = f"/api/appointments/reserve/{slot.id}"
        self.ask(verdict, who, "POST", path, {"client_id": client_id}, headers=headers)

    @rule(n=number, m=number)
    def reserve_what_is_listed(self, n: int, m: int) -> None:
        """What anybody finds on a list can be had, unless the client has had too much of late."""
        listed = Api(None).get(f"/api/providers/availability/{self.provider_id(n)}").json.get("items")
        client_id = self.client_id(m)
        if listed and (client := self.practice.clients.get(client_id)):
            slot, limited = Slot.from_id(listed[n % len(listed)]["id"]), self.practice.is_limited(client)
            self._reserve(slot, m, OWNER)
            taken = self.practice.live(slot)
            assert limited or (taken and taken.client_id == client_id)

    @rule(n=number, who=anybody, does=st.sampled_from(["confirm", "confirm", "cancel", "read"]))
    def go_on(self, n: int, who: str, does: str) -> None:
        """Confirm, cancel or read something that is taken, if anything is."""
        taken = sorted(self.practice.taken)
        slot = taken[n % len(taken)] if taken else self.slot(n)
        who = self.owner_of(who, self.practice.taken.get(slot))
        verdict = {"confirm": book.confirm, "cancel": book.cancel, "read": book.read}[does](
            self.practice, who, slot
        )
        if does == "read":
            self.ask(verdict, who, "GET", f"/api/appointments/{slot.id}")
        else:
            self.ask(verdict, who, "POST", f"/api/appointments/{does}/{slot.id}")
