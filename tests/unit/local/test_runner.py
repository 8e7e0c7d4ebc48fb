"""Functions with routes take turns; every other function has a turn of its own."""

import threading
from collections.abc import Mapping
from typing import Any

import pytest

from local import template
from local.runner import Runner

ROUTES = ("ClientsFunction", "ProvidersFunction")
OTHERS = ("ExpireHoldsFunction", "PublishEventsFunction")
PATIENCE = 10


def meets(monkeypatch: pytest.MonkeyPatch, first: str, second: str, seconds: float = PATIENCE) -> bool:
    """Return whether the second function can run while the first one runs."""
    runner = Runner(template.functions())
    begun, done = threading.Event(), threading.Event()

    def handler(event: Mapping[str, Any], _context: Any) -> bool:
        if event["name"] == second:
            done.set()
            return True
        begun.set()
        return done.wait(seconds)

    monkeypatch.setattr(runner._handlers, "get", lambda _name: handler)
    other = threading.Thread(target=lambda: begun.wait(PATIENCE) and runner.call(second, {"name": second}))
    other.start()
    met: bool = runner.call(first, {"name": first})
    other.join()
    return met


@pytest.mark.parametrize(("first", "second"), [(ROUTES[0], OTHERS[0]), (OTHERS[0], ROUTES[0]), OTHERS])
def test_a_function_without_routes_waits_for_no_other(
    monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    assert meets(monkeypatch, first, second)


def test_functions_with_routes_run_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not meets(monkeypatch, *ROUTES, seconds=0.2)
