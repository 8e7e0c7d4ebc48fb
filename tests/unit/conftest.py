"""Unit tests use moto instead of DynamoDB, and no test may open a socket."""

from collections.abc import Iterator
from functools import cache

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from holdfast.core.settings import webhook_settings
from testkit import moto_speed
from testkit.api import Api
from testkit.clock import Clock
from testkit.deliveries import DeliveryQueue
from testkit.layer_scenario import Owned
from testkit.scenario import Practice
from testkit.tables import fresh_table

moto_speed.install()


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """Disable sockets in every test."""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(_dynamodb(), monkeypatch) as table:
        yield table


@pytest.fixture
def practice(api: Api) -> Practice:
    """Create a client, and a provider with four open slots, as an administrator."""
    return Practice(api)


@pytest.fixture
def deliveries(table: Table, monkeypatch: pytest.MonkeyPatch) -> DeliveryQueue:
    """Create the queue of deliveries, for whatever sends to it."""
    queue = DeliveryQueue()
    monkeypatch.setenv("DELIVERY_QUEUE_URL", queue.url)
    webhook_settings.cache_clear()
    return queue


@pytest.fixture
def owned(table: Table, clock: Clock) -> Owned:
    """Create Alice's client, and Dana's provider with four open slots, without the API."""
    return Owned()


@cache
def _dynamodb() -> DynamoDBServiceResource:
    # All tests share one boto3 resource, because making one takes longer than most tests.
    return boto3.resource("dynamodb")
