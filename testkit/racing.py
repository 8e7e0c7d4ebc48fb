"""Runs the handlers in several threads at the same time.

Powertools cannot do this by itself, because it keeps the current request in attributes that all threads
share. `isolate` changes Powertools, so that each thread has its own current request. The handlers stay
unchanged.
"""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Route
from botocore.config import Config

from holdfast.core import clock as core_clock
from holdfast.dynamodb import connection
from local.routes import routes
from testkit import api
from testkit.clock import Clock

T = TypeVar("T")

MOST_THREADS = 100
_PATIENCE = 60


class _Request(threading.local):
    """The attributes of a resolver that belong to the current request. Each thread has its own values."""

    event: Any = None
    lambda_context: Any = None

    def __init__(self) -> None:
        self.context: dict[str, Any] = {}


def isolate(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Let threads call handlers at the same time, until the test ends."""
    _one_request_per_thread(monkeypatch)
    _build_each_stack_once(monkeypatch)
    _let_clocks_differ(monkeypatch, clock)
    # Allow one connection per thread. Otherwise, botocore would discard connections and log warnings. Use
    # long timeouts, because a hundred threads on a busy machine may wait long for a response.
    ours = Config(max_pool_connections=MOST_THREADS, connect_timeout=_PATIENCE, read_timeout=_PATIENCE)
    monkeypatch.setattr(connection, "CONFIG", connection.CONFIG.merge(ours))
    # Import the functions before the first request, as Lambda does.
    for function in {route.function for route in routes()}:
        api.handler(function)


def _one_request_per_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    request = _Request()
    resolve, to_proxy_event = APIGatewayHttpResolver.resolve, APIGatewayHttpResolver._to_proxy_event

    def remember_event(app: APIGatewayHttpResolver, event: dict[str, Any]) -> Any:
        request.event = to_proxy_event(app, event)
        return request.event

    def remember_context(app: APIGatewayHttpResolver, event: Mapping[str, Any], context: Any) -> Any:
        request.lambda_context = context
        return resolve(app, event, context)

    def keep(app: APIGatewayHttpResolver, context: dict[str, Any]) -> None:
        # During the test, a property of the class hides this attribute.
        app.__dict__["context"] = context

    # A property of the class hides attributes with the same name.
    changes: dict[str, Any] = {
        "_to_proxy_event": remember_event,
        "resolve": remember_context,
        "current_event": property(lambda _: request.event),
        "lambda_context": property(lambda _: request.lambda_context),
        "context": property(lambda _: request.context, keep),
    }
    for name, value in changes.items():
        monkeypatch.setattr(APIGatewayHttpResolver, name, value, raising=False)


def _build_each_stack_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only one thread build a route's middleware. Otherwise, a route might validate twice or never."""
    build, lock = Route._build_middleware_stack, threading.Lock()

    def build_once(route: Route, router_middlewares: list[Callable[..., Any]], app: Any) -> None:
        with lock:
            if not route._middleware_stack_built:
                build(route, router_middlewares, app)

    monkeypatch.setattr(Route, "_build_middleware_stack", build_once)


class _Here(threading.local):
    ahead = 0


_here = _Here()


def _let_clocks_differ(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(core_clock, "now", lambda: clock.now + _here.ahead)


def ahead(seconds: int, call: Callable[[], T]) -> Callable[[], T]:
    """Wrap the call, so that its clock is this many seconds ahead of the test's clock."""

    def later() -> T:
        _here.ahead = seconds
        try:
            return call()
        finally:
            _here.ahead = 0

    return later


def race(*calls: Callable[[], T]) -> list[T]:
    """Start all calls at the same moment, each in its own thread, and return their results in order."""
    connection.client()  # otherwise, several threads would each make a client
    ready = threading.Barrier(len(calls), timeout=_PATIENCE)

    def start_together(call: Callable[[], T]) -> T:
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(start_together, call) for call in calls]]
