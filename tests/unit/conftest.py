"""Unit tests use moto instead of DynamoDB, and no test may open a socket."""

from collections.abc import Iterator
from functools import cache

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.layer_scenario import Owned
from testkit.scenario import Practice
from testkit.tables import fresh_table


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """Request pytest-socket's fixture, which disables sockets, for every test."""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(_dynamodb(), monkeypatch) as table:
        yield table


@pytest.fixture
def practice(api: Api) -> Practice:
    """Return a provider with four open slots and a client, both created by an administrator."""
    return Practice(api)


@pytest.fixture
def owned(table: Table, clock: Clock) -> Owned:
    """Return Dana's provider with four open slots and Alice's client, made without the API."""
    return Owned()


@cache
def _dynamodb() -> DynamoDBServiceResource:
    # Making a boto3 resource takes longer than most tests. All tests can share one, because moto intercepts
    # its requests.
    return boto3.resource("dynamodb")
