"""Send requests to Holdfast, and check that each response is as the model of the practice predicts."""

from collections import Counter
from datetime import datetime
from typing import Any

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from hypothesis.strategies._internal.featureflags import FeatureFlags

from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import values
from holdfast.dynamodb.keys import is_day, slot_of
from holdfast.model.day import Day
from local.users import USERS
from testkit.api import Api, Response
from testkit.users import subject
from tests.simulation.engine import Engine
from tests.simulation.practice.model import QUARTER, ROLES, Practice, Verdict, utc

APIS = {who: Api.signed_in(subject(who), *USERS[who]) for who in ROLES}
OWNER = "its owner"  # most requests would fail without this choice, because another user owns the resource

# Use every rule in every history. By default, hypothesis leaves some rules out of each history. In half of
# the histories, it leaves out most of the rules.
EVERY_RULE = FeatureFlags()

anybody = st.sampled_from([OWNER, OWNER, OWNER, *ROLES])
number = st.integers(0, 60)  # selects one of the ids, slots or lists known at that point


class Desk(RuleBasedStateMachine):
    """Keeps the ids of providers and clients in order of creation, even after their deletion."""

    def __init__(self, engine: Engine, empty: Any, counts: Counter[str]) -> None:
        super().__init__()
        self._rules_strategy.enabled_rules_strategy = st.just(EVERY_RULE)
        engine.restore(empty)
        engine.forget()
        engine.name_thread("practice")  # the ids depend on this name, so an example always gets the same ids
        self.engine, self.counts = engine, counts
        s = settings()
        self.practice = Practice(engine.now, s.hold_seconds, s.max_holds_per_client, s.max_clients_per_owner)
        self.provider_ids: list[int] = []
        self.client_ids: list[int] = []
        self.own_ids: dict[str, int] = {}

    def wait_until(self, instant: int) -> None:
        note(f"it is {utc(instant)}")
        self.engine.now = self.practice.now = instant

    def ask(
        self, verdict: Verdict, who: str | None, method: str, path: str, body: Any = None, **more: Any
    ) -> Response:
        """Send the request and compare its response with the model's."""
        response = (APIS[who] if who else Api(None)).send(method, path, body, **more)
        asked = f"{utc(self.practice.now)} {who}: {method} {path} {body or ''} {more or ''}"
        note(f"{asked} -> {response.status} {response.body[:300]}")
        assert response.status == verdict.status, (
            f"{asked} -> {response.status} {response.body}, not {verdict}"
        )
        content, says = response.json, verdict.says
        self.counts[f"{response.status} {says.get('code', '')}".strip()] += 1
        if "id" not in says:  # unlike a slot, this response may have more fields than the model expects
            content = {name: content.get(name) for name in says}
        assert self.settled(content) == self.settled(says), asked
        return response

    def settled(self, content: Any) -> Any:
        """Leave out the local time of past slots, because the provider's time zone may have changed since."""
        if isinstance(content, list):
            return [self.settled(each) for each in content]
        if not isinstance(content, dict):
            return content
        if "local_start" in content:
            local = datetime.fromisoformat(content["local_start"])
            assert local == datetime.fromisoformat(content["start"])
            if datetime.fromisoformat(content["end"]).timestamp() <= self.practice.now:
                return {name: value for name, value in content.items() if name != "local_start"}
        return {name: self.settled(value) for name, value in content.items()}

    def provider_id(self, number: int) -> int:
        return self.provider_ids[number % len(self.provider_ids)] if self.provider_ids else 1

    def client_id(self, number: int) -> int:
        return self.client_ids[number % len(self.client_ids)] if self.client_ids else 1

    def owner_of(self, who: str, thing: Any) -> str:
        if who != OWNER:
            return who
        return str(thing.owner) if thing else "admin"

    def slot(self, number: int) -> Slot:
        """Return an open or taken slot.

        If no slot is open or taken, return a slot at the current quarter-hour.
        """
        slots = sorted(self.practice.open | self.practice.taken.keys(), key=lambda slot: slot[::-1])
        return (
            slots[number % len(slots)]
            if slots
            else Slot(self.provider_id(number), self.practice.now // QUARTER * QUARTER)
        )

    def taken(self, number: int) -> Slot:
        slots = sorted(self.practice.taken, key=lambda slot: -slot.start)
        return slots[number % len(slots)]

    @invariant()
    def counts_add_up(self) -> None:
        """Check that the open, booked and taken slots in the table are exactly those of the model."""
        open_, booked, taken = set[Slot](), set[Slot](), set[Slot]()
        for item in map(values.decode_item, self.engine.items.values()):
            if not item["SK"].startswith("CAL#"):
                continue
            if is_day(item):
                day = Day.from_item(item)
                open_.update(map(day.slot, day.open))
                booked.update(map(day.slot, day.booked))
            else:
                taken.add(slot_of(item))
        practice = self.practice
        assert open_ == practice.open
        assert taken == practice.taken.keys()
        confirmed = {slot for slot in taken if practice.taken[slot].expires_at is None}
        assert booked == {s for s in confirmed if (s.provider_id, s.day) not in practice.cleared}
