"""The body of a request: a JSON object of limited size and depth, whatever its content type."""

import base64
import json
from itertools import chain
from typing import Any, NoReturn

from holdfast.core.errors import Malformed, TooLarge

MAX_BYTES = 16 * 1024
# A valid body nests four levels at most, so any higher limit will do. Without one, Python's own limit would
# apply, which varies by version.
MAX_DEPTH = 32
_READ_HEADERS = {"accept-encoding", "idempotency-key", "if-match", "if-none-match"}

Event = dict[str, Any]


def with_json_body(event: Event) -> Event:
    """Return the event with its body as text and a JSON content type.

    Raises TooLarge, and Malformed for a body that is not UTF-8.
    """
    # Powertools copies the headers several times, so give it only the headers that are read. These do not
    # include the token.
    headers = {name: text for name, text in event.get("headers", {}).items() if name in _READ_HEADERS}
    event = event | {"headers": headers | {"content-type": "application/json"}}
    if not (body := event.get("body")):
        return event
    content = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode(errors="surrogatepass")
    if len(content) > MAX_BYTES:
        raise TooLarge
    try:
        text = content.decode(errors="strict")
    except UnicodeDecodeError:
        raise Malformed from None
    return event | {"body": text, "isBase64Encoded": False}


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


_read_json = json.JSONDecoder(parse_constant=_refuse_constant).decode  # NaN and Infinity are not JSON


def json_object(text: str) -> dict[str, Any]:
    """Parse a JSON object; raise Malformed for any other text and for an object that nests too deeply."""
    try:
        value = _read_json(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(value, dict) or _is_deep(value):
        raise Malformed
    return value


def _is_deep(value: dict[str, Any]) -> bool:
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        within = chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in within if isinstance(each, dict | list)]
        if not level:
            return False
    return True
