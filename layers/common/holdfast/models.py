"""What is stored: each thing with its keys, made from an item."""

from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

from holdfast import times
from holdfast.indexes import number_of
from holdfast.settings import settings
from holdfast.table import Item, Key
from holdfast.times import Slot

HELD = "held"
CONFIRMED = "confirmed"
DAY_END = "T~"  # sorts after every appointment of the day that it follows
CALENDAR_END = "CAL#~"  # sorts after every day and every appointment

# A confirm may reach DynamoDB up to 30 s after the `now` in its condition: what lapsed less than this
# many seconds ago may yet become an appointment.
GRACE = 60

_PROFILE = "PROFILE"
_RETENTION = 30 * times.DAY  # how long a day stays when it is over


@dataclass(frozen=True)
class Provider:
    """Who offers time. `time_zone` is an IANA name; `calendar_version` counts changes of time and rules."""

    id: int
    name: str
    time_zone: str
    min_notice_minutes: int
    owner: str
    version: int
    calendar_version: int
    write_id: str

    @staticmethod
    def key(provider_id: int) -> Key:
        return Key(f"PROVIDER#{provider_id}", _PROFILE)

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            number_of(item["PK"]),
            item["name"],
            item["time_zone"],
            item["min_notice_minutes"],
            item["owner"],
            item["version"],
            item["calendar_version"],
            item["write_id"],
        )

    @property
    def zone(self) -> ZoneInfo:
        return times.zone(self.time_zone)


@dataclass(frozen=True)
class Client:
    """Who reserves time. `recent_holds` are the reservations that may still matter."""

    id: int
    name: str
    email: str | None
    phone: str | None
    owner: str
    in_owners_list: bool
    version: int
    recent_holds: list[dict[str, Any]]

    def counted_holds(self, now: int) -> list[int]:
        """Return when each reservation stops to count against the limit, in order, if it counts now.

        It counts within one hold period, also if it was cancelled or confirmed since.
        """
        period = settings().hold_seconds
        ends = (max(each["taken_at"] + period, each["expires_at"]) for each in self.recent_holds)
        return sorted(end for end in ends if end > now)

    def remembered_holds(self, now: int) -> list[dict[str, Any]]:
        """Return the reservations that count, may yet be confirmed, or may be sent once more."""
        period = settings().hold_seconds
        return [
            each
            for each in self.recent_holds
            if max(each["taken_at"] + period, each["expires_at"] + GRACE) > now
        ]

    @staticmethod
    def key(client_id: int) -> Key:
        return Key(f"CLIENT#{client_id}", _PROFILE)

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            number_of(item["PK"]),
            item["name"],
            item["email"],
            item["phone"],
            item["owner"],
            item["in_owners_list"],
            item["version"],
            item["recent_holds"],
        )


@dataclass(frozen=True)
class Day:
    """A provider's UTC day: the quarters 0..95 it offers, and those that are confirmed."""

    provider_id: int
    date: str
    open: set[int]
    booked: set[int]
    zone: ZoneInfo
    min_notice_minutes: int

    @staticmethod
    def key(provider_id: int, date: str) -> Key:
        return Key(f"PROVIDER#{provider_id}", f"CAL#{date}")

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            number_of(item["PK"]),
            item["SK"].removeprefix("CAL#"),
            # DynamoDB keeps no empty set: the attribute goes with its last member.
            item.get("open", set()),
            item.get("booked", set()),
            times.zone(item["time_zone"]),
            item["min_notice_minutes"],
        )

    def earliest_start(self, now: int) -> int:
        return times.earliest_start(now, self.min_notice_minutes)

    def slot(self, quarter: int) -> Slot:
        return Slot.at(self.provider_id, self.date, quarter)

    @staticmethod
    def expires_at(date: str) -> int:
        return times.start_of(date) + times.DAY + _RETENTION


@dataclass(frozen=True)
class Appointment:
    """A slot that a client holds (`expires_at` says until when) or has (it is None)."""

    slot: Slot
    status: str
    client_id: int
    client_name: str
    owner: str
    provider_owner: str
    hold_id: str | None = None
    expires_at: int | None = None

    @staticmethod
    def key(slot: Slot) -> Key:
        start = times.utc(slot.start)
        return Key(f"PROVIDER#{slot.provider_id}", f"CAL#{start[:16]}Z")

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            slot_of(item),
            item["status"],
            item["client_id"],
            item["client_name"],
            item["owner"],
            item["provider_owner"],
            item.get("hold_id"),
            item.get("expires_at"),
        )

    def is_live(self, now: int) -> bool:
        return self.expires_at is None or self.expires_at > now


def owner_key(owner: str) -> Key:
    """Locate the list of an owner's clients: `ids`, a number set."""
    return Key(f"OWNER#{owner}", "CLIENTS")


def slot_of(item: Item) -> Slot:
    """Read the slot out of the key of an appointment, wherever the item was projected."""
    return Slot(number_of(item["PK"]), times.parse(f"{item['SK'][4:-1]}:00Z"))


def is_day(item: Item) -> bool:
    return len(item["SK"]) == len("CAL#2026-12-02")
