"""Changes and deletions with If-Match, for providers, clients and services."""

from typing import Any

from holdfast.core import ids
from holdfast.core.caller import Caller
from holdfast.core.errors import Kind, NotFound, Stale
from holdfast.dynamodb import actions, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import EXISTS, SAME_VERSION, all_of, owned, setting
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.table import ConditionFailed


def with_write_id(fields: Item) -> Item:
    """Add an id for this write. If a retry finds the id in the item, an earlier attempt has succeeded."""
    return fields | {"write_id": ids.random_hex()}


def same_version(version: int | None) -> tuple[str, ...]:
    """Return the clause for If-Match, or no clause if there is no version to compare."""
    return () if version is None else (SAME_VERSION,)


def change(kind: Kind, key: Key, fields: Item, caller: Caller, version: int | None) -> Item:
    """Set the fields in one conditional update; `version` is from If-Match. Raises NotFound, Stale."""
    return _change(kind, key, with_write_id(fields), caller, version)


@retry_on_conflict  # a transaction that opens time or reserves a slot may be writing the item
def _change(kind: Kind, key: Key, written: Item, caller: Caller, version: int | None) -> Item:
    condition = all_of(EXISTS, *owned(caller), *same_version(version))
    values: dict[str, Any] = written | {"one": 1, "caller": caller.subject, "version": version}
    update = actions.update(key, setting(*written, counters=("version",)), condition, values)
    try:
        return table.write(update)
    except ConditionFailed as failed:
        found = failed.found[0]
        if found is None or not caller.owns(found["owner"]):
            raise NotFound(kind) from failed
        if found["write_id"] != written["write_id"]:
            raise Stale from failed
        return found


def accept_if_gone(failed: ConditionFailed, version: int | None) -> None:
    """Return normally if the deletion failed because the item is already gone.

    Either another request has deleted it, or an earlier attempt of this one has, but the response was lost.
    Raises Stale if the item still exists, but not in the version that If-Match names. Raises Conflict if the
    condition failed for another reason: the client has a new reservation, the provider's calendar changed, or
    the service was changed.
    """
    found = failed.found[0]
    if found and version not in (None, found["version"]):
        raise Stale from failed
    if found:
        raise Conflict from failed
