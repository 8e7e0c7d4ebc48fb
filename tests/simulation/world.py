"""A provider with one open slot, two clients, and all operations on the slot."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, values
from holdfast.model.appointment import Appointment
from holdfast.model.client import IN_FLIGHT_SECONDS, Client
from holdfast.model.day import Day
from holdfast.model.provider import Provider
from testkit.api import Api, Response, invoke
from testkit.events import load_event
from testkit.scenario import Booker, new_client, new_provider, range_body
from testkit.users import signed_in
from tests.simulation.engine import NOON, Engine
from tests.simulation.schedule import Operation

START = NOON + 24 * 3600
QUARTER = range_body("2026-12-02T12:00:00Z", "2026-12-02T12:15:00Z")

alice, bob, dana = signed_in("alice"), signed_in("bob"), signed_in("dana")


@dataclass
class World:
    engine: Engine
    provider: int = 0
    clients: dict[str, int] = field(default_factory=dict)

    @property
    def slot(self) -> Slot:
        return Slot(self.provider, START)

    def found(self) -> None:
        """Create the provider, its open slot and the clients."""
        self.provider = new_provider(dana, name="Dana")
        dana.post(f"/api/providers/availability/{self.provider}", QUARTER)
        self.clients = {who: new_client(signed_in(who), name=who) for who in ("alice", "bob")}

    def _stored(self, key: keys.Key) -> dict[str, Any] | None:
        item = self.engine.items.get((key.PK, key.SK))
        return values.decode_item(item) if item else None

    @property
    def appointment(self) -> Appointment | None:
        item = self._stored(keys.appointment(self.slot))
        return Appointment.from_item(item) if item else None

    @property
    def live(self) -> Appointment | None:
        appointment = self.appointment
        return appointment if appointment and appointment.is_live(self.engine.now) else None

    @property
    def day(self) -> Day | None:
        item = self._stored(keys.day(self.provider, self.slot.day))
        return Day.from_item(item) if item else None

    @property
    def has_provider(self) -> bool:
        return self.stored_provider is not None

    @property
    def stored_provider(self) -> Provider | None:
        item = self._stored(keys.provider(self.provider))
        return Provider.from_item(item) if item else None

    def client(self, client_id: int) -> Client | None:
        item = self._stored(keys.client(client_id))
        return Client.from_item(item) if item else None

    def client_name(self, who: str) -> str | None:
        client = self.client(self.clients[who])
        return client.name if client else None

    def key_remembered_until(self, who: str) -> int:
        """Return the epoch time at which Holdfast forgets the user's idempotency key, or 0 without a key."""
        client = self.client(self.clients[who])
        return (
            max((hold.expires_at + IN_FLIGHT_SECONDS for hold in client.recent_holds), default=0)
            if client
            else 0
        )

    def name_of(self, client_id: int) -> str:
        return next(name for name, number in self.clients.items() if number == client_id)

    def reserve(self, who: str, key: str | None = None) -> Response:
        return self._booker(who).reserve(self.slot.id, key=key)

    def confirm(self, who: str) -> Response:
        return self._booker(who).confirm(self.slot.id)

    def _booker(self, who: str) -> Booker:
        return Booker(signed_in(who), self.clients[who])

    def cancel(self, api: Api) -> Response:
        return api.post(f"/api/appointments/cancel/{self.slot.id}")

    def pass_a_hold_period(self) -> None:
        self.engine.now += settings().hold_seconds

    def time_to_live(self) -> None:
        """Delete the slot's hold as TTL does, if the hold has lapsed."""
        appointment = self.appointment
        if appointment and appointment.expires_at is not None and appointment.expires_at <= self.engine.now:
            self.engine.delete(keys.appointment(self.slot))

    def operations(self) -> dict[str, Operation]:
        """Return all operations that can affect the slot, by name."""
        availability = f"/api/providers/availability/{self.provider}"
        alices = self.clients["alice"]
        runs: dict[str, Callable[[], Any]] = {
            "alice reserves": lambda: self.reserve("alice", "key"),
            "alice reserves again": lambda: self.reserve("alice", "key"),
            "alice reserves without a key": lambda: self.reserve("alice"),
            "bob reserves": lambda: self.reserve("bob"),
            "alice confirms": lambda: self.confirm("alice"),
            "bob confirms": lambda: self.confirm("bob"),
            "alice cancels": lambda: self.cancel(alice),
            "dana cancels": lambda: self.cancel(dana),
            "dana opens": lambda: dana.post(availability, QUARTER),
            "dana closes": lambda: dana.delete(availability, QUARTER),
            "holds expire": lambda: invoke("expire_holds", load_event("expire_holds")),
            "TTL deletes": self.time_to_live,
            "time passes": self.pass_a_hold_period,
            "alice deletes her client": lambda: alice.delete(f"/api/clients/{alices}"),
            "dana deletes herself": lambda: dana.delete(f"/api/providers/{self.provider}"),
            "dana moves": lambda: dana.put(f"/api/providers/{self.provider}", MOVED),
            "alice is renamed": lambda: alice.put(f"/api/clients/{alices}", {"name": "Alicia"}),
        }
        return {name: Operation(name, _outcome(run)) for name, run in runs.items()}


MOVED = {"name": "Dana", "time_zone": "Asia/Kathmandu"}


def _outcome(run: Callable[[], Any]) -> Callable[[], Any]:
    """Make an operation return only the HTTP status and the `code` or `status` of the body."""

    def outcome() -> Any:
        response = run()
        if not isinstance(response, Response):
            return response
        return response.status, response.json.get("code") or response.json.get("status")

    return outcome


def beginnings(world: World) -> dict[str, Callable[[], Any]]:
    """Map the name of each initial state to a function that brings the slot into that state."""

    def held() -> None:
        assert world.reserve("alice", "key").status == 201

    def confirmed() -> None:
        held()
        assert world.confirm("alice").status == 200

    def lapsed() -> None:
        held()
        world.pass_a_hold_period()

    def closed() -> None:
        assert dana.delete(f"/api/providers/availability/{world.provider}", QUARTER).status == 200

    def booked_and_closed() -> None:
        confirmed()
        closed()

    return {
        "free": lambda: None,
        "held": held,
        "confirmed": confirmed,
        "lapsed": lapsed,
        "closed": closed,
        "booked and closed": booked_and_closed,
    }
