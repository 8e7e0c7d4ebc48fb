"""The starting point of the tests of permissions and of privacy."""

from typing import Any, NamedTuple

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.held_slot import HeldSlot, hold_slot
from testkit.items import stored


class _Made(NamedTuple):
    slot: HeldSlot
    items: list[dict[str, Any]]


@pytest.fixture(scope="session")
def _made() -> list[_Made]:
    return []


@pytest.fixture
def held_slot(api: Api, table: Table, _made: list[_Made]) -> HeldSlot:
    """Make a held slot through the API once, and copy its items for each further test: that is faster."""
    if not _made:
        _made.append(_Made(hold_slot(), stored(table)))
    else:
        with table.batch_writer() as batch:
            for item in _made[0].items:
                batch.put_item(Item=item)
    return _made[0].slot
