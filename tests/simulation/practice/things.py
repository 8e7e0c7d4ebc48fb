"""What a practice has: providers, clients, visits and their history. Times are in epoch seconds."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from holdfast.core.slots import Slot

QUARTER, DAY = 15 * 60, 24 * 60 * 60


class Rules(NamedTuple):
    """A provider's time zone, minimum notice and cut-off; the last two are in minutes."""

    time_zone: str
    min_notice_minutes: int
    cancel_notice_minutes: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass
class Provider:
    owner: str
    rules: Rules

    @property
    def zone(self) -> ZoneInfo:
        return self.rules.zone


class Kind(NamedTuple):
    """What can be reserved: a plain slot, or a visit of a service.

    `quarters`, `before` and `after` are numbers of quarter-hours, `every` and `notice` are minutes. `notice`
    is None if the provider's own minimum notice counts.
    """

    service_id: int | None = None
    quarters: int = 1
    before: int = 0
    after: int = 0
    every: int = 15
    notice: int | None = None

    def visit(self, head: Slot) -> list[Slot]:
        return run(head, 0, self.quarters)

    def buffers(self, head: Slot) -> list[Slot]:
        return run(head, -self.before, 0) + run(head, self.quarters, self.quarters + self.after)

    def takes(self, head: Slot) -> list[Slot]:
        return run(head, -self.before, self.quarters + self.after)


PLAIN = Kind()


def run(head: Slot, first: int, end: int) -> list[Slot]:
    return [head._replace(start=head.start + n * QUARTER) for n in range(first, end)]


class Request(NamedTuple):
    """A request with an Idempotency-Key. `path` is the slot that its path names, or None."""

    who: str
    key: str
    path: Slot | None


class Event(NamedTuple):
    """An event in the history of a booking."""

    kind: str
    at: int
    role: str
    head: Slot
    end: int
    previous: Slot | None = None


class Sent(NamedTuple):
    """Who sent a request to reserve, and what. The first item of `body` is the client's id."""

    who: str
    body: tuple[Any, ...]
    request: Request | None


@dataclass(eq=False)
class Taken:
    """A hold, or an appointment if `expires_at` is None. `booking_id` is 0 until a response has shown it."""

    head: Slot
    kind: Kind
    client_id: int
    client_name: str
    owner: str
    provider_owner: str
    sent: Sent
    expires_at: int | None
    booking_id: int = 0
    events: list[Event] = field(default_factory=list)
    moves: dict[Request, tuple[Slot, int | None]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.head.start + self.kind.quarters * QUARTER

    def quarters(self) -> list[Slot]:
        return self.kind.takes(self.head)


@dataclass
class Recent:
    """A reservation that the client's item remembers. `counts` tells whether it counts against the limit."""

    visit: Taken
    request: Request | None
    at: int
    until: int
    counts: bool
    moved_at: int | None = None


@dataclass
class Client:
    owner: str
    name: str
    email: str
    recent: list[Recent] = field(default_factory=list)
