"""Undoes a refused transaction without copying the whole table.

moto copies the table before each transaction, in case it must be undone. Only the items that the transaction
names can change, so only they need a deep copy.
"""

import copy
from collections import defaultdict
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_transact = DynamoDBBackend.transact_write_items


def _transact_write_items(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    before = [_copied(backend, action) for item in transact_items for action in item.values()]
    try:
        _transact(backend, transact_items)
    except BaseException:
        # moto has put the shallow copies in place. An update changes an item itself, also that of the copy.
        for name, item in filter(None, before):
            backend.tables[name].items[item.hash_key][item.range_key] = item
        raise


def _copied(backend: DynamoDBBackend, action: dict[str, Any]) -> tuple[str, Item] | None:
    """Return the table's name and a copy of the item that the action names, or None if there is none."""
    name, key = action["TableName"], action.get("Key") or action.get("Item", {})
    table = backend.tables.get(name)
    if not table or table.hash_key_attr not in key or table.range_key_attr not in key:
        return None  # moto refuses the action
    partition = table.items.get(DynamoType(key[table.hash_key_attr]), {})
    item = partition.get(DynamoType(key[table.range_key_attr]))
    return (name, copy.deepcopy(item)) if item else None


def _shallow_copy(table: Table, memo: dict[int, Any]) -> Table:
    """Return a table that later gets or loses items without the other."""
    copied = copy.copy(table)
    copied.items = defaultdict(dict, {key: dict(partition) for key, partition in table.items.items()})
    if table.stream_shard:
        copied.stream_shard = copy.copy(table.stream_shard)
        copied.stream_shard.table = copied
        copied.stream_shard.items = [*table.stream_shard.items]
    return copied


CHANGES: list[tuple[Any, str, Any]] = [
    (Table, "__deepcopy__", _shallow_copy),
    (DynamoDBBackend, "transact_write_items", _transact_write_items),
]
