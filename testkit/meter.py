"""Counts the requests to DynamoDB, and the capacity units that they cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import pytest
from botocore.exceptions import ClientError

from holdfast.core import settings
from holdfast.dynamodb import connection
from local.template import table_definition
from testkit import capacity
from testkit.capacity import Index, Item

_SINGLE = {"put_item": "Put", "update_item": "Update", "delete_item": "Delete"}
_REFUSED = {"ConditionalCheckFailedException", "TransactionCanceledException"}


@dataclass
class Bill:
    """The requests so far: their names in order, and the capacity units that AWS would charge."""

    calls: list[str] = field(default_factory=list)
    read: float = 0
    written: float = 0
    _lock: Lock = field(default_factory=Lock)

    def add(self, call: str, read: float, written: float) -> None:
        with self._lock:
            self.calls.append(call)
            self.read += read
            self.written += written

    @property
    def writes(self) -> list[str]:
        return [call for call in self.calls if call not in {"get_item", "batch_get_item", "query"}]


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bill]:
    """Record the names of the requests, but no units. This is fast enough for tests with many threads."""
    bill = Bill()

    def call(operation: str, **request: Any) -> Any:
        bill.add(operation, 0, 0)
        return connection.call(operation, **request)

    with monkeypatch.context() as patch:
        patch.setattr("holdfast.dynamodb.table.call", call)
        yield bill


@contextmanager
def metered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bill]:
    """Record the names of the requests and their units. Only one thread at a time may write."""
    bill = Bill()

    def call(operation: str, **request: Any) -> Any:
        if operation not in _SINGLE and operation != "transact_write_items":
            response = connection.call(operation, **request)
            bill.add(operation, _read_units(operation, request, response), 0)
            return response
        with _written(bill, operation, request):
            return connection.call(operation, **request)

    with monkeypatch.context() as patch:
        patch.setattr("holdfast.dynamodb.table.call", call)
        yield bill


def _read_units(operation: str, request: dict[str, Any], response: Any) -> float:
    assert not request.keys() & {"FilterExpression", "Select"}, "read more than it shows"
    consistent = request.get("ConsistentRead", False)
    if operation == "get_item":
        return capacity.get_units([response.get("Item")], consistent=consistent)
    if operation == "query":
        return capacity.query_units(_whole(request, response), consistent=consistent)
    ((name, asked),) = request["RequestItems"].items()
    found = response["Responses"][name]
    missing = [None] * (len(asked["Keys"]) - len(found))
    return capacity.get_units([*found, *missing], consistent=asked["ConsistentRead"])


def _whole(query: dict[str, Any], response: Any) -> list[Item]:
    """Return the items that a query read, with all attributes, because AWS charges for all of them."""
    if "ProjectionExpression" not in query:
        items: list[Item] = response["Items"]
        return items
    rest = query.keys() - {"ProjectionExpression", "ExpressionAttributeNames"}
    return _whole({}, connection.call("query", **{name: query[name] for name in rest}))


@contextmanager
def _written(bill: Bill, operation: str, request: dict[str, Any]) -> Iterator[None]:
    """Compute the cost of a write from the old and the new items. No other thread may write meanwhile."""
    transactional = operation == "transact_write_items"
    actions = request["TransactItems"] if transactional else [{_SINGLE[operation]: request}]
    keys = [_key(action) for action in actions]
    old = list(map(_stored, keys))
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _REFUSED:
            units = (capacity.refused_units(item, None, transactional=transactional) for item in old)
            bill.add(operation, 0, sum(units))
        raise
    pairs = zip(old, map(_stored, keys), strict=True)
    units = (capacity.write_units(*pair, _indexes(), transactional=transactional) for pair in pairs)
    bill.add(operation, 0, sum(units))


def _key(action: dict[str, Any]) -> Item:
    ((kind, request),) = action.items()
    if kind != "Put":
        key: Item = request["Key"]
        return key
    return {name: request["Item"][name] for name in ("PK", "SK")}


def _stored(key: Item) -> Item | None:
    name = settings.settings().table_name
    return connection.client().get_item(TableName=name, Key=dict(key), ConsistentRead=True).get("Item")


def _indexes() -> list[Index]:
    definition = table_definition()
    table_keys = [key["AttributeName"] for key in definition["KeySchema"]]
    return [Index.of(index, table_keys) for index in definition["GlobalSecondaryIndexes"]]
