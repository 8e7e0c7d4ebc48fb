"""Reads from the table, and conditional writes to it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from holdfast.core import ids
from holdfast.core.settings import settings
from holdfast.dynamodb import actions
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import Conflict, call, retry_on_conflict, translate_error
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.values import decode_item, encode_item

_KEYS_IN_A_BATCH = 100
_MOST_ROWS = 5000  # in a page; DynamoDB itself ends a page at 1 MB
_RETURNED = {"Update": "ALL_NEW", "Delete": "ALL_OLD"}
_FAILED = "ConditionalCheckFailed"


class ConditionFailed(Exception):
    """A condition failed. `found` maps each failed action's position to the existing item, or to None."""

    def __init__(self, found: Mapping[int, Item | None]) -> None:
        super().__init__(f"condition failed: {sorted(found)}")
        self.found = found


# Reads


def get(key: Key) -> Item | None:
    """Return the item, or None if it does not exist. The read is consistent."""
    where = encode_item(key._asdict())
    response = call("get_item", TableName=settings().table_name, Key=where, ConsistentRead=True)
    return decode_item(response["Item"]) if "Item" in response else None


def batch_get(keys: Collection[Key], *, consistent: bool) -> dict[Key, Item]:
    """Return the items that exist, by key. Any number of keys is allowed."""
    distinct = list(dict.fromkeys(keys))
    found: dict[Key, Item] = {}
    for at in range(0, len(distinct), _KEYS_IN_A_BATCH):
        some = [encode_item(key._asdict()) for key in distinct[at : at + _KEYS_IN_A_BATCH]]
        found |= _whole_batch({"Keys": some, "ConsistentRead": consistent})
    return found


@retry_on_conflict
def _whole_batch(asked: dict[str, Any]) -> dict[Key, Item]:
    response = call("batch_get_item", RequestItems={settings().table_name: asked})
    if response["UnprocessedKeys"]:  # DynamoDB was too busy for some of the keys
        raise Conflict
    items = map(decode_item, response["Responses"][settings().table_name])
    return {Key(item["PK"], item["SK"]): item for item in items}


def query(
    condition: str,
    values: Item,
    *,
    index: str | None = None,
    attributes: str | None = None,
    consistent: bool = False,
    page_size: int | None = None,
    newest_first: bool = False,
) -> Iterator[Item]:
    """Yield items in the order of their sort keys; request the next page only when it is needed.

    `newest_first` reverses the order.

    `page_size` limits the number of rows on the first page. Each later page may be twice as long as the page
    before it, because a caller that needs a second page may need many.
    """
    request: dict[str, Any] = {"TableName": settings().table_name, "ConsistentRead": consistent}
    request |= {"IndexName": index} if index else {}
    request |= {"Limit": page_size} if page_size else {}
    request |= {"ScanIndexForward": False} if newest_first else {}
    request |= actions.query(condition, attributes, values)
    while True:
        response = call("query", **request)
        yield from map(decode_item, response["Items"])
        if "LastEvaluatedKey" not in response:
            return
        request["ExclusiveStartKey"] = response["LastEvaluatedKey"]
        if page_size:
            request["Limit"] = min(2 * request["Limit"], _MOST_ROWS)


# Writes


def write(action: Action) -> Item:
    """Send one action without a transaction.

    Returns the new item of an update, and the deleted item of a deletion. Returns {} if there was nothing to
    delete, and for a put. Raises ConditionFailed.
    """
    ((kind, request),) = action.items()
    if returned := _RETURNED.get(kind):
        request = request | {"ReturnValues": returned}
    try:
        response = call(f"{kind.lower()}_item", **request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise ConditionFailed({0: _found(error.response)}) from error
    return decode_item(response.get("Attributes", {}))


def transact(*writes: Action) -> None:
    """Apply all actions or none; raise ConditionFailed with the positions of the actions that failed."""
    # botocore sends the same token with each of its retries, so DynamoDB applies the transaction only once.
    token = ids.random_hex()
    try:
        call("transact_write_items", TransactItems=writes, ClientRequestToken=token)
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        translate_error({reason["Code"] for reason in reasons}, error)
        failed = {n: _found(reason) for n, reason in enumerate(reasons) if reason["Code"] == _FAILED}
        if not failed:
            raise
        raise ConditionFailed(failed) from error


def _found(refusal: Mapping[str, Any]) -> Item | None:
    return decode_item(refusal["Item"]) if refusal.get("Item") else None
