"""Send requests to Holdfast, and compare each response with the one that the model predicts."""

from collections import Counter
from dataclasses import dataclass, field
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
from tests.simulation.practice.model import ROLES, Practice, Verdict, day_of, utc
from tests.simulation.practice.things import DAY, QUARTER, Taken

APIS = {who: Api.signed_in(subject(who), *USERS[who]) for who in ROLES}
OWNER = "its owner"  # means the user who owns the provider, client or slot of the request

# Makes hypothesis use every rule in every run. By default, it leaves some rules out of each run.
EVERY_RULE = FeatureFlags()

anybody = st.sampled_from([OWNER, OWNER, OWNER, *ROLES])
number = st.integers(0, 60)  # picks one of the known ids, slots or lists


@dataclass
class Seen:
    """What a run has seen: how often each kind of response, and how often each reason against a start."""

    responses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


class Desk(RuleBasedStateMachine):
    """Base class of all classes that have rules. Keeps the ids of all that was ever created."""

    def __init__(self, engine: Engine, empty: Any, seen: Seen) -> None:
        super().__init__()
        self._rules_strategy.enabled_rules_strategy = st.just(EVERY_RULE)
        engine.restore(empty)
        engine.forget()
        self.engine, self.seen = engine, seen
        s = settings()
        self.practice = Practice(engine.now, s.hold_seconds, s.max_holds_per_client, s.max_clients_per_owner)
        self.provider_ids: list[int] = []
        self.client_ids: list[int] = []
        self.service_ids: list[int] = []
        self.own_ids: dict[str, int] = {}

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
        self.check(response, verdict, asked)
        return response

    def check(self, response: Response, verdict: Verdict, asked: str) -> None:
        assert response.status == verdict.status, (
            f"{asked} -> {response.status} {response.body}, not {verdict}"
        )
        content, says = response.json, verdict.says
        if says.get("booking_id") == 0:  # a new hold, whose id is known only now
            says = says | {"booking_id": self._learn(content)}
        self.seen.responses[f"{response.status} {says.get('code', '')}".strip()] += 1
        if "id" not in says:  # `says` has only some fields of the response, so compare just those
            content = {name: content.get(name) for name in says}
        found, right = self.settled(content), self.settled(says)
        assert found == right, f"{asked}: {found}, not {right}"

    def settled(self, content: Any) -> Any:
        """Remove what the model cannot predict: the `local_start` of a past slot, or of a day that is over.

        It may be in a time zone that the provider has left.
        """
        if isinstance(content, list):
            return [self.settled(each) for each in content]
        if not isinstance(content, dict):
            return content
        unpredictable = set()
        if "local_start" in content:
            local = datetime.fromisoformat(content["local_start"])
            assert local == datetime.fromisoformat(content["start"])
            ends = datetime.fromisoformat(content["end"]).timestamp()
            if ends <= self.practice.now or local.timestamp() < self.practice.now // DAY * DAY:
                unpredictable.add("local_start")
        return {name: self.settled(value) for name, value in content.items() if name not in unpredictable}

    def _learn(self, content: dict[str, Any]) -> int:
        """Note the booking_id of a new hold."""
        booking_id: int = content["booking_id"]
        assert booking_id not in self.practice.bookings, "one id of two bookings"
        hold = self.practice.taken[Slot.from_id(content["id"])]
        hold.booking_id = booking_id
        self.practice.bookings[booking_id] = hold
        return booking_id

    def provider_id(self, number: int) -> int:
        return self.provider_ids[number % len(self.provider_ids)] if self.provider_ids else 1

    def client_id(self, number: int) -> int:
        return self.client_ids[number % len(self.client_ids)] if self.client_ids else 1

    def service_id(self, number: int) -> int:
        """Return an active service, or sometimes any that ever was."""
        active = [each for each, fields in self.practice.services.items() if fields["active"]]
        known = active if active and number % 5 else self.service_ids
        return known[number // 5 % len(known)]

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
        """Return where a live visit starts, or sometimes any quarter-hour that is taken or was held."""
        practice = self.practice
        heads = [each.head for each in practice.heads() if practice.head(each.head)]
        ahead = [head for head in heads if head.start > practice.now]
        slots = sorted(ahead if ahead and number % 4 else practice.taken, key=lambda slot: -slot.start)
        return slots[number // 4 % len(slots)]

    def booking(self, number: int) -> Taken:
        """Return one of all bookings: held, confirmed, lapsed or cancelled."""
        known = [*self.practice.bookings.values()]
        return known[-1 - number % len(known)]

    @invariant()
    def counts_add_up(self) -> None:
        """Check that the table and the model have the same open, booked and taken slots."""
        open_, booked, heads = set[Slot](), set[Slot](), dict[Slot, Slot]()
        for item in map(values.decode_item, self.engine.items.values()):
            if not item["SK"].startswith("CAL#"):
                continue
            if is_day(item):
                day = Day.from_item(item)
                open_.update(map(day.slot, day.open))
                booked.update(map(day.slot, day.booked))
            else:
                slot = slot_of(item)
                heads[slot] = slot._replace(start=item.get("part_of", slot.start))
        practice = self.practice
        assert open_ == practice.open
        assert heads == {slot: visit.head for slot, visit in practice.taken.items()}
        confirmed = {slot for slot, visit in practice.taken.items() if visit.expires_at is None}
        assert booked == {slot for slot in confirmed if day_of(slot) not in practice.cleared}
