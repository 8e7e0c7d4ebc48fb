"""Reads what is due from partitions of the index by_kind."""

from collections.abc import Iterator, Sequence
from itertools import islice

from holdfast.dynamodb import table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.expressions import KIND_UNTIL

_ROWS_A_PAGE = 100
_AT_ONCE = 10  # messages in one request to a queue


def rows(partitions: Sequence[str], now: int) -> Iterator[list[Item]]:
    """Yield the rows that are due, up to ten at a time, the longest due of each partition first."""
    for partition in rotated(partitions, now):
        values = {"partition": partition, "until": now}
        found = table.query(KIND_UNTIL, values, index="by_kind", page_size=_ROWS_A_PAGE)
        while some := list(islice(found, _AT_ONCE)):
            yield some


def rotated(partitions: Sequence[str], now: int) -> list[str]:
    """Return all partitions. Each minute, start with the next one, because a run may end early."""
    first = now // 60 % len(partitions)
    return [*partitions[first:], *partitions[:first]]
