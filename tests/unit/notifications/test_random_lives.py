"""Random lives of bookings: each hold ends in one event, and each change is published, whatever fails."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import invoke
from testkit.clock import Clock
from testkit.event_bus import FAULTS, EventBus, Killed
from testkit.items import stored
from testkit.scenario import Practice
from testkit.stream import Record, Stream, details
from tests.unit.notifications.lives import Life, begun

LIVES = 2
STEPS = 100


@pytest.fixture(params=range(LIVES))
def lived(
    practice: Practice, table: Table, clock: Clock, rng: random.Random, request: pytest.FixtureRequest
) -> list[Record]:
    """Return the records of a random life, in which all holds have ended."""
    Life(practice, table, clock, rng).live(STEPS)
    return Stream(table).records


def test_each_hold_ends_in_one_event_and_each_change_has_one(lived: list[Record], table: Table) -> None:
    ids = Counter(detail["id"] for detail in details(lived))

    holds = begun(lived)
    assert len(holds) > STEPS / 20
    assert set(ids.values()) == {1}
    for number in holds:
        assert ids[f"{number}-0"] == 1
        assert ids[f"{number}-released"] + ids[f"{number}-1"] == 1, number
    history = {
        f"{item['PK'].removeprefix('BOOKING#')}-{int(str(item['SK']).removeprefix('EV#'))}"
        for item in stored(table)
        if str(item["PK"]).startswith("BOOKING#")
    }
    of_holds = {f"{number}-{end}" for number in holds for end in ("0", "released")}
    assert ids.keys() - of_holds == history


def test_at_any_cut_and_with_any_faults_every_event_arrives(
    lived: list[Record], bus: EventBus, rng: random.Random
) -> None:
    expected = {detail["id"]: detail for detail in details(lived)}

    for batch in [*cut(lived, rng), lived]:  # at last, all of it again
        _deliver(batch, bus, rng)

    assert {detail["id"]: detail for detail in bus.details} == expected
    assert all(detail == expected[detail["id"]] for detail in bus.details)
    assert len(bus.details) > len(expected)


def cut(records: list[Record], rng: random.Random) -> Iterator[list[Record]]:
    while records:
        size = rng.choice((1, 3, 20, 100))
        yield records[:size]
        records = records[size:]


def _deliver(records: list[Record], bus: EventBus, rng: random.Random) -> None:
    """Deliver the records until all are taken; sometimes split a batch in two, or deliver it again."""
    while records:
        bus.faults.clear()
        bus.faults.extend(_fault(rng) for _ in range(10))
        tried = records if rng.random() < 0.5 else records[: -(-len(records) // 2)]
        try:
            result: dict[str, Any] = invoke("publish_events", {"Records": tried})
        except Killed:
            continue
        failed = {each["itemIdentifier"] for each in result["batchItemFailures"]}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in tried]
        taken = min(map(numbers.index, failed), default=len(tried))
        records = records[taken if rng.random() < 0.9 else 0 :]


def _fault(rng: random.Random) -> Any:
    if rng.random() < 0.7:
        return None
    return rng.choice([*FAULTS.values(), "InternalFailure", "ThrottlingException"])
