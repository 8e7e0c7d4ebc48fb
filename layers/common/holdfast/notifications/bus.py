"""Puts events on the event bus, ten in a request."""

import json
from collections.abc import Sequence
from enum import Enum, auto
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from holdfast.core import telemetry
from holdfast.notifications import clients
from holdfast.notifications.event import SOURCE, Event

_ENTRIES_IN_A_REQUEST = 10
# The bus refuses these entries each time. Every other error may be gone the next time.
_FOR_GOOD = {"InvalidArgument", "MalformedDetail", "RedactionFailure"}
_json = json.JSONEncoder(separators=(",", ":")).encode


class Outcome(Enum):
    """What became of an event. FAILED may succeed later, REFUSED never will."""

    PUBLISHED = auto()
    FAILED = auto()
    REFUSED = auto()


def put(bus: str, events: Sequence[Event]) -> list[Outcome]:
    """Put the events on the bus of this name, and return the outcome of each, in order.

    After a request in which one has FAILED no further request is sent, and the events left are FAILED too.
    """
    outcomes: list[Outcome] = []
    while len(outcomes) < len(events) and Outcome.FAILED not in outcomes:
        outcomes += _put_some(bus, events[len(outcomes) : len(outcomes) + _ENTRIES_IN_A_REQUEST])
    return outcomes + [Outcome.FAILED] * (len(events) - len(outcomes))


def _put_some(bus: str, events: Sequence[Event]) -> list[Outcome]:
    try:
        response = clients.client("events").put_events(Entries=[_entry(bus, event) for event in events])
    except (BotoCoreError, ClientError) as error:
        telemetry.annotate(level="WARN", error=telemetry.error_name(error))
        return [Outcome.FAILED] * len(events)
    return [_outcome(entry.get("ErrorCode")) for entry in response["Entries"]]


def _outcome(code: str | None) -> Outcome:
    if not code:
        return Outcome.PUBLISHED
    telemetry.annotate(level="WARN", error=code)
    return Outcome.REFUSED if code in _FOR_GOOD else Outcome.FAILED


def _entry(bus: str, event: Event) -> dict[str, Any]:
    return {
        "EventBusName": bus,
        "Source": SOURCE,
        "DetailType": event.type,
        "Time": event.time,
        "Detail": _json(event.detail),
    }
