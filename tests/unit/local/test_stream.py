"""The follower gives a function each record of the stream, from its first record on, until it takes them."""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from local import stream
from local.mappings import EventSourceMapping
from local.runner import Runner
from local.stream import Follower
from testkit.interference import client_error
from testkit.stream import record, sequence_number

MAPPING = EventSourceMapping("Todo", "Table", 2)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def made(number: int) -> dict[str, Any]:
    found = record(number, None, {"PK": f"BOOKING#{number}", "SK": "EV#000001"})
    found["dynamodb"]["ApproximateCreationDateTime"] = NOON
    return found


class Shards:
    """Stands in for a stream. A shard is a list of records; it ends after the last one if it is closed."""

    def __init__(self, **shards: list[dict[str, Any]]) -> None:
        self.shards = shards
        self.closed: set[str] = set()
        self.faults: deque[Exception] = deque()

    def describe_stream(self, **_: Any) -> Any:
        return {"StreamDescription": {"Shards": [{"ShardId": name} for name in self.shards]}}

    def get_shard_iterator(self, ShardId: str, ShardIteratorType: str, **where: Any) -> Any:  # noqa: N803 - AWS's
        if ShardIteratorType == "TRIM_HORIZON":
            return {"ShardIterator": (ShardId, 0)}
        numbers = [each["dynamodb"]["SequenceNumber"] for each in self.shards[ShardId]]
        return {"ShardIterator": (ShardId, numbers.index(where["SequenceNumber"]) + 1)}

    def get_records(self, ShardIterator: tuple[str, int]) -> Any:  # noqa: N803 - AWS's name
        if self.faults:
            raise self.faults.popleft()
        shard, first = ShardIterator
        found = self.shards[shard][first : first + 3]
        is_open = shard not in self.closed or first + 3 < len(self.shards[shard])
        following = {"NextShardIterator": (shard, first + len(found))} if is_open else {}
        return {"Records": found, **following}


class Function(Runner):
    """Takes a result for each call from `results`, and then always succeeds."""

    def __init__(self, *results: Any) -> None:
        super().__init__([])
        self.results = deque(results)
        self.batches: list[list[int]] = []

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        assert name == "Todo"
        self.batches.append([int(each["dynamodb"]["SequenceNumber"]) for each in event["Records"]])
        result = self.results.popleft() if self.results else None
        if isinstance(result, Exception):
            raise result
        return result


def failed(number: int) -> Any:
    return {"batchItemFailures": [{"itemIdentifier": sequence_number(number)}]}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "_RETRY_SECONDS", 0)
    monkeypatch.setattr(stream, "_PAUSE_SECONDS", 0)


def follow(shards: Shards, function: Function, mapping: EventSourceMapping = MAPPING) -> list[list[int]]:
    """Follow the stream to its end."""
    follower = Follower(shards, "arn", mapping, function)
    follower.stopped.set()
    follower.run()
    return function.batches


def test_a_function_gets_all_records_in_batches() -> None:
    assert follow(Shards(a=[made(number) for number in range(5)]), Function()) == [[0, 1], [2], [3, 4]]


def test_records_that_do_not_fit_the_filters_are_left_out() -> None:
    pattern = {"dynamodb": {"Keys": {"PK": {"S": ["BOOKING#1", "BOOKING#4"]}}}}
    mapping = EventSourceMapping("Todo", "Table", 2, (pattern,))

    assert follow(Shards(a=[made(number) for number in range(5)]), Function(), mapping) == [[1], [4]]


def test_a_batch_is_sent_again_from_the_record_that_failed() -> None:
    function = Function(failed(1), failed(1), None)

    assert follow(Shards(a=[made(0), made(1), made(2)]), function) == [[0, 1], [1], [1], [2]]


def test_a_whole_batch_is_sent_again_if_the_function_fails(caplog: pytest.LogCaptureFixture) -> None:
    assert follow(Shards(a=[made(0), made(1)]), Function(LookupError())) == [[0, 1], [0, 1]]
    assert caplog.messages == ["Todo failed"]


def test_a_server_that_stops_gives_up_a_batch_that_always_fails(caplog: pytest.LogCaptureFixture) -> None:
    follow(Shards(a=[made(0)]), Function(*[failed(0)] * 9))

    assert caplog.messages == ["Todo has not taken 1 records"]


def test_the_next_shard_follows_one_that_has_ended() -> None:
    shards = Shards(a=[made(0)], b=[made(1)])
    shards.closed.add("a")
    function = Function()
    follower = Follower(shards, "arn", MAPPING, function)
    follower.look()
    shards.shards["c"] = [made(2)]
    shards.closed.add("b")

    follower.look()
    follower.look()

    assert function.batches == [[0], [1], [2]]


@pytest.mark.parametrize(
    "error", [client_error("ExpiredIteratorException"), EndpointConnectionError(endpoint_url="http://a")]
)
def test_after_an_error_it_goes_on_where_it_was(error: Exception) -> None:
    shards = Shards(a=[made(0), made(1)])
    function = Function()
    follower = Follower(shards, "arn", MAPPING, function)
    follower.look()
    shards.shards["a"].append(made(2))
    shards.faults.append(error)
    follower.stopped.set()

    follower.run()

    assert function.batches == [[0, 1], [2]]


def test_after_a_day_without_a_look_it_begins_with_the_oldest_record() -> None:
    shards = Shards(a=[made(0)])
    function = Function()
    follower = Follower(shards, "arn", MAPPING, function)
    follower.look()
    shards.shards["a"] = [made(7)]
    shards.faults.append(client_error("TrimmedDataAccessException"))
    follower.stopped.set()

    follower.run()

    assert function.batches == [[0], [7]]


def test_an_emulator_that_has_ended_does_not_hold_up_the_stop(caplog: pytest.LogCaptureFixture) -> None:
    shards = Shards(a=[made(0)])
    shards.faults.extend(EndpointConnectionError(endpoint_url="http://a") for _ in range(99))

    assert follow(shards, Function()) == []
    assert caplog.messages == []
