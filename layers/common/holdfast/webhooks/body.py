"""The body of what a webhook gets: the same bytes in each attempt, because they are signed."""

import json
from collections.abc import Mapping
from typing import Any

_json = json.JSONEncoder(separators=(",", ":")).encode


def body_of(detail: Mapping[str, Any]) -> str:
    """Return the body for an event, given its detail as docs/events.md describes it."""
    return _json({"type": detail["type"], "timestamp": detail["time"], "data": detail})
