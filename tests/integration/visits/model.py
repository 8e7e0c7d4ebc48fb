"""A plain model of visits on a few quarter-hours of two providers: who has which of them."""

from typing import NamedTuple

PROVIDERS = ("dana", "lee")
OPEN = 5  # each provider's quarter-hours 0 to 4 are open; a buffer may reach beyond them


class Place(NamedTuple):
    provider: str
    quarter: int


class Shape(NamedTuple):
    """How many quarter-hours a visit takes, and its buffers before and after it."""

    quarters: int
    before: int = 0
    after: int = 0


SHAPES = {"plain": Shape(1), "two": Shape(2), "three": Shape(3), "wide": Shape(1, 1, 1)}


class Booking(NamedTuple):
    """A hold or an appointment. `made` is the number of the request that made it.

    `id` is None until somebody is told. `until` is when a hold lapses, and None for an appointment. `moved`
    says where it came from and by which request, if it has not changed since.
    """

    made: int
    who: str
    service: str
    place: Place
    id: int | None = None
    until: int | None = None
    moved: tuple[Place, int] | None = None

    @property
    def status(self) -> str:
        return "held" if self.until else "confirmed"

    @property
    def visit(self) -> set[Place]:
        provider, first = self.place
        return {Place(provider, first + n) for n in range(SHAPES[self.service].quarters)}

    @property
    def taken(self) -> set[Place]:
        provider, first = self.place
        quarters, before, after = SHAPES[self.service]
        return {Place(provider, first + n) for n in range(-before, quarters + after)}

    def is_for(self, who: str, place: Place, booking_id: int | None) -> bool:
        """Tell whether a request of this user means the booking. The booking_id is None if it names none."""
        return self.place == place and who in {self.who, place.provider} and booking_id in {None, self.id}


class Left(NamedTuple):
    """A booking as it was when the request `by` took it away from its place."""

    booking: Booking
    by: int
    is_cancelled: bool


class State(NamedTuple):
    now: int
    bookings: frozenset[Booking] = frozenset()
    left: frozenset[Left] = frozenset()

    @property
    def live(self) -> list[Booking]:
        return [each for each in self.bookings if each.until is None or each.until > self.now]

    def against(self, wanted: Booking) -> list[Booking]:
        """Return the other live bookings that have a quarter-hour of this one."""
        return [each for each in self.live if each.made != wanted.made and each.taken & wanted.taken]

    def with_booking(self, new: Booking) -> "State":
        """Put a booking into its place; lapsed holds there are gone."""
        kept = {each for each in self.bookings if each.made != new.made and not each.taken & new.taken}
        return self._replace(bookings=frozenset({*kept, new}))

    def without(self, gone: Booking, by: int, *, is_cancelled: bool) -> "State":
        left = self.left | {Left(gone, by, is_cancelled)}
        return self._replace(bookings=self.bookings - {gone}, left=left)

    @property
    def ids(self) -> set[int | None]:
        return {each.id for each in self.bookings} | {each.booking.id for each in self.left}


class Request(NamedTuple):
    """`number` is the request's own; `during` has those of the requests in flight at the same time."""

    number: int
    who: str
    verb: str
    place: Place = Place("", 0)
    service: str = "plain"
    to: Place = Place("", 0)
    booking_id: int | None = None
    during: frozenset[int] = frozenset()


class Told(NamedTuple):
    """A response. `what` is the `code` or `status` in the body; `seen` is what the last request finds."""

    http: int = 0
    what: str | None = None
    booking_id: int | None = None
    place: Place | None = None
    seen: frozenset[tuple[Place, str, str, int]] = frozenset()


UNKNOWN = Told(503, "unavailable")
