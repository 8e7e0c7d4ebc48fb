"""Rules that make random requests about services."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from testkit.api import Api
from tests.simulation.practice import services
from tests.simulation.practice.arrivals import ProfileRules
from tests.simulation.practice.desk import OWNER, anybody, number
from tests.simulation.practice.model import NOT_FOUND, Verdict

buffers = st.sampled_from([0, 0, 15, 30])
whose: st.SearchStrategy[list[int]] = st.lists(number, max_size=3)
fields: dict[str, st.SearchStrategy[Any]] = {
    "duration_minutes": st.sampled_from([15, 30, 30, 45, 45, 60, 90, 120, 480]),
    "buffer_before_minutes": buffers,
    "buffer_after_minutes": buffers,
    "start_every_minutes": st.sampled_from([None, None, 15, 30, 60]),
    "min_notice_minutes": st.sampled_from([None, None, 0, 50, 24 * 60]),
    "reminder_minutes": st.lists(st.sampled_from([15, 60, 1440]), max_size=5),
    "active": st.sampled_from([True, True, True, False]),
}
choices = fields | {name: fields[name] | st.none() for name in fields if name != "duration_minutes"}


class ServiceRules(ProfileRules):
    @rule(who=anybody, given=st.fixed_dictionaries(fields), numbers=whose)
    def create_service(self, who: str, given: dict[str, Any], numbers: list[int]) -> None:
        made = {"name": "Visit", **services.DEFAULTS, **given, "provider_ids": self._providers(numbers)}
        who = self._owner_of_service(who, made["provider_ids"])
        verdict = services.create(self.practice, who, made)
        response = self.ask(verdict, who, "POST", "/api/services", made)
        if verdict.status == 201:
            self.practice.services[response.json["id"]] = made
            self.service_ids.append(response.json["id"])

    @rule(
        n=number,
        who=anybody,
        given=st.fixed_dictionaries({}, optional=choices),
        numbers=whose | st.none(),
    )
    def update_service(self, n: int, who: str, given: dict[str, Any], numbers: list[int] | None) -> None:
        service_id = self.service_id(n)
        who = self._owner_of_service(who, self.practice.services.get(service_id, {}).get("provider_ids", []))
        change = {"name": "Visit", **given}
        if numbers is not None:
            change["provider_ids"] = self._providers(numbers)
        verdict = services.update(self.practice, who, service_id, change)
        self.ask(verdict, who, "PUT", f"/api/services/{service_id}", change)

    @precondition(lambda self: len(self.practice.services) > 2)
    @rule(n=number, who=anybody)
    def delete_service(self, n: int, who: str) -> None:
        service_id = self.service_id(n)
        who = self._owner_of_service(who, self.practice.services.get(service_id, {}).get("provider_ids", []))
        verdict = services.delete(self.practice, who, service_id)
        self.ask(verdict, who, "DELETE", f"/api/services/{service_id}")

    @rule(n=number, m=number)
    def read_services(self, n: int, m: int) -> None:
        """Read one service, and the list of those that a provider provides."""
        service_id, provider_id = self.service_id(n), self.provider_id(m)
        known = {
            number: {"id": number} | services.looks(its) for number, its in self.practice.services.items()
        }
        verdict = Verdict(200, known[service_id]) if service_id in known else NOT_FOUND
        self.ask(verdict, None, "GET", f"/api/services/{service_id}")
        listed = Api(None).get("/api/services", provider_id=provider_id).json["items"]
        assert listed == [known[each] for each in sorted(known) if provider_id in known[each]["provider_ids"]]

    def _providers(self, numbers: list[int]) -> list[int]:
        return sorted({self.provider_id(each) for each in numbers})

    def _owner_of_service(self, who: str, provider_ids: list[int]) -> str:
        owners = {self.practice.owners.get(each, "admin") for each in provider_ids}
        return who if who != OWNER else owners.pop() if len(owners) == 1 else "admin"
