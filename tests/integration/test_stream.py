"""In the stream of AWS's own engine, each change of a hold or a booking has one event."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from holdfast.dynamodb import connection
from local import mappings
from local.runner import Runner
from local.stream import Follower
from testkit import event_bus
from testkit.api import Api, invoke
from testkit.clock import Clock
from testkit.racing import race
from testkit.scenario import Practice
from testkit.stream import WITH_STREAM, Stream, details
from testkit.tables import fresh_table
from tests.unit.notifications.lives import Life, begun

STEPS = 150
AT_ONCE = 5


@pytest.fixture
def table(dynamodb: DynamoDBServiceResource, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.meta.client.meta.endpoint_url)
    connection.client.cache_clear()
    with fresh_table(dynamodb, monkeypatch, **WITH_STREAM) as table:
        yield table
    connection.client.cache_clear()


class Direct(Runner):
    """Calls the function's handler."""

    def __init__(self) -> None:
        super().__init__([])

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        assert name == "PublishEventsFunction"
        return invoke("publish_events", event)


def test_each_hold_ends_in_one_event_that_the_follower_publishes(
    table: Table, api: Api, clock: Clock, rng: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    lives = [Life(practice, table, clock, random.Random(rng.random())) for _ in range(AT_ONCE)]
    for _ in range(STEPS // AT_ONCE):
        race(*[life.step for life in lives])
    lives[0].live(0)
    records = Stream(table).records
    ids = Counter(detail["id"] for detail in details(records))
    holds = begun(records)
    assert len(holds) > STEPS / 20
    assert set(ids.values()) == {1}
    assert all(ids[f"{hold}-released"] + ids[f"{hold}-1"] == ids[f"{hold}-0"] == 1 for hold in holds)

    bus = event_bus.used(monkeypatch)
    (mapping,) = mappings.of_table()
    endpoint = table.meta.client.meta.endpoint_url
    arn = table.meta.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
    follower = Follower(boto3.client("dynamodbstreams", endpoint_url=endpoint), arn, mapping, Direct())
    follower.stopped.set()
    follower.run()

    assert Counter(bus.ids) == ids
