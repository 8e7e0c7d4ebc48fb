"""Measures how 200 clients compete for one slot, and what it costs to delete lapsed holds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from bench.engine import engine
from bench.report import Row
from holdfast.dynamodb import connection
from testkit import capacity
from testkit.api import invoke
from testkit.clock import HOLD
from testkit.crowd import Doctor, Patient
from testkit.meter import metered
from testkit.racing import race
from testkit.store import Store

_CONTENDERS = 200
_DUE, _LATER = 150, 50
_MIDNIGHT = "2026-12-02T00:00:00Z"


def rows() -> Iterator[Row]:
    yield from _one_slot()
    yield from _sweep()


def _one_slot() -> Iterator[Row]:
    with engine() as (_, _, patch):
        slot, other = Doctor().slots(quarters=2)
        crowd = [Patient(f"patient-{number}") for number in range(_CONTENDERS)]
        statuses = Counter(
            response.status for response in race(*[partial(one.reserve, slot) for one in crowd])
        )
        if statuses[201] != 1:
            raise RuntimeError(statuses)
        beside = ", ".join(f"{count} times {status}" for status, count in sorted(statuses.items()))
        yield Row(f"winners among {_CONTENDERS} clients that want one slot at once", beside, statuses[201], 1)
        crowd[0].hold(other)
        with metered(patch) as bill:
            for one in crowd[1:]:
                one.reserve(other)
        late = len(crowd) - 1
        beside = f"{bill.read / late:g} units read, {bill.written:g} written"
        yield Row("DynamoDB calls of a late client", beside, round(len(bill.calls) / late, 2), 2)


def _sweep() -> Iterator[Row]:
    with engine(MAX_HOLDS_PER_CLIENT="50") as (_, store, patch):
        slots = Doctor().slots(_MIDNIGHT, _DUE + _LATER)
        for number in range(0, len(slots), 50):
            if number == _DUE:
                store.clock.advance(HOLD)  # the holds made so far have lapsed now
            patient = Patient(f"patient-{number}")
            for slot in slots[number : number + 50]:
                patient.hold(slot)
        due = capacity.query_units(_due(store), consistent=False)
        with metered(patch) as bill:
            report = invoke("expire_holds", {})
        if report["cleared"] != _DUE:
            raise RuntimeError(report)
        beside = f"units read: {bill.read:g} / for the due holds alone: {due:g}"
        yield Row(f"sweep of {_DUE} lapsed holds", beside, round(bill.read / due, 2), 1.2)
        with metered(patch) as idle:
            invoke("expire_holds", {})
        yield Row(f"units of an idle sweep, in {len(idle.calls)} query", "", idle.read + idle.written, 0.5)


def _due(store: Store) -> Sequence[capacity.Item]:
    values = {":holds": {"S": "HOLD#0"}, ":now": {"N": str(store.clock.now)}}
    response = connection.client().query(
        TableName=store.table.name,
        IndexName="by_kind",
        KeyConditionExpression="by_kind_pk = :holds AND by_kind_sk <= :now",
        ExpressionAttributeValues=values,
    )
    return response["Items"]
