"""Interferes with the layer's requests to DynamoDB: changes items just before a request, or makes it fail.

The layer sends all requests through `table.call`, which these functions replace. A test can combine
these functions, except `returning`.
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
    """Call `happens` just before the nth request of this operation, and send the request unchanged."""
    seen = 0

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        nonlocal seen
        seen += name == operation
        if name == operation and seen == nth:
            happens()
        return real(name, **request)

    pass_through(monkeypatch, passing)


def twice(
    monkeypatch: pytest.MonkeyPatch, operation: str, between: Callable[[], object] = lambda: None
) -> None:
    """Send the first request of this operation twice, as botocore does when a response is lost."""
    lost = False

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        nonlocal lost
        if name == operation and not lost:
            lost = True
            real(name, **request)
            between()
        return real(name, **request)

    pass_through(monkeypatch, passing)


def raising(
    monkeypatch: pytest.MonkeyPatch, operation: str, errors: Iterable[Exception], *, applied: bool = False
) -> None:
    """Make the next requests of this operation raise these errors, one error each.

    Later requests are sent as usual. With `applied`, each failing request is sent before its error is raised.
    """
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
    """Call `passing(real, name, request)` in place of each request. `real(name, **request)` sends it."""
    real = vars(table)["call"]
    monkeypatch.setattr(table, "call", lambda name, **request: passing(real, name, request))


def no_sleep(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Skip the pauses of the code under test. Return a list that collects their lengths in seconds."""
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


def returning(monkeypatch: pytest.MonkeyPatch, *outcomes: Any) -> list[dict[str, Any]]:
    """Send nothing to DynamoDB. Each request returns the next outcome, or raises it if it is an exception.

    Returns a list that collects the requests.
    """
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
    """A DynamoDB client whose every operation raises the given error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def refuse(**_: object) -> Any:
            raise self.error

        return refuse
