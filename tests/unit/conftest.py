"""Unit tests: moto stands in for DynamoDB, and nothing may open a socket."""

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
    """pytest-socket goes by the name of the fixture asked for here."""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(_dynamodb(), monkeypatch) as table:
        yield table


@pytest.fixture
def practice(api: Api) -> Practice:
    """A provider with four open slots and a client, made by an administrator."""
    return Practice(api)


@pytest.fixture
def owned(table: Table, clock: Clock) -> Owned:
    """The same, below the API: of Dana's and of Alice's."""
    return Owned()


@cache
def _dynamodb() -> DynamoDBServiceResource:
    # Making a client takes longer than most tests, and moto minds only what is sent.
    return boto3.resource("dynamodb")
