"""What providers and clients have in common: they are listed by id, and changed under If-Match."""

from itertools import islice

from holdfast import ids, table
from holdfast.connection import Conflict, settle
from holdfast.errors import NotFound, Stale
from holdfast.expressions import EXISTS, KIND_AFTER, SAME_VERSION, all_of, owned, setting
from holdfast.identity import Caller
from holdfast.table import Item, Key, Refused


def page(kind: str, after: int, limit: int) -> tuple[list[Item], int | None]:
    """Return up to `limit` items with ids above `after`, and the last id if there are more."""
    values = {"partition": kind, "after": after}
    found = list(islice(table.query(KIND_AFTER, values, index="by_kind", page_size=limit + 1), limit + 1))
    more = len(found) > limit
    return found[:limit], found[limit - 1]["by_kind_sk"] if more else None


def write_id() -> str:
    """Name one write: a refusal that meets it shows that our first try was applied and its answer lost."""
    return ids.random_hex()


def same_version(version: int | None) -> tuple[str, ...]:
    """Return the clause of If-Match, if there is one."""
    return () if version is None else (SAME_VERSION,)


def change(key: Key, fields: Item, caller: Caller, version: int | None) -> Item:
    """Set the fields in one conditional update; `version` is If-Match's. Raises NotFound, Stale."""
    written = fields | {"write_id": write_id()}
    condition = all_of(EXISTS, *owned(caller), *same_version(version))
    values = written | {"one": 1, "caller": caller.subject, "version": version}
    update = table.update(key, setting(*written, counters=("version",)), condition, values)
    try:
        # A transaction that touches the item at this moment, to open time or to reserve, is a Conflict.
        return settle(lambda: table.write(update))
    except Refused as refused:
        met = refused.met[0]
        if met is None or not caller.may_see(met["owner"]):
            raise NotFound from refused
        if met["write_id"] != written["write_id"]:
            raise Stale from refused
        return met


def accept_if_gone(refused: Refused, version: int | None) -> None:
    """Take the refusal of a deletion as success if the thing is gone since it was read.

    It went by our own first try, its answer lost, or by somebody else. Raises Stale if it is not the
    version of If-Match, else Conflict: something ahead of it has come since.
    """
    met = refused.met[0]
    if met and version not in (None, met["version"]):
        raise Stale from refused
    if met:
        raise Conflict from refused
