"""What DynamoDB charges, by the rules that AWS publishes; DynamoDB Local reports less for transactions.

Sizes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
Indexes: .../GSI.html, "Provisioned throughput considerations for global secondary indexes".
Items are as DynamoDB's wire format has them: {"name": {"S": "text"}}.
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
    """Return the bytes of an item: its names and its values."""
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
    """Count a byte for each two significant digits, one for all of them, and one for a sign."""
    digits = text.replace(".", "").lstrip("-0").rstrip("0")
    return math.ceil(len(digits) / 2) + 1 + text.startswith("-")


def get_units(items: Iterable[Item | None], *, consistent: bool) -> float:
    """Charge GetItem and BatchGetItem: each item by itself, also one that is not there."""
    return sum(_units(size(item or {}), _READ) for item in items) * (1 if consistent else 0.5)


def query_units(items: Iterable[Item], *, consistent: bool) -> float:
    """Charge one page of a Query: all that it read together, and nothing found as well."""
    return _units(sum(map(size, items)), _READ) * (1 if consistent else 0.5)


def write_units(
    old: Item | None, new: Item | None, indexes: Sequence["Index"], *, transactional: bool
) -> float:
    """Charge a write that was made: the larger item in the table, and every index that it changed."""
    return refused_units(old, new, transactional=transactional) + sum(
        index.write_units(old or {}, new or {}) for index in indexes
    )


def refused_units(old: Item | None, new: Item | None, *, transactional: bool) -> float:
    """Charge a write whose condition failed, or a ConditionCheck: no index is written."""
    larger = max(size(old or {}), size(new or {}))
    return _units(larger, _WRITE) * (2 if transactional else 1)


@dataclass(frozen=True)
class Index:
    """A global secondary index: an item is in it if it has its keys, with what it projects."""

    keys: frozenset[str]
    projected: frozenset[str]

    @classmethod
    def of(cls, definition: Mapping[str, Any], table_keys: Iterable[str]) -> Self:
        """Read a member of GlobalSecondaryIndexes."""
        keys = frozenset(key["AttributeName"] for key in definition["KeySchema"])
        projection = definition["Projection"]
        if projection["ProjectionType"] == "ALL":
            raise ValueError("an index that projects everything is charged for every write")
        return cls(keys, keys | frozenset(table_keys) | frozenset(projection.get("NonKeyAttributes", ())))

    def write_units(self, old: Item, new: Item) -> float:
        """Charge a put, a deletion or a change of what is projected once, a change of the key twice."""
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
    """Put the members of a set into one order, so that equal sets are equal."""
    return {
        kind: sorted(content) if kind in {"SS", "NS", "BS"} else content for kind, content in value.items()
    }


def _units(length: int, step: int) -> int:
    return max(1, math.ceil(length / step))
