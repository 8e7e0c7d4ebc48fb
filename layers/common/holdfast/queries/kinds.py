"""Pages of the index by_kind, which lists all providers, clients, services or webhooks."""

from itertools import islice

from holdfast.dynamodb import table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.expressions import KIND_AFTER


def listed_after(kind: str, after: int, limit: int) -> tuple[list[Item], int | None]:
    """Return up to `limit` items from the index and, if more follow, the id of the last one."""
    values = {"partition": kind, "after": after}
    found = list(islice(table.query(KIND_AFTER, values, index="by_kind", page_size=limit + 1), limit + 1))
    more = len(found) > limit
    return found[:limit], found[limit - 1]["by_kind_sk"] if more else None
