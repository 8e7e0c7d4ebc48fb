"""Real handlers in real threads.

Lambda gives each environment one request at a time, so Powertools keeps the request of the moment in
class attributes and in the resolver itself: of two threads, one would answer the other's request.
`isolate` keeps it once for each thread instead; everything else is the code that is deployed.
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
    """What a resolver knows of the request that its thread is answering."""

    event: Any = None
    lambda_context: Any = None

    def __init__(self) -> None:
        self.context: dict[str, Any] = {}


def isolate(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Let threads call handlers at once, until the test is over."""
    _one_request_per_thread(monkeypatch)
    _build_each_stack_once(monkeypatch)
    _let_clocks_differ(monkeypatch, clock)
    # What Lambda does before the first request: import the functions and make the client. A connection
    # for each thread keeps botocore's log free of those it would throw away; nothing else depends on it.
    # A hundred threads on a busy machine wait longer than one in Lambda, and that is no outage.
    ours = Config(max_pool_connections=MOST_THREADS, connect_timeout=_PATIENCE, read_timeout=_PATIENCE)
    monkeypatch.setattr(connection, "_CONFIG", connection._CONFIG.merge(ours))
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
        app.__dict__["context"] = context  # a resolver that is made meanwhile outlives the test

    # Properties of the class go before attributes of the instance, and before those of BaseRouter.
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
    """Two first requests of one route would both wrap it, and validate everything twice or not at all."""
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
    """Make a call that takes place some seconds later than the test's clock says."""

    def later() -> T:
        _here.ahead = seconds
        try:
            return call()
        finally:
            _here.ahead = 0

    return later


def race(*calls: Callable[[], T]) -> list[T]:
    """Start all calls at the same moment, each in its thread, and return their results in order."""
    connection.client()  # made once: two threads at once would both make one
    ready = threading.Barrier(len(calls), timeout=_PATIENCE)

    def start_together(call: Callable[[], T]) -> T:
        ready.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(start_together, call) for call in calls]]
