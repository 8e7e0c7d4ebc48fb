"""Unit tests: moto stands in for DynamoDB, and nothing may open a socket."""

from collections.abc import Iterator
from functools import cache

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from testkit.tables import fresh_table


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """pytest-socket goes by the name of the fixture asked for here."""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(_dynamodb(), monkeypatch) as table:
        yield table


@cache
def _dynamodb() -> DynamoDBServiceResource:
    # Making a client takes longer than most tests, and moto minds only what is sent.
    return boto3.resource("dynamodb")
