"""DynamoDB's types: text, whole numbers, truth, nothing, lists, maps, and sets of whole numbers.

boto3 has this for every type, and loading it takes as long as loading all of botocore.
"""

from typing import Any

Value = dict[str, Any]


def encode(value: Any) -> Value:
    """Raise TypeError for what is never stored, a float for one."""
    encoded: Value
    match value:
        case None:
            encoded = {"NULL": True}
        case bool():  # before int, which it is as well
            encoded = {"BOOL": value}
        case str():
            encoded = {"S": value}
        case int():
            encoded = {"N": str(value)}
        case set():
            encoded = {"NS": [str(number) for number in value]}
        case list():
            encoded = {"L": [encode(member) for member in value]}
        case dict():
            encoded = {"M": {name: encode(member) for name, member in value.items()}}
        case _:
            raise TypeError(type(value).__name__)
    return encoded


def decode(value: Value) -> Any:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "BOOL":
            return content
        case "N":
            return int(content)
        case "NULL":
            return None
        case "NS":
            return set(map(int, content))
        case "L":
            return [decode(member) for member in content]
        case "M":
            return {name: decode(member) for name, member in content.items()}
    raise TypeError(kind)
