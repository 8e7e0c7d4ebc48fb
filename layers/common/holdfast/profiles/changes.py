"""What providers and clients have in common: they are changed and deleted under If-Match."""

from typing import Any

from holdfast.core import ids
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound, Stale
from holdfast.dynamodb import actions, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import EXISTS, SAME_VERSION, all_of, owned, setting
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed


def with_write_id(fields: Item) -> Item:
    """Name this write: a refusal that finds the name shows that our first try was applied."""
    return fields | {"write_id": ids.random_hex()}


def same_version(version: int | None) -> tuple[str, ...]:
    """Return the clause of If-Match, if there is one."""
    return () if version is None else (SAME_VERSION,)


def change(key: Key, fields: Item, caller: Caller, version: int | None) -> Item:
    """Set the fields in one conditional update; `version` is If-Match's. Raises NotFound, Stale."""
    return _change(key, with_write_id(fields), caller, version)


@retry_on_conflict  # with a transaction that touches the item at this moment, to open time or to reserve
def _change(key: Key, written: Item, caller: Caller, version: int | None) -> Item:
    condition = all_of(EXISTS, *owned(caller), *same_version(version))
    values: dict[str, Any] = written | {"one": 1, "caller": caller.subject, "version": version}
    update = actions.update(key, setting(*written, counters=("version",)), condition, values)
    try:
        return table.write(update)
    except ConditionFailed as failed:
        found = failed.found[0]
        if found is None or not caller.owns(found["owner"]):
            raise NotFound from failed
        if found["write_id"] != written["write_id"]:
            raise Stale from failed
        return found


def accept_if_gone(failed: ConditionFailed, version: int | None) -> None:
    """Take the refusal of a deletion as success if the thing is gone since it was read.

    It went by our own first try, its response lost, or by somebody else. Raises Stale if it is not the
    version of If-Match, else Conflict: something ahead of it has come since.
    """
    found = failed.found[0]
    if found and version not in (None, found["version"]):
        raise Stale from failed
    if found:
        raise Conflict from failed
