"""Reads the stored items directly, and checks what must always be true of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.conditions import Attr
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import booking_id_of
from holdfast.model.client import shortened
from testkit.clock import Clock

Item = dict[str, Any]

_DAY = {
    "PK",
    "SK",
    "by_day_pk",
    "by_day_sk",
    "expires_at",
    "time_zone",
    "min_notice_minutes",
    "cancel_notice_minutes",
    "provider_owner",
}
_BOTH = {
    *(
        "PK",
        "SK",
        "status",
        "client_id",
        "client_name",
        "owner",
        "provider_owner",
        "hold_id",
        "request_id",
        "body_hash",
        "secret",
    ),
}
_HELD = _BOTH | {"expires_at", "by_day_pk", "by_day_sk", "by_kind_pk", "by_kind_sk"}
_CONFIRMED = _BOTH | {"version", "by_client_pk", "by_client_sk"}
_PROFILE = {
    "PK",
    "SK",
    "name",
    "owner",
    "version",
    "write_id",
    "body_hash",
    "request_id",
    "by_kind_pk",
    "by_kind_sk",
}
_PROVIDER = _PROFILE | {
    "time_zone",
    "min_notice_minutes",
    "cancel_notice_minutes",
    "email",
    "calendar_version",
}
_SERVICE = _PROFILE - {"owner"} | {
    "description",
    "duration_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "start_every_minutes",
    "min_notice_minutes",
    "reminder_minutes",
    "active",
}
_CLIENT = _PROFILE | {"email", "phone", "in_owners_list", "recent_holds"}


@dataclass(frozen=True)
class Store:
    table: Table
    clock: Clock

    def items(self) -> dict[tuple[str, str], Item]:
        return {(item["PK"], item["SK"]): item for item in self._scan()}

    def restore(self, items: Mapping[tuple[str, str], Item]) -> None:
        """Make the table contain these items and no others."""
        gone = self.items().keys() - items.keys()
        with self.table.batch_writer() as batch:
            for item in items.values():
                batch.put_item(Item=item)
            for pk, sk in gone:
                batch.delete_item(Key={"PK": pk, "SK": sk})

    def count(self) -> int:
        """Return the number of items without fetching them."""
        pages = self.table.meta.client.get_paginator("scan").paginate(
            TableName=self.table.name, Select="COUNT"
        )
        return sum(page["Count"] for page in pages)

    def appointment(self, slot: str) -> Item | None:
        return self._get(*keys.appointment(Slot.from_id(slot)))

    def day(self, slot: str) -> Item | None:
        return self._get(*keys.day(Slot.from_id(slot).provider_id, Slot.from_id(slot).day))

    def client(self, client_id: int) -> Item | None:
        return self._get(*keys.client(client_id))

    def provider(self, provider_id: int) -> Item | None:
        return self._get(*keys.provider(provider_id))

    def is_open(self, slot: str) -> bool:
        return Slot.from_id(slot).quarter in (self.day(slot) or {}).get("open", set())

    def check(self) -> dict[tuple[str, str], Item]:
        """Check that all items are consistent with each other, and return them by key."""
        items = self.items()
        for (pk, sk), item in items.items():
            if sk.startswith("CAL#") and len(sk) == len("CAL#2026-12-02"):
                _check_day(item, items)
            elif sk.startswith("CAL#"):
                self._check_appointment(item, items)
            elif pk.startswith("BOOKING#"):
                _check_event(item, items)
            elif sk == "PROFILE":
                _check_profile(item)
            elif pk == "SERVICES":
                assert item["services"] == sum(other.startswith("SERVICE#") for other, _ in items)
            else:
                assert (pk[:6], sk) == ("OWNER#", "CLIENTS")
                _check_owner(item, items)
        return items

    def _check_appointment(self, item: Item, items: dict[tuple[str, str], Item]) -> None:
        day = items[item["PK"], item["SK"][:14]]
        booked = _quarter(item["SK"]) in day.get("booked", set())
        if item["status"] == "confirmed":
            assert item.keys() == _CONFIRMED
            assert booked, "confirmed, but its day does not say so"
            assert (item["PK"], "PROFILE") in items, "confirmed, but its provider is gone"
            assert item["by_client_pk"] == f"CLIENT#{item['client_id']}"
            newest = _newest_event(item, items)
            assert (newest["type"] != "cancelled", newest["appointment"]) == (True, keys.slot_of(item).id)
        else:
            assert item.keys() == _HELD
            assert not booked, "its day says confirmed, but it is only held"
            assert item["by_kind_sk"] == item["expires_at"]
        if item.get("expires_at", self.clock.now + 1) > self.clock.now:
            client = items[f"CLIENT#{item['client_id']}", "PROFILE"]
            assert client["owner"] == item["owner"]
            assert shortened(item["hold_id"]) in {hold["hold_id"] for hold in client["recent_holds"]}

    def _get(self, pk: str, sk: str) -> Item | None:
        return self.table.get_item(Key={"PK": pk, "SK": sk}, ConsistentRead=True).get("Item")

    def _scan(self) -> Iterator[Item]:
        response = self.table.scan(ConsistentRead=True)
        yield from response["Items"]
        while "LastEvaluatedKey" in response:
            response = self.table.scan(ConsistentRead=True, ExclusiveStartKey=response["LastEvaluatedKey"])
            yield from response["Items"]

    def holds_of(self, client_id: int) -> list[Item]:
        """Return the client's live holds."""
        held = Attr("status").eq("held") & Attr("client_id").eq(client_id)
        return self.table.scan(
            ConsistentRead=True, FilterExpression=held & Attr("expires_at").gt(self.clock.now)
        )["Items"]


