"""A table for a test, with the keys and indexes that template.yaml defines."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

from local.template import table_definition

_DEFINITION = table_definition()


@contextmanager
def fresh_table(
    dynamodb: DynamoDBServiceResource, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> Iterator[Table]:
    """Create an empty table under a unique name, and point the functions at it.

    TTL stays off. It would ignore the test's clock, and could delete live holds. The stream stays off too,
    unless `more` has a StreamSpecification, because copying each image would make tests slower.
    """
    table = dynamodb.create_table(TableName=f"test-{uuid.uuid4()}", **_DEFINITION, **more)
    monkeypatch.setenv("TABLE_NAME", table.name)
    try:
        yield table
    finally:
        table.delete()
