"""Two providers with open quarter-hours, two services, two clients, and the requests they can make.

Slots are numbered from 0. Dana's are 0 to 3, and 3 is closed. Lee's are 4 and 5, at the times of 0 and 1. A
visit of the service `2` takes two slots, with Dana or Lee. A visit of the service `1` takes one slot, and the
next one as a buffer, with Dana only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from holdfast.core import utc
from holdfast.core.settings import settings
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import keys, values
from holdfast.model.client import Client
from holdfast.model.link import Link
from holdfast.model.part import claim_of
from holdfast.model.provider import Provider
from testkit.api import Api, Response
from testkit.scenario import Booker, new_client, new_provider, new_service, range_body
from testkit.users import signed_in
from tests.simulation.engine import NOON, Engine
from tests.simulation.visits.picture import Picture

NEXT_NOON = NOON + 24 * 3600
LATE = NEXT_NOON + 11 * 3600 + 15 * 60  # the buffer after slot 2 is on the next day, which does not exist
OPEN = 3  # of Dana's slots
LEES = 4  # the first of Lee's slots

NOBODY = Api(None)
USERS = {who: signed_in(who) for who in ("admin", "alice", "bob", "dana", "lee")}


@dataclass
class Visits:
    engine: Engine
    start: int = NEXT_NOON
    provider: int = 0  # Dana's
    lee: int = 0  # Lee's provider
    clients: dict[str, int] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    before: Picture = field(default_factory=Picture)  # the visits before the operations
    checked: set[tuple[str, int]] = field(default_factory=set)  # digests of tables, each with its time
    _pictures: dict[str, Picture] = field(default_factory=dict)

    def found(self) -> None:
        """Create the providers with their open time, the services and the clients."""
        self.provider = new_provider(USERS["dana"], name="Dana")
        self.lee = new_provider(USERS["lee"], name="Lee")
        assert self.open(0, OPEN).status == 200
        lees = f"/api/providers/availability/{self.lee}"
        assert USERS["lee"].post(lees, self.time(0, 2)).status == 200
        self.clients = {who: new_client(USERS[who], name=who) for who in ("alice", "bob")}
        fields = {"name": "Visit", "start_every_minutes": 15}
        one = new_service(
            USERS["dana"], self.provider, duration_minutes=15, buffer_after_minutes=15, **fields
        )
        two = new_service(USERS["admin"], self.provider, self.lee, duration_minutes=30, **fields)
        self.services = {"1": one, "2": two}

    def time(self, first: int, end: int) -> dict[str, str]:
        return range_body(*(utc.text(self.start + number * QUARTER) for number in (first, end)))

    def slot(self, number: int) -> Slot:
        provider, number = (self.provider, number) if number < LEES else (self.lee, number - LEES)
        return Slot(provider, self.start + number * QUARTER)

    @property
    def picture(self) -> Picture:
        return self.picture_of(self.engine.digest, self.engine.items)

    def remember(self) -> None:
        """Remember the visits as they are before the operations."""
        self.before = self.picture

    def picture_at(self, digest: str) -> Picture:
        """Return the picture of a table of an earlier turn."""
        return self._pictures[digest]

    def picture_of(self, digest: str, items: Any) -> Picture:
        if digest not in self._pictures:
            self._pictures[digest] = Picture.of(items)
        return self._pictures[digest]

    def once(self, check: Callable[[], None]) -> None:
        """Call the check, unless it has passed with the same table at the same time."""
        situation = self.engine.digest, self.engine.now
        if situation not in self.checked:
            check()
            self.checked.add(situation)

    def _stored(self, key: keys.Key) -> dict[str, Any] | None:
        item = self.engine.items.get((key.PK, key.SK))
        return values.decode_item(item) if item else None

    def stored_provider(self, provider_id: int) -> Provider | None:
        item = self._stored(keys.provider(provider_id))
        return Provider.from_item(item) if item else None

    def client(self, client_id: int) -> Client | None:
        item = self._stored(keys.client(client_id))
        return Client.from_item(item) if item else None

    def name_of(self, client_id: int) -> str:
        return next(name for name, number in self.clients.items() if number == client_id)

    def reserve(self, who: str, number: int, service: str | None = None, key: str | None = None) -> Response:
        booker = Booker(USERS[who], self.clients[who])
        return booker.reserve(
            self.slot(number).id, key=key, service=self.services[service] if service else None
        )

    def reserve_with_anyone(self, who: str, key: str | None = None) -> Response:
        """Reserve a visit of the service `2` at the time of slot 0."""
        body = {
            "service_id": self.services["2"],
            "start": utc.text(self.start),
            "client_id": self.clients[who],
        }
        return USERS[who].post("/api/appointments/reserve", body, headers=_headers(key))

    def confirm(self, who: str, number: int, booking_id: int | None = None) -> Response:
        path = f"/api/appointments/confirm/{self.slot(number).id}"
        return USERS[who].post(path, _naming(booking_id) or None)

    def cancel(self, who: str, number: int, booking_id: int | None = None) -> Response:
        path = f"/api/appointments/cancel/{self.slot(number).id}"
        return USERS[who].post(path, _naming(booking_id) or None)

    def release(self, who: str, number: int) -> Response:
        """Cancel only what is held."""
        path = f"/api/appointments/cancel/{self.slot(number).id}"
        return USERS[who].send("POST", path, {}, headers={"If-Match": '"0"'})

    def move(
        self, who: str, number: int, to: int, booking_id: int | None = None, key: str | None = None
    ) -> Response:
        path = f"/api/appointments/reschedule/{self.slot(number).id}"
        body = {"to": self.slot(to).id} | _naming(booking_id)
        return USERS[who].post(path, body, headers=_headers(key))

    def link_in(self, picture: Picture) -> Link:
        """Return the link of Alice's booking, as it was made for slot 0; without one, a dead link."""
        heads = (head for head in picture.heads.values() if head.client_id == self.clients["alice"])
        found = next(heads, None)
        booking_id, secret = (found.booking_id, found.secret) if found else (None, None)
        return Link(self.slot(0), booking_id or 1, secret or "-" * 22)

    def by_link(self, link: Link, action: str, body: Any = None) -> Response:
        return NOBODY.post(f"/api/links/{link.token}/{action}", body)

    def pass_a_hold_period(self) -> None:
        self.engine.now += settings().hold_seconds

    def time_to_live(self, number: int) -> None:
        """Delete the item of one slot as TTL does, if it has lapsed."""
        key = keys.appointment(self.slot(number))
        item = self._stored(key)
        if item and not claim_of(item).is_live(self.engine.now):
            self.engine.delete(key)

    def open(self, first: int, end: int) -> Response:
        path = f"/api/providers/availability/{self.provider}"
        return USERS["dana"].post(path, self.time(first, end))

    def close(self, first: int, end: int) -> Response:
        path = f"/api/providers/availability/{self.provider}"
        return USERS["dana"].delete(path, self.time(first, end))


def _headers(key: str | None) -> Mapping[str, str]:
    return {"Idempotency-Key": key} if key else {}


def _naming(booking_id: int | None) -> dict[str, int]:
    return {"booking_id": booking_id} if booking_id else {}