def _check_profile(item: Item) -> None:
    kind = item["PK"].partition("#")[0]
    attributes = {"PROVIDER": _PROVIDER, "SERVICE": _SERVICE, "CLIENT": _CLIENT}[kind]
    assert item.keys() - {"provider_ids"} == attributes
    assert "provider_ids" not in item or kind == "SERVICE"


def _check_day(day: Item, items: dict[tuple[str, str], Item]) -> None:
    assert day.keys() - {"open", "booked"} == _DAY, "a ghost of a day"
    confirmed = {
        _quarter(sk)
        for (pk, sk), item in items.items()
        if pk == day["PK"] and sk.startswith(day["SK"] + "T") and item["status"] == "confirmed"
    }
    assert day.get("booked", set()) == confirmed


def _newest_event(appointment: Item, items: dict[tuple[str, str], Item]) -> Item:
    booking = booking_id_of(appointment["hold_id"])
    return items[keys.booking_event(booking, int(appointment["version"]))]


def _check_event(event: Item, items: dict[tuple[str, str], Item]) -> None:
    """Assert that no number is left out, and that the newest event says where the booking is."""
    booking, number = keys.number_of(event["PK"]), keys.event_number_of(event)
    assert number == 1 or keys.booking_event(booking, number - 1) in items, "a gap in the history"
    if keys.booking_event(booking, number + 1) in items:
        assert event["type"] != "cancelled", "a change of a cancelled booking"
    elif event["type"] != "cancelled":
        head = items[keys.appointment(Slot.from_id(event["appointment"]))]
        assert booking_id_of(head["hold_id"]) == booking, "the newest event names another booking's slot"
        assert head["version"] == number


def _check_owner(owner: Item, items: dict[tuple[str, str], Item]) -> None:
    name = owner["PK"].removeprefix("OWNER#")
    clients = {
        item["by_kind_sk"]
        for (pk, sk), item in items.items()
        if pk.startswith("CLIENT#") and sk == "PROFILE" and item["owner"] == name
    }
    assert owner.get("ids", set()) == clients


def _quarter(sk: str) -> int:
    return int(sk[15:17]) * 4 + int(sk[18:20]) // 15
