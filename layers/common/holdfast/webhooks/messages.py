"""Messages of the queue of deliveries: each asks for one attempt to deliver one event to one webhook."""

import json

_json = json.JSONEncoder(separators=(",", ":")).encode


def message(webhook_id: int, event_id: str, *, at_once: bool = False) -> str:
    """Return the message; with `at_once`, a paused endpoint is tried all the same."""
    return _json({"webhook_id": webhook_id, "event_id": event_id, "at_once": at_once})


def read(body: str) -> tuple[int, str, bool]:
    """Return what `message` got; raise ValueError, KeyError or TypeError for any other text."""
    found = json.loads(body)
    return int(found["webhook_id"]), str(found["event_id"]), bool(found["at_once"])
