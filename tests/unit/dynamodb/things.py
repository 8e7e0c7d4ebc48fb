"""Items of no kind, with keys in order."""

from holdfast.table import Item, Key


def thing(number: int, **attributes: object) -> Item:
    return {"PK": "P", "SK": f"{number:04d}", **attributes}


def key(number: int) -> Key:
    return Key("P", f"{number:04d}")
