"""A table for a test, exactly as template.yaml defines it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from local.template import table_definition


@contextmanager
def fresh_table(dynamodb: DynamoDBServiceResource, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """Create an empty table under a name of its own and point the functions at it.

    Its TTL stays off: the engine's clock is not the test's, so TTL would delete live holds.
    """
    table = dynamodb.create_table(TableName=f"test-{uuid.uuid4()}", **table_definition())
    monkeypatch.setenv("TABLE_NAME", table.name)
    try:
        yield table
    finally:
        table.delete()
