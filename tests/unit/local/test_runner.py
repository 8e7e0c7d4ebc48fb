"""Functions with routes take turns; every other function has a turn of its own."""

import threading
from collections.abc import Mapping
from typing import Any

import pytest

from local import template
from local.runner import Runner

ROUTES = ("ClientsFunction", "ProvidersFunction")
OTHERS = ("ExpireHoldsFunction", "PublishEventsFunction")
PARALLEL = "SendDeliveriesFunction"
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


def test_a_function_of_a_queue_runs_as_often_at_once_as_its_mapping_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runner, together = Runner(template.functions()), threading.Barrier(5)
    monkeypatch.setattr(runner._handlers, "get", lambda _name: lambda *_: together.wait(PATIENCE))

    others = [threading.Thread(target=runner.call, args=(PARALLEL, {})) for _ in range(4)]
    for other in others:
        other.start()
    assert runner.call(PARALLEL, {}) in range(5)
    for other in others:
        other.join()


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_function_runs_once_at_a_time(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    runner, together = Runner(template.functions()), threading.Barrier(2)

    def handler(*_: Any) -> None:
        with pytest.raises(threading.BrokenBarrierError):
            together.wait(0.2)

    monkeypatch.setattr(runner._handlers, "get", lambda _name: handler)
    other = threading.Thread(target=runner.call, args=(name, {}))
    other.start()
    runner.call(name, {})
    other.join()


def test_functions_with_routes_run_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not meets(monkeypatch, *ROUTES, seconds=0.2)
