"""Clients, and the recent reservations of each."""

from dataclasses import dataclass
from typing import NamedTuple, Self

from holdfast.core.slots import Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item
from holdfast.model.appointment import Appointment

# A hold that lapsed less than this many seconds ago may still become an appointment: a request to confirm
# reads the clock, and its write may reach DynamoDB up to 30 s later. The other 30 s are a margin.
IN_FLIGHT_SECONDS = 60

_ID_DIGITS = 16  # enough to tell a client's few reservations apart, yet few enough for a small item


class RecentHold(NamedTuple):
    """A recent reservation. Cancelling or confirming its hold does not remove it. Times are in epoch seconds.

    `appointment` is the id of the slot. `hold_id` and `request_id` are the first parts of those ids; an
    earlier version of the code stored the whole `hold_id`. `exempt` is True if the reservation does not count
    against the client's limit, otherwise None. `moved_at` is when the booking was last moved, or None.
    """

    appointment: str
    hold_id: str
    taken_at: int
    expires_at: int
    request_id: str | None  # None if an earlier version of the code stored the reservation
    exempt: bool | None = None
    moved_at: int | None = None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            appointment=item["appointment"],
            hold_id=item["hold_id"],
            taken_at=item["taken_at"],
            expires_at=item["expires_at"],
            request_id=item.get("request_id"),
            exempt=item.get("exempt"),
            moved_at=item.get("moved_at"),
        )

    def to_item(self) -> Item:
        return {name: value for name, value in self._asdict().items() if value is not None}

    @property
    def slot(self) -> Slot:
        return Slot.from_id(self.appointment)

    def counts_until(self, hold_seconds: int) -> int:
        """Return the time when this reservation stops counting against the client's limit, in epoch seconds.

        This is `hold_seconds` after the reservation was made, or `expires_at` if that is later. Cancelling or
        confirming the hold does not change this time.
        """
        return max(self.taken_at + hold_seconds, self.expires_at)

    def kept_until(self, hold_seconds: int) -> int:
        """Return the time from which nothing needs this reservation: it does not count and is not pending."""
        used_until = max(self.taken_at + hold_seconds, self.expires_at + IN_FLIGHT_SECONDS)
        # The index of a client's appointments may not show yet where a booking has been moved.
        return max(used_until, (self.moved_at or 0) + hold_seconds + IN_FLIGHT_SECONDS)

    def is_of(self, request_id: str) -> bool:
        return self.request_id == shortened(request_id)

    def became(self, booking: Appointment) -> bool:
        """Return True if the booking was made from this reservation."""
        return shortened(self.hold_id) == shortened(booking.hold_id or "")


def shortened(some_id: str) -> str:
    """Return the part of an id that a RecentHold keeps."""
    return some_id[:_ID_DIGITS]


@dataclass(frozen=True)
class Client:
    """`in_owners_list` is True if the owner's list contains this client; administrators have no such list.

    `write_id` identifies the latest write. `request_id` and `body_hash` identify the request that created the
    client.
    """

    id: int
    name: str
    email: str | None
    phone: str | None
    owner: str
    in_owners_list: bool
    version: int
    write_id: str
    request_id: str
    body_hash: str
    recent_holds: tuple[RecentHold, ...] = ()

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            id=keys.number_of(item["PK"]),
            name=item["name"],
            email=item["email"],
            phone=item["phone"],
            owner=item["owner"],
            in_owners_list=item["in_owners_list"],
            version=item["version"],
            write_id=item["write_id"],
            request_id=item["request_id"],
            body_hash=item["body_hash"],
            recent_holds=tuple(map(RecentHold.from_item, item["recent_holds"])),
        )

    def to_item(self) -> Item:
        return {
            **keys.client(self.id)._asdict(),
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "owner": self.owner,
            "in_owners_list": self.in_owners_list,
            "version": self.version,
            "write_id": self.write_id,
            "request_id": self.request_id,
            "body_hash": self.body_hash,
            "recent_holds": as_stored(self.recent_holds),
            "by_kind_pk": index_keys.CLIENTS,
            "by_kind_sk": self.id,
        }

    def counted_holds(self, now: int, hold_seconds: int) -> list[int]:
        """Return a time for each reservation that counts against the limit at `now`: when it stops counting.

        The times are in epoch seconds, in ascending order.
        """
        ends = (hold.counts_until(hold_seconds) for hold in self.recent_holds if not hold.exempt)
        return sorted(end for end in ends if end > now)

    def remembered_holds(self, now: int, hold_seconds: int) -> list[RecentHold]:
        return [hold for hold in self.recent_holds if hold.kept_until(hold_seconds) > now]


def as_stored(holds: "tuple[RecentHold, ...] | list[RecentHold]") -> list[Item]:
    """Return the stored form of the attribute `recent_holds`. Conditions compare this list as a whole."""
    return [hold.to_item() for hold in holds]


class ListedClient(NamedTuple):
    """The attributes of a client that are in the index by_kind."""

    id: int
    name: str
    email: str | None
    phone: str | None

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(item["by_kind_sk"], item["name"], item["email"], item["phone"])
