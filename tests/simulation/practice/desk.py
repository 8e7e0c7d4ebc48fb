"""Send requests to Holdfast, and compare each response with the one that the model predicts."""

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
OWNER = "its owner"  # means the user who owns the provider, client or slot of the request

# Makes hypothesis use every rule in every run. By default, it leaves some rules out of each run.
EVERY_RULE = FeatureFlags()

anybody = st.sampled_from([OWNER, OWNER, OWNER, *ROLES])
number = st.integers(0, 60)  # picks one of the known ids, slots or lists


class Desk(RuleBasedStateMachine):
    """Base class of all classes that have rules. Keeps the ids of all providers and clients ever created."""

    def __init__(self, engine: Engine, empty: Any, counts: Counter[str]) -> None:
        super().__init__()
        self._rules_strategy.enabled_rules_strategy = st.just(EVERY_RULE)
        engine.restore(empty)
        engine.forget()
        self.engine, self.counts = engine, counts
        s = settings()
        self.practice = Practice(engine.now, s.hold_seconds, s.max_holds_per_client, s.max_clients_per_owner)
        self.provider_ids: list[int] = []
        self.client_ids: list[int] = []
        self.own_ids: dict[str, int] = {}
        self.bookings: dict[int, tuple[str, int]] = {}

    def wait_until(self, instant: int) -> None:
        note(f"it is {utc(instant)}")
        self.engine.now = self.practice.now = instant

    def ask(
        self, verdict: Verdict, who: str | None, method: str, path: str, body: Any = None, **more: Any
    ) -> Response:
        """Send a request, check that its response fits `verdict`, and return the response."""
        response = (APIS[who] if who else Api(None)).send(method, path, body, **more)
        asked = f"{utc(self.practice.now)} {who}: {method} {path} {body or ''} {more or ''}"
        note(f"{asked} -> {response.status} {response.body[:300]}")
        assert response.status == verdict.status, (
            f"{asked} -> {response.status} {response.body}, not {verdict}"
        )
        content, says = response.json, verdict.says
        self.counts[f"{response.status} {says.get('code', '')}".strip()] += 1
        if "id" not in says:  # `says` has only some fields of the response, so compare just those
            content = {name: content.get(name) for name in says}
        assert self.settled(content) == self.settled(says), asked
        return response

    def settled(self, content: Any) -> Any:
        """Remove what the model cannot predict: the id of a booking, and the `local_start` of a past slot.

        That `local_start` may be in a time zone that the provider has left.
        """
        if isinstance(content, list):
            return [self.settled(each) for each in content]
        if not isinstance(content, dict):
            return content
        unpredictable = set()
        if "local_start" in content:
            local = datetime.fromisoformat(content["local_start"])
            assert local == datetime.fromisoformat(content["start"])
            if datetime.fromisoformat(content["end"]).timestamp() <= self.practice.now:
                unpredictable.add("local_start")
        if "booking_id" in content:
            whose = content["id"], content["client_id"]
            assert self.bookings.setdefault(content["booking_id"], whose) == whose, "one id of two bookings"
            unpredictable.add("booking_id")
        return {name: self.settled(value) for name, value in content.items() if name not in unpredictable}

    def provider_id(self, number: int) -> int:
        return self.provider_ids[number % len(self.provider_ids)] if self.provider_ids else 1

    def client_id(self, number: int) -> int:
        return self.client_ids[number % len(self.client_ids)] if self.client_ids else 1

    def owner_of(self, who: str, thing: Any) -> str:
        if who != OWNER:
            return who
        return str(thing.owner) if thing else "admin"

    def slot(self, number: int) -> Slot:
        """Return one of the open or taken slots. If there are none, return some other slot."""
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
        """Check that the table and the model have the same open, booked and taken slots."""
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
