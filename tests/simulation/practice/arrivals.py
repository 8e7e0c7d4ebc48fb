"""Rules that make random requests about providers and clients."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from testkit.users import subject
from tests.simulation.practice import profiles
from tests.simulation.practice.desk import Desk, anybody, number
from tests.simulation.practice.model import ROLES
from tests.simulation.practice.things import Client, Provider, Rules
from tests.simulation.practice.time import zones

notices = st.sampled_from([0, 0, 1, 15, 100, 24 * 60])
cut_offs = st.sampled_from([0, 0, 20, 60, 24 * 60])
owners = st.sampled_from(["dana", "lee", "admin"])
whoever = st.sampled_from(list(ROLES))
changes = st.fixed_dictionaries(
    {}, optional={"time_zone": zones, "min_notice_minutes": notices, "cancel_notice_minutes": cut_offs}
)


class ProfileRules(Desk):
    @rule(who=whoever, owner=owners, zone=zones, notice=notices, cut_off=cut_offs)
    def create_provider(self, who: str, owner: str, zone: str, notice: int, cut_off: int) -> None:
        made = Provider(owner if who == "admin" else who, Rules(zone, notice, cut_off))
        verdict = profiles.create_provider(self.practice, who, made, self.own_ids)
        body: dict[str, Any] = {"name": who, **made.rules._asdict()}
        body |= {"owner": subject(owner)} if who == "admin" else {}
        response = self.ask(verdict, who, "POST", "/api/providers", body)
        if verdict.status == 201:
            provider_id = response.json["id"]
            self.practice.providers[provider_id] = made
            self.practice.owners[provider_id] = made.owner
            self.provider_ids.append(provider_id)
            if who != "admin":
                assert self.own_ids.setdefault(who, provider_id) == provider_id

    @rule(n=number, who=anybody, change=changes)
    def update_provider(self, n: int, who: str, change: dict[str, Any]) -> None:
        provider_id = self.provider_id(n)
        who = self.owner_of(who, self.practice.providers.get(provider_id))
        verdict = profiles.update_provider(self.practice, who, provider_id, change)
        self.ask(verdict, who, "PUT", f"/api/providers/{provider_id}", {"name": "Ada", **change})

    @rule(n=number, who=anybody)
    def delete_provider(self, n: int, who: str) -> None:
        provider_id = self.provider_id(n)
        who = self.owner_of(who, self.practice.providers.get(provider_id))
        verdict = profiles.delete_provider(self.practice, who, provider_id)
        self.ask(verdict, who, "DELETE", f"/api/providers/{provider_id}")

    @rule(who=whoever)
    def create_client(self, who: str) -> None:
        verdict = profiles.create_client(self.practice, who)
        made = Client(who, f"of {who}", f"{who}@example.com")
        body = {"name": made.name, "email": made.email}
        response = self.ask(verdict, who, "POST", "/api/clients", body)
        if verdict.status == 201:
            self.practice.clients[response.json["id"]] = made
            self.client_ids.append(response.json["id"])

    @rule(n=number, who=anybody)
    def delete_client(self, n: int, who: str) -> None:
        client_id = self.client_id(n)
        who = self.owner_of(who, self.practice.clients.get(client_id))
        verdict = profiles.delete_client(self.practice, who, client_id)
        self.ask(verdict, who, "DELETE", f"/api/clients/{client_id}")
