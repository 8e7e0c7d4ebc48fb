"""Unit tests: moto stands in for DynamoDB, and nothing may open a socket."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import Table

from tests.tables import fresh_table


@pytest.fixture(autouse=True)
def _no_sockets(socket_disabled: None) -> None:
    """pytest-socket goes by the name of the fixture asked for here."""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(boto3.resource("dynamodb"), monkeypatch) as table:
        yield table
