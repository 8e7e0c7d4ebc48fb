"""Builds the queries, writes and checks that `table.py` sends to DynamoDB.

An expression refers to attributes as `#name` and to values as `:name`. DynamoDB also requires a map of the
names and a map of the values. Both maps are derived from the expression, so that no name is written twice.
"""

import re
from functools import cache
from typing import Any

from holdfast.core.settings import settings
from holdfast.dynamodb.keys import Key
from holdfast.dynamodb.values import encode, encode_item

Item = dict[str, Any]
Action = dict[str, dict[str, Any]]  # one member of TransactItems


def put(item: Item, condition: str | None, values: Item) -> Action:
    return {"Put": _action(values, condition) | {"Item": encode_item(item)}}


def update(key: Key, change: str, condition: str | None, values: Item) -> Action:
    request = _action(values, condition, UpdateExpression=change)
    return {"Update": request | {"Key": encode_item(key._asdict())}}


def delete(key: Key, condition: str | None, values: Item) -> Action:
    return {"Delete": _action(values, condition) | {"Key": encode_item(key._asdict())}}


def check(key: Key, condition: str, values: Item) -> Action:
    return {"ConditionCheck": _action(values, condition) | {"Key": encode_item(key._asdict())}}


def query(condition: str, attributes: str | None, values: Item) -> dict[str, Any]:
    """Return the parts of a query that select the items and, if `attributes` is given, their attributes."""
    projection = {"ProjectionExpression": attributes} if attributes else {}
    return _expressions(values, KeyConditionExpression=condition, **projection)


def _expressions(values: Item, **expressions: str) -> dict[str, Any]:
    """Return the expressions, with the attribute names and values that they use."""
    names, used = _placeholders(" ".join(expressions.values()))
    request: dict[str, Any] = dict(expressions)
    request |= {"ExpressionAttributeNames": names} if names else {}
    encoded = {f":{name}": encode(values[name]) for name in used}
    request |= {"ExpressionAttributeValues": encoded} if encoded else {}
    return request


def _action(values: Item, condition: str | None, **expressions: str) -> dict[str, Any]:
    if condition:
        expressions["ConditionExpression"] = condition
    return {
        "TableName": settings().table_name,
        # Let a failed condition return the existing item, which saves a read.
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        **_expressions(values, **expressions),
    }


@cache
def _placeholders(text: str) -> tuple[dict[str, str], list[str]]:
    """Return a map from each `#name` in the text to its attribute, and the names of all `:name` values."""
    names = {f"#{name}": name for name in re.findall(r"#(\w+)", text)}
    return names, list(dict.fromkeys(re.findall(r":(\w+)", text)))
