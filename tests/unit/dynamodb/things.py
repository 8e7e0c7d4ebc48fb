"""Generic items for tests, with keys that sort by number."""

from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key


def thing(number: int, **attributes: object) -> Item:
    return {"PK": "P", "SK": f"{number:04d}", **attributes}


def key(number: int) -> Key:
    return Key("P", f"{number:04d}")
