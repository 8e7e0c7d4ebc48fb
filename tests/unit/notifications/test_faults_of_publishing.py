"""Whatever happens to a call of publish_events, Lambda's next try publishes what is missing."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from testkit.api import invoke
from testkit.event_bus import FAULTS, EventBus, Killed
from testkit.stream import Record, sequence_number
from tests.unit.notifications.test_publish import holds, poison, published

CALLS_TO_BUS = 3
POISON = 17


@pytest.fixture
def records() -> list[Record]:
    """Return a batch that takes three requests to the bus and one to the dead letters."""
    records = holds(25)
    records[POISON] = poison(POISON)
    return records


def as_lambda_does(records: Sequence[Record]) -> int:
    """Send the records until all are taken, as an event source mapping does. Return how often."""
    tries = 0
    while records:
        tries += 1
        assert tries < 10
        try:
            result: dict[str, Any] = invoke("publish_events", {"Records": records})
        except Killed:
            continue
        failed = {each["itemIdentifier"] for each in result["batchItemFailures"]}
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        records = records[min(map(numbers.index, failed)) :] if failed else []
    return tries


def check(bus: EventBus) -> None:
    assert set(published(bus)) == set(range(25)) - {POISON}
    assert {letter["sequence_number"] for letter in bus.letters} == {sequence_number(POISON)}
    assert len({(detail["id"], str(detail)) for detail in bus.details}) == len(set(bus.ids))


@pytest.mark.parametrize("position", range(CALLS_TO_BUS))
@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_the_bus_loses_an_event(
    bus: EventBus, records: list[Record], fault: str, position: int
) -> None:
    bus.faults.extend([None] * position + [FAULTS[fault]])

    assert as_lambda_does(records) == 2
    check(bus)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_the_dead_letters_loses_anything(
    bus: EventBus, records: list[Record], fault: str
) -> None:
    bus.faults_of_letters.append(FAULTS[fault])

    assert as_lambda_does(records) == 2
    check(bus)


def test_a_bus_that_is_down_for_a_while_gets_everything_at_last(bus: EventBus, records: list[Record]) -> None:
    faults: list[Callable[..., Any]] = [FAULTS[name] for name in ("throttled", "the response is lost")]
    bus.faults.extend(faults * 3)

    assert as_lambda_does(records) == 7
    check(bus)


def test_without_a_fault_a_batch_is_sent_once(bus: EventBus, records: list[Record]) -> None:
    assert as_lambda_does(records) == 1
    check(bus)
    assert len(bus.entries) == 24
