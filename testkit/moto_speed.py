"""Makes moto fast, with the same results. Without it, the unit tests take twice as long.

moto copies the whole table before each transaction, in case it must be undone. Only the items that the
transaction names can change, so only they need a deep copy. moto also looks for a dozen spellings of each
attribute value's type, although its values of DynamoDB have the form of the response already.
"""

import copy
from collections import defaultdict
from typing import Any

from moto.core.model import StructureShape
from moto.core.serialize import ResponseSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_transact = DynamoDBBackend.transact_write_items
_serialize_structure = ResponseSerializer._serialize_type_structure
_FLAT = {"S", "N", "BOOL", "SS", "NS"}  # types whose values contain no further attribute values


def install() -> None:
    """Change moto in this process, for good. All tables must have a sort key, as ours has."""
    Table.__deepcopy__ = _shallow_copy  # type: ignore[attr-defined]
    DynamoDBBackend.transact_write_items = _transact_write_items  # type: ignore[method-assign,assignment]
    ResponseSerializer._serialize_type_structure = _serialize_type_structure  # type: ignore[method-assign,assignment]


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


def _serialize_type_structure(
    serializer: ResponseSerializer, serialized: Any, value: Any, shape: StructureShape, key: str
) -> None:
    if shape.name == "AttributeValue" and isinstance(value, dict) and value.keys() <= _FLAT:
        serializer._default_serialize(serialized, value, shape, key)
    else:
        _serialize_structure(serializer, serialized, value, shape, key)
