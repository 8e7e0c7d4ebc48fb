"""Conversion of the DynamoDB types in use: strings, integers, booleans, null, lists, maps, sets of integers.

boto3 can convert every type, but importing boto3 takes a sixth of a cold start.
"""

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any

Value = dict[str, Any]


def encode(value: Any) -> Value:
    """Return DynamoDB's form of the value; raise KeyError for a type that is never stored, such as float."""
    return _ENCODE[type(value)](value)


def decode(value: Value) -> Any:
    ((kind, content),) = value.items()
    return _DECODE[kind](content)


def encode_item(item: Mapping[str, Any]) -> dict[str, Value]:
    return {name: encode(value) for name, value in item.items()}


def decode_item(item: Mapping[str, Value]) -> dict[str, Any]:
    return {name: decode(value) for name, value in item.items()}


_ENCODE: dict[type, Callable[[Any], Value]] = {
    str: lambda text: {"S": text},
    int: lambda number: {"N": str(number)},
    bool: lambda truth: {"BOOL": truth},
    NoneType: lambda _: {"NULL": True},
    set: lambda numbers: {"NS": list(map(str, numbers))},
    list: lambda members: {"L": list(map(encode, members))},
    dict: lambda members: {"M": {name: encode(member) for name, member in members.items()}},
}
_DECODE: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "BOOL": bool,
    "NULL": lambda _: None,
    "NS": lambda numbers: set(map(int, numbers)),
    "L": lambda members: list(map(decode, members)),
    "M": lambda members: {name: decode(member) for name, member in members.items()},
}
