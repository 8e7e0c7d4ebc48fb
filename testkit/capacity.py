"""Computes capacity units by AWS's rules. DynamoDB Local reports too few units for transactions.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html

Indexes: .../GSI.html, "Provisioned throughput considerations for global secondary indexes".

Items have DynamoDB's wire format: {"name": {"S": "text"}}.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

Value = Mapping[str, Any]
Item = Mapping[str, Value]

_READ = 4096
_WRITE = 1024


def size(item: Item) -> int:
    """Return the size of an item in bytes, including the names of its attributes."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Value) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "B":
            return len(content.encode() if kind == "S" else content)
        case "N":
            return _number_size(content)
        case "BOOL" | "NULL":
            return 1
        case "SS" | "BS" | "NS":
            return sum(_value_size({kind[0]: member}) for member in content)
        case "L" | "M":
            return 3 + sum(map(_member_size, content.items() if kind == "M" else content))
    raise ValueError(kind)


def _member_size(member: Value | tuple[str, Value]) -> int:
    if isinstance(member, tuple):
        return 1 + len(member[0].encode()) + _value_size(member[1])
    return 1 + _value_size(member)


def _number_size(text: str) -> int:
    """Count one byte for every two significant digits, one extra byte, and one for a minus sign."""
    digits = text.replace(".", "").lstrip("-0").rstrip("0")
    return math.ceil(len(digits) / 2) + 1 + text.startswith("-")


def get_units(items: Iterable[Item | None], *, consistent: bool) -> float:
    """Return the units of GetItem or BatchGetItem.

    The size of each item is rounded up separately. A missing item costs as much as the smallest item.
    """
    return sum(_units(size(item or {}), _READ) for item in items) * (1 if consistent else 0.5)


def query_units(items: Iterable[Item], *, consistent: bool) -> float:
    """Return the units of one page of a Query.

    The total size of the items is rounded up. An empty page costs as much as the smallest item.
    """
    return _units(sum(map(size, items)), _READ) * (1 if consistent else 0.5)


def write_units(
    old: Item | None, new: Item | None, indexes: Sequence["Index"], *, transactional: bool
) -> float:
    """Return the units of a successful write.

    The table charges for the larger of the old and the new item. Each index charges for a changed entry.
    """
    return refused_units(old, new, transactional=transactional) + sum(
        index.write_units(old or {}, new or {}) for index in indexes
    )


def refused_units(old: Item | None, new: Item | None, *, transactional: bool) -> float:
    """Return what a write costs without indexes. A ConditionCheck or a refused write costs only this."""
    larger = max(size(old or {}), size(new or {}))
    return _units(larger, _WRITE) * (2 if transactional else 1)


@dataclass(frozen=True)
class Index:
    """A global secondary index. It stores the projected attributes of each item that has the index's keys."""

    keys: frozenset[str]
    projected: frozenset[str]

    @classmethod
    def of(cls, definition: Mapping[str, Any], table_keys: Iterable[str]) -> Self:
        """Make an Index from its definition in a table's GlobalSecondaryIndexes."""
        keys = frozenset(key["AttributeName"] for key in definition["KeySchema"])
        projection = definition["Projection"]
        if projection["ProjectionType"] == "ALL":
            raise ValueError("an index that projects everything is charged for every write")
        return cls(keys, keys | frozenset(table_keys) | frozenset(projection.get("NonKeyAttributes", ())))

    def write_units(self, old: Item, new: Item) -> float:
        """Return the index's units. A changed key counts as two writes, and any other change as one."""
        before, after = self._entry(old), self._entry(new)
        if before == after:
            return 0
        if before and after and all(before[key] == after[key] for key in self.keys):
            return _units(max(size(before), size(after)), _WRITE)
        return sum(_units(size(entry), _WRITE) for entry in (before, after) if entry)

    def _entry(self, item: Item) -> dict[str, Value]:
        if not self.keys <= item.keys():
            return {}
        return {name: _sorted(value) for name, value in item.items() if name in self.projected}


def _sorted(value: Value) -> Value:
    """Sort the members of a DynamoDB set. They come as a list, in no particular order."""
    return {
        kind: sorted(content) if kind in {"SS", "NS", "BS"} else content for kind, content in value.items()
    }


def _units(length: int, step: int) -> int:
    return max(1, math.ceil(length / step))
