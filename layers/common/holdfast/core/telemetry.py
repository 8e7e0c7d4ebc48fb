"""One line of JSON for each event: its outcome, and its metrics in CloudWatch's embedded metric format.

The line contains nothing that a caller sent: no personal data, token, id, path, query or body.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import count
from time import perf_counter, time
from typing import Any, Protocol

from holdfast.core.settings import settings

Line = dict[str, Any]

# The unit of each metric, and its dimensions other than `service`, which every metric has.
_METRICS = {
    "Holds": ("Count", ()),
    "Confirmations": ("Count", ()),
    "Cancellations": ("Count", ()),
    "Reschedules": ("Count", ()),
    "Refusals": ("Count", ("code",)),
    "Lapses": ("Count", ()),
    "OldestLapsedHold": ("Seconds", ()),
    "SweepTime": ("Milliseconds", ()),
    "ExtendedDays": ("Count", ()),
    "OldestDueCalendar": ("Seconds", ()),
    "ExtendTime": ("Milliseconds", ()),
    "EventsPublished": ("Count", ()),
    "EventsUnreadable": ("Count", ()),
    "Reminders": ("Count", ()),
    "OldestDueReminder": ("Seconds", ()),
    "ReminderTime": ("Milliseconds", ()),
    "MailsSent": ("Count", ()),
    "Deliveries": ("Count", ()),
    "FailedAttempts": ("Count", ()),
    "OldestDueRetry": ("Seconds", ()),
    "RetryTime": ("Milliseconds", ()),
}

_current: ContextVar[Line | None] = ContextVar("line", default=None)
_events = count()
_json = json.JSONEncoder(separators=(",", ":")).encode


class Context(Protocol):
    """The attributes of Lambda's context that go into the log line."""

    @property
    def aws_request_id(self) -> str: ...

    @property
    def function_version(self) -> str: ...


class Failed(RuntimeError):
    """An unexpected error, reduced to its name, because the original message may contain personal data."""


def failed(error: Exception) -> Failed:
    """Return the error to raise instead of this one, with the same traceback but without the message."""
    if isinstance(error, Failed):
        return error
    return Failed(error_name(error)).with_traceback(error.__traceback__)


def error_name(error: BaseException | None) -> str:
    """Return the error's type and, for an AWS error, its code: `ClientError ThrottlingException`."""
    response = getattr(error, "response", None) or {}  # in a timeout error, the attribute is None
    code = response.get("Error", {}).get("Code", "")
    return f"{type(error).__name__} {code}".strip()


def annotate(**members: Any) -> None:
    """Add members to the current log line, if any. A member with a metric's name also becomes a metric."""
    if (line := _current.get()) is not None:
        line |= members


@contextmanager
def serving(correlation_id: str | None, context: Context, **members: Any) -> Iterator[Callable[[], float]]:
    """Write the log line when the event has been served or has failed. Raise any error as `Failed`.

    Yields a function that returns the milliseconds since the start.
    """
    started = perf_counter()
    line: Line = {"level": "INFO", "message": "served", "correlation_id": correlation_id} | members
    before = _current.set(line)
    try:
        yield lambda: _milliseconds_since(started)
    except Exception as error:  # noqa: BLE001 - it is raised again, as Failed
        failure = failed(error)
        line |= {"level": "ERROR", "message": "failed", "error": str(failure)}
        raise failure from None
    finally:
        _current.reset(before)
        line["duration_ms"] = _milliseconds_since(started)
        _write(line, context)


def _milliseconds_since(started: float) -> float:
    return round((perf_counter() - started) * 1000, 1)


def _write(line: Line, context: Context) -> None:
    now = time()
    line |= {
        "timestamp": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
        "service": settings().service,
        "function_request_id": context.aws_request_id,
        "function_version": context.function_version,
        "cold_start": next(_events) == 0,
    }
    if directives := [_directive(name) for name in _METRICS if name in line]:
        line["_aws"] = {"Timestamp": int(now * 1000), "CloudWatchMetrics": directives}
    sys.stdout.write(_json(line) + "\n")


def _directive(name: str) -> dict[str, Any]:
    unit, dimensions = _METRICS[name]
    return {
        "Namespace": settings().metrics_namespace,
        "Dimensions": [["service", *dimensions]],
        "Metrics": [{"Name": name, "Unit": unit}],
    }
