"""A provider with three open quarter-hours, two services, two clients, and all operations on their visits.

Slots are numbered from 0. A visit of the service `2` takes two slots. A visit of the service `1` takes one
slot, and the next one as a buffer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from holdfast.core import utc
from holdfast.core.settings import settings
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import keys, values
from holdfast.model.client import Client
from holdfast.model.part import claim_of
from holdfast.model.provider import Provider
from testkit.api import Api, Response, invoke
from testkit.events import load_event
from testkit.scenario import Booker, new_client, new_provider, new_service, range_body
from testkit.users import signed_in
from tests.simulation.engine import NOON, Engine
from tests.simulation.schedule import Operation
from tests.simulation.visits.picture import Picture

NEXT_NOON = NOON + 24 * 3600
LATE = NEXT_NOON + 11 * 3600 + 15 * 60  # the buffer after slot 2 is on the next day, which does not exist
OPEN = 3  # slots

USERS = {who: signed_in(who) for who in ("alice", "bob", "dana")}
alice, bob, dana = USERS.values()


class Told(NamedTuple):
    """A response: its status, the `code` or `status` in the body, and the booking and the slot it names."""

    http: int
    what: str | None = None
    booking_id: int | None = None
    slot: str | None = None


UNKNOWN = Told(503, "unavailable")


@dataclass
class Visits:
    engine: Engine
    start: int = NEXT_NOON
    provider: int = 0
    clients: dict[str, int] = field(default_factory=dict)
    services: dict[int, int] = field(default_factory=dict)
    before: Picture = field(default_factory=Picture)  # the visits before the operations
    _pictures: dict[int, tuple[Any, Picture]] = field(default_factory=dict)

    def found(self) -> None:
        """Create the provider with its open time and services, and the clients."""
        self.provider = new_provider(dana, name="Dana")
        assert dana.post(self.availability, self.time(0, OPEN)).status == 200
        self.clients = {who: new_client(USERS[who], name=who) for who in ("alice", "bob")}
        fields = {"name": "Visit", "start_every_minutes": 15}
        two = new_service(dana, self.provider, duration_minutes=30, **fields)
        one = new_service(dana, self.provider, duration_minutes=15, buffer_after_minutes=15, **fields)
        self.services = {1: one, 2: two}

    @property
    def availability(self) -> str:
        return f"/api/providers/availability/{self.provider}"

    def time(self, first: int, end: int) -> dict[str, str]:
        return range_body(*(utc.text(self.start + number * QUARTER) for number in (first, end)))

    def slot(self, number: int) -> Slot:
        return Slot(self.provider, self.start + number * QUARTER)

    @property
    def picture(self) -> Picture:
        return self.picture_of(self.engine.items)

    def remember(self) -> None:
        """Remember the visits as they are before the operations."""
        self.before = self.picture

    def picture_of(self, items: Any) -> Picture:
        """Return what the items say. The engine never changes items, but makes new ones."""
        if id(items) not in self._pictures:
            self._pictures[id(items)] = items, Picture.of(items)
        return self._pictures[id(items)][1]

    def stored(self, key: keys.Key) -> dict[str, Any] | None:
        item = self.engine.items.get((key.PK, key.SK))
        return values.decode_item(item) if item else None

    @property
    def stored_provider(self) -> Provider | None:
        item = self.stored(keys.provider(self.provider))
        return Provider.from_item(item) if item else None

    def client(self, client_id: int) -> Client | None:
        item = self.stored(keys.client(client_id))
        return Client.from_item(item) if item else None

    def name_of(self, client_id: int) -> str:
        return next(name for name, number in self.clients.items() if number == client_id)

    def reserve(self, who: str, number: int, service: int | None, key: str | None = None) -> Response:
        booker = Booker(USERS[who], self.clients[who])
        return booker.reserve(
            self.slot(number).id, key=key, service=self.services[service] if service else None
        )

    def confirm(self, who: str, number: int) -> Response:
        return USERS[who].post(f"/api/appointments/confirm/{self.slot(number).id}")

    def cancel(self, api: Api, number: int, booking_id: int | None = None) -> Response:
        body = {"booking_id": booking_id} if booking_id else None
        return api.post(f"/api/appointments/cancel/{self.slot(number).id}", body)

    def move(self, api: Api, number: int, to: int) -> Response:
        path = f"/api/appointments/reschedule/{self.slot(number).id}"
        return api.post(path, {"to": self.slot(to).id})

    def pass_a_hold_period(self) -> None:
        self.engine.now += settings().hold_seconds

    def time_to_live(self, number: int) -> None:
        """Delete the item of one slot as TTL does, if it has lapsed."""
        key = keys.appointment(self.slot(number))
        item = self.stored(key)
        if item and not claim_of(item).is_live(self.engine.now):
            self.engine.delete(key)

    def close(self, first: int, end: int) -> Response:
        return dana.delete(self.availability, self.time(first, end))

    def operations(self) -> dict[str, Operation]:
        """Return all operations that can affect the visits, by name."""
        first = self.picture.heads.get(self.slot(0))
        named = first.booking_id if first else 1
        runs: dict[str, Callable[[], Any]] = {
            "alice reserves 2 at 0": lambda: self.reserve("alice", 0, 2, "key"),
            "alice reserves 1 at 0": lambda: self.reserve("alice", 0, 1),
            "bob reserves 2 at 1": lambda: self.reserve("bob", 1, 2),
            "bob reserves 1 at 1": lambda: self.reserve("bob", 1, 1),
            "alice confirms 0": lambda: self.confirm("alice", 0),
            "bob confirms 1": lambda: self.confirm("bob", 1),
            "alice cancels 0": lambda: self.cancel(alice, 0),
            "alice cancels 0 by its booking": lambda: self.cancel(alice, 0, named),
            "alice cancels 1": lambda: self.cancel(alice, 1),
            "bob cancels 1": lambda: self.cancel(bob, 1),
            "dana cancels 0": lambda: self.cancel(dana, 0),
            "alice moves 0 to 1": lambda: self.move(alice, 0, 1),
            "alice moves 0 to 2": lambda: self.move(alice, 0, 2),
            "alice moves 1 to 0": lambda: self.move(alice, 1, 0),
            "dana moves 0 to 1": lambda: self.move(dana, 0, 1),
            "dana closes 1": lambda: self.close(1, 2),
            "dana opens 1": lambda: dana.post(self.availability, self.time(1, 2)),
            "dana opens 3": lambda: dana.post(self.availability, self.time(3, 4)),
            "dana changes her zone": lambda: dana.put(f"/api/providers/{self.provider}", KATHMANDU),
            "holds expire": lambda: invoke("expire_holds", load_event("expire_holds")),
            "TTL deletes 0": lambda: self.time_to_live(0),
            "TTL deletes 1": lambda: self.time_to_live(1),
            "TTL deletes 2": lambda: self.time_to_live(2),
            "time passes": self.pass_a_hold_period,
            "alice deletes her client": lambda: alice.delete(f"/api/clients/{self.clients['alice']}"),
            "dana deletes herself": lambda: dana.delete(f"/api/providers/{self.provider}"),
        }
        return {name: Operation(name, _told(run)) for name, run in runs.items()}


KATHMANDU = {"name": "Dana", "time_zone": "Asia/Kathmandu"}


def _told(run: Callable[[], Any]) -> Callable[[], Any]:
    """Make an operation return only what its caller needs from the response."""

    def told() -> Any:
        response = run()
        if not isinstance(response, Response):
            return response
        body = response.json
        what, slot = body.get("code") or body.get("status"), body.get("id")
        return Told(response.status, what, body.get("booking_id"), slot if isinstance(slot, str) else None)

    return told


def beginnings(world: Visits) -> dict[str, Callable[[], Any]]:
    """Map the name of each initial state to a function that brings the world into that state."""

    def held(service: int = 2) -> None:
        assert world.reserve("alice", 0, service, "key").status == 201

    def confirmed(service: int = 2) -> None:
        held(service)
        assert world.confirm("alice", 0).status == 200

    def lapsed() -> None:
        held()
        world.pass_a_hold_period()

    def moved() -> None:
        confirmed()
        assert world.move(alice, 0, 1).status == 200

    def held_and_closed() -> None:
        held()
        assert world.close(0, OPEN).status == 200

    return {
        "free": lambda: None,
        "held": held,
        "confirmed": confirmed,
        "held with a buffer": lambda: held(1),
        "confirmed with a buffer": lambda: confirmed(1),
        "lapsed": lapsed,
        "moved": moved,
        "held and closed": held_and_closed,
    }
