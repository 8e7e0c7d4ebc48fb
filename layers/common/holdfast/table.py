"""The one table: reading it, and writing to it under conditions.

An expression names attributes as `#name` and values as `:name`; the maps that DynamoDB wants beside it
are made from the text, so that an expression is written once and reads as it stands.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from holdfast import ids
from holdfast.connection import Conflict, call, raise_meaning, settle
from holdfast.settings import settings
from holdfast.values import decode, encode

Item = dict[str, Any]
Action = dict[str, dict[str, Any]]  # one member of TransactItems

_BATCH = 100  # keys of one BatchGetItem
_LONGEST_PAGE = 5000  # rows; DynamoDB ends one at 1 MB
_FAILED = "ConditionalCheckFailed"


class Key(NamedTuple):
    PK: str
    SK: str


class Refused(Exception):
    """Conditions did not hold: the position of each refused action, and the item it met (None: no item)."""

    def __init__(self, met: Mapping[int, Item | None]) -> None:
        super().__init__(f"refused: {sorted(met)}")
        self.met = met


# Reads


def get(key: Key) -> Item | None:
    """Read one item, consistently."""
    answer = call("get_item", TableName=settings().table_name, Key=_key(key), ConsistentRead=True)
    return _decode(answer["Item"]) if "Item" in answer else None


def batch_get(keys: Collection[Key], *, consistent: bool) -> dict[Key, Item]:
    """Read the items that exist, however many keys there are."""
    distinct = list(dict.fromkeys(keys))
    found: dict[Key, Item] = {}
    for at in range(0, len(distinct), _BATCH):
        asked = {"Keys": [_key(key) for key in distinct[at : at + _BATCH]], "ConsistentRead": consistent}
        found |= settle(partial(_whole_batch, asked))
    return found


def _whole_batch(asked: dict[str, Any]) -> dict[Key, Item]:
    answer = call("batch_get_item", RequestItems={settings().table_name: asked})
    if answer["UnprocessedKeys"]:  # DynamoDB was too busy for some of them
        raise Conflict
    items = map(_decode, answer["Responses"][settings().table_name])
    return {Key(item["PK"], item["SK"]): item for item in items}


def query(
    condition: str,
    values: Item,
    *,
    index: str | None = None,
    attributes: str | None = None,
    consistent: bool = False,
    page_size: int | None = None,
) -> Iterator[Item]:
    """Yield items in the order of their sort keys; the next page is asked for only when it is needed.

    Each page is to be twice as long as the one before: whoever needs a second one may need many.
    """
    request: dict[str, Any] = {"TableName": settings().table_name, "ConsistentRead": consistent}
    request |= {"IndexName": index} if index else {}
    request |= {"Limit": page_size} if page_size else {}
    expressions = {"ProjectionExpression": attributes} if attributes else {}
    request |= _expressions(values, KeyConditionExpression=condition, **expressions)
    while True:
        answer = call("query", **request)
        yield from map(_decode, answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return
        request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        if page_size:
            request["Limit"] = min(2 * request["Limit"], _LONGEST_PAGE)


# Writes


def put(item: Item, condition: str, values: Item) -> Action:
    return {"Put": _action(values, ConditionExpression=condition) | {"Item": _encode(item)}}


def update(key: Key, change: str, condition: str | None, values: Item) -> Action:
    expressions = {"UpdateExpression": change}
    if condition:
        expressions["ConditionExpression"] = condition
    return {"Update": _action(values, **expressions) | {"Key": _key(key)}}


def delete(key: Key, condition: str, values: Item) -> Action:
    return {"Delete": _action(values, ConditionExpression=condition) | {"Key": _key(key)}}


def check(key: Key, condition: str, values: Item) -> Action:
    return {"ConditionCheck": _action(values, ConditionExpression=condition) | {"Key": _key(key)}}


def write(action: Action) -> Item:
    """Send one action by itself and return the item as an update left it; raise Refused with position 0."""
    ((kind, request),) = action.items()
    if kind == "Update":
        request = request | {"ReturnValues": "ALL_NEW"}
    try:
        answer = call(f"{kind.lower()}_item", **request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise Refused({0: _met(error.response)}) from error
    return _decode(answer.get("Attributes", {}))


def transact(*actions: Action) -> None:
    """Apply all actions or none; raise Refused with the positions of those whose condition failed."""
    # botocore sends the same token with each of its own retries: DynamoDB replays, and applies once.
    token = ids.random_hex()
    try:
        call("transact_write_items", TransactItems=actions, ClientRequestToken=token)
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        raise_meaning({reason["Code"] for reason in reasons}, error)
        refused = {n: _met(reason) for n, reason in enumerate(reasons) if reason["Code"] == _FAILED}
        if not refused:
            raise
        raise Refused(refused) from error


def _met(refusal: Mapping[str, Any]) -> Item | None:
    return _decode(refusal["Item"]) if refusal.get("Item") else None


def _action(values: Item, **expressions: str) -> dict[str, Any]:
    return {
        "TableName": settings().table_name,
        # A refusal says what it met, without a second read.
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        **_expressions(values, **expressions),
    }


def _expressions(values: Item, **expressions: str) -> dict[str, Any]:
    names, used = _placeholders(" ".join(expressions.values()))
    request: dict[str, Any] = dict(expressions)
    request |= {"ExpressionAttributeNames": names} if names else {}
    encoded = {f":{name}": encode(values[name]) for name in used}
    request |= {"ExpressionAttributeValues": encoded} if encoded else {}
    return request


@cache
def _placeholders(text: str) -> tuple[dict[str, str], list[str]]:
    """Return what the placeholders of attributes stand for, and the names of the values."""
    names = {f"#{name}": name for name in re.findall(r"#(\w+)", text)}
    return names, list(dict.fromkeys(re.findall(r":(\w+)", text)))


# Keys and items as DynamoDB has them


def _key(key: Key) -> dict[str, Any]:
    return _encode(key._asdict())


def _encode(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: encode(value) for name, value in item.items()}


def _decode(item: Mapping[str, Any]) -> Item:
    return {name: decode(value) for name, value in item.items()}
