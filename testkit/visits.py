"""Stores visits directly, as reserving and confirming them would leave them, without the code under test."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot, by_day
from holdfast.dynamodb import index_keys, keys
from holdfast.model.appointment import CONFIRMED, HELD, Appointment
from holdfast.model.day import Day
from holdfast.model.footprint import PLAIN, Footprint
from holdfast.model.part import Part
from testkit.users import ALICE, DANA

HOLD_ID = "0123456789abcdef" * 2


def visit(head: Slot, footprint: Footprint = PLAIN, **fields: Any) -> Appointment:
    """Return a visit of Alice's with Dana's provider: held if `expires_at` is given, else confirmed."""
    expires_at = fields.get("expires_at")
    known = {
        "status": HELD if expires_at else CONFIRMED,
        "client_id": 5,
        "client_name": "Alice",
        "owner": ALICE.subject,
        "provider_owner": DANA.subject,
        "hold_id": HOLD_ID,
        "request_id": "",
        "body_hash": "",
        "by_day_pk": _by_day_pk(head) if expires_at else None,
    }
    return Appointment(slot=head, footprint=footprint, **{**known, **fields})


def store(table: Table, *visits: Appointment) -> None:
    """Store the heads and the parts, and let the days of confirmed visits say that they are booked."""
    with table.batch_writer() as batch:
        for each in visits:
            batch.put_item(Item=each.to_item())
            for part in _parts(each):
                batch.put_item(Item=part.to_item())
    for each in visits:
        if each.status == CONFIRMED:
            _book(table, each)


def _parts(head: Appointment) -> Iterator[Part]:
    taken = by_day(head.footprint.taken(head.slot))
    for slot in head.footprint.parts(head.slot):
        quarters = taken[slot.day]
        is_listed = head.expires_at and slot.day != head.slot.day and slot.quarter == min(quarters)
        sort_key = index_keys.by_day_sk(keys.appointment(slot)) + index_keys.ends_of_part(len(quarters))
        listing = (_by_day_pk(slot), sort_key) if is_listed else None
        yield Part(slot, head.slot, head.hold_id or "", head.expires_at, listing)


def _book(table: Table, head: Appointment) -> None:
    for date, quarters in by_day(head.footprint.taken(head.slot)).items():
        found = table.get_item(Key=keys.day(head.slot.provider_id, date)._asdict()).get("Item")
        day = Day.from_item(found) if found else _unopened(table, head.slot, date)
        table.put_item(Item=replace(day, booked=day.booked | quarters).to_item())


def _unopened(table: Table, head: Slot, date: str) -> Day:
    """Return a day that only a buffer touches, with the rules of the day on which the visit starts."""
    opened = Day.from_item(table.get_item(Key=keys.day(head.provider_id, head.day)._asdict())["Item"])
    by_day_pk = index_keys.by_day_pk(date, index_keys.shard_of(head.provider_id))
    return replace(opened, date=date, by_day_pk=by_day_pk, open=set(), booked=set())


def _by_day_pk(slot: Slot) -> str:
    return index_keys.by_day_pk(slot.day, index_keys.shard_of(slot.provider_id))
