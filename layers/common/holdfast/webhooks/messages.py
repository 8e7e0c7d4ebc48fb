"""The messages of the queue of deliveries: each asks for one attempt to deliver an event to a webhook."""

import json

_json = json.JSONEncoder(separators=(",", ":")).encode


def message(webhook_id: int, event_id: str, *, at_once: bool = False) -> str:
    """Return the message as JSON. `at_once` asks for an attempt even while the endpoint is paused."""
    return _json({"webhook_id": webhook_id, "event_id": event_id, "at_once": at_once})


def read(body: str) -> tuple[int, str, bool]:
    """Return the webhook's id, the event's id and `at_once`; raise ValueError, LookupError or TypeError."""
    said = json.loads(body)
    return int(said["webhook_id"]), str(said["event_id"]), bool(said["at_once"])
