"""Interference on the way to DynamoDB: what happens between a read and a write, and what goes wrong there.

Each of these wraps what the layer calls DynamoDB with, so several of them can be at work at once.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from holdfast.core import clock
from holdfast.dynamodb import table

Call = Callable[..., Any]

WRITE = "transact_write_items"


def before(
    monkeypatch: pytest.MonkeyPatch, operation: str, happens: Callable[[], object], *, nth: int = 1
) -> None:
    """Let something happen just before the nth such request, which is itself unaware of it."""
    seen = 0

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        nonlocal seen
        seen += name == operation
        if name == operation and seen == nth:
            happens()
        return real(name, **request)

    pass_through(monkeypatch, passing)


def twice(monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    """Lose the answer to the first such request, which is applied, and send it again: so does botocore."""
    lost = False

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        nonlocal lost
        if name == operation and not lost:
            lost = True
            real(name, **request)
        return real(name, **request)

    pass_through(monkeypatch, passing)


def raising(
    monkeypatch: pytest.MonkeyPatch, operation: str, errors: Iterable[Exception], *, applied: bool = False
) -> None:
    """Answer such requests with these errors, one each, then as usual; they may be applied all the same."""
    waiting = list(errors)

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        if name != operation or not waiting:
            return real(name, **request)
        if applied:
            real(name, **request)
        raise waiting.pop(0)

    pass_through(monkeypatch, passing)


def pass_through(
    monkeypatch: pytest.MonkeyPatch, passing: Callable[[Call, str, dict[str, Any]], Any]
) -> None:
    """Let each request of the layer go through a function, which gets what it would have called."""
    real = vars(table)["call"]
    monkeypatch.setattr(table, "call", lambda name, **request: passing(real, name, request))


def no_sleep(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list of the pauses that the code under test would have made."""
    pauses: list[float] = []
    monkeypatch.setattr(clock, "pause", pauses.append)
    return pauses


def client_error(code: str, status: int = 400, reasons: Iterable[str] = ()) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": "for once"},
        "ResponseMetadata": {"HTTPStatusCode": status},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    return ClientError(response, "AnyOperation")


def answering(monkeypatch: pytest.MonkeyPatch, *outcomes: Any) -> list[dict[str, Any]]:
    """Answer each request with one of these, or raise it; return the requests."""
    requests: list[dict[str, Any]] = []
    waiting = iter(outcomes)

    def call(_name: str, **request: Any) -> Any:
        requests.append(request)
        outcome = next(waiting)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(table, "call", call)
    return requests


class Raising:
    """A client whose every operation raises."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def refuse(**_: object) -> Any:
            raise self.error

        return refuse
