"""A provider's days."""

from dataclasses import dataclass, field, replace
from typing import Self
from zoneinfo import ZoneInfo

from holdfast.core import local_time, slots, utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.dynamodb.actions import Item
from holdfast.model.provider import Provider

_KEPT_DAYS = 30  # how long a day is kept after it is over


@dataclass(frozen=True)
class Day:
    """A provider's UTC day: which of the quarter-hours 0 to 95 are open, and which have an appointment.

    `opened` and `closed` are what was opened and closed by hand. They count only beside working hours, which
    give the day some of its time if `has_hours` is True.

    `provider_owner` and `by_day_pk` are empty, and `cancel_notice_minutes` is 0, if they were not among the
    attributes that were read. A day that was stored without `cancel_notice_minutes` also has 0.
    """

    provider_id: int
    date: str
    zone: ZoneInfo
    min_notice_minutes: int
    cancel_notice_minutes: int = 0
    provider_owner: str = ""
    by_day_pk: str = ""
    open: set[int] = field(default_factory=set)
    booked: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    has_hours: bool = False

    @classmethod
    def new(cls, provider: Provider, date: str) -> Self:
        """Return a day on which nothing is open or booked yet."""
        return cls(
            provider_id=provider.id,
            date=date,
            zone=provider.zone,
            min_notice_minutes=provider.min_notice_minutes,
            cancel_notice_minutes=provider.cancel_notice_minutes,
            provider_owner=provider.owner,
            by_day_pk=index_keys.by_day_pk(date, index_keys.shard_of(provider.id)),
        )

    @classmethod
    def from_item(cls, item: Item) -> Self:
        return cls(
            provider_id=keys.number_of(item["PK"]),
            date=keys.date_of(item),
            zone=local_time.zone(item["time_zone"]),
            min_notice_minutes=item["min_notice_minutes"],
            cancel_notice_minutes=item.get("cancel_notice_minutes", 0),
            provider_owner=item.get("provider_owner", ""),
            by_day_pk=item.get("by_day_pk", ""),
            # DynamoDB stores no empty set: removing the last member also removes the attribute.
            open=item.get("open", set()),
            booked=item.get("booked", set()),
            opened=item.get("opened", set()),
            closed=item.get("closed", set()),
            has_hours=item.get("has_hours", False),
        )

    def to_item(self) -> Item:
        key = keys.day(self.provider_id, self.date)
        sets = {"open": self.open, "booked": self.booked, "opened": self.opened, "closed": self.closed}
        return {
            **key._asdict(),
            "time_zone": self.zone.key,
            "min_notice_minutes": self.min_notice_minutes,
            "cancel_notice_minutes": self.cancel_notice_minutes,
            "provider_owner": self.provider_owner,
            "expires_at": utc.start_of(self.date) + (1 + _KEPT_DAYS) * utc.DAY,
            "by_day_pk": self.by_day_pk,
            "by_day_sk": index_keys.by_day_sk(key),
            **{name: quarters for name, quarters in sets.items() if quarters},
            **({"has_hours": True} if self.has_hours else {}),
        }

    @property
    def opened_by_hand(self) -> set[int]:
        """Return what was opened by hand. Without working hours, that is all that is open."""
        return self.opened if self.has_hours else self.open

    def with_rules_of(self, provider: Provider) -> Self:
        return replace(
            self,
            zone=provider.zone,
            min_notice_minutes=provider.min_notice_minutes,
            cancel_notice_minutes=provider.cancel_notice_minutes,
            provider_owner=provider.owner,
        )

    def earliest_start(self, now: int) -> int:
        return slots.earliest_start(now, self.min_notice_minutes)

    def latest_change(self, start: int) -> int:
        """Return the last instant at which a client can cancel or move an appointment that starts then."""
        return start - self.cancel_notice_minutes * 60

    def slot(self, quarter: int) -> Slot:
        return Slot.at(self.provider_id, self.date, quarter)
