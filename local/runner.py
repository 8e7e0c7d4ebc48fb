"""Runs functions as Lambda does: one event and one context in, one result out."""

import json
import logging
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local import ACCOUNT, REGION, mappings
from local.handlers import Handlers
from local.routes import routes
from local.template import Function

logger = logging.getLogger(__name__)
_FAILED = {"statusCode": 500, "body": '{"message":"Internal Server Error"}'}


@dataclass(frozen=True)
class Context:
    """The context that Lambda passes to a handler, with Lambda's attribute names."""

    function_name: str
    memory_limit_in_mb: str
    deadline: float = field(repr=False)
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    function_version: str = "$LATEST"
    identity: None = None
    client_context: None = None

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        return f"/aws/lambda/{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return how long Lambda would still wait. Here, a call may take longer, so that a debugger can pause
        it.
        """
        return max(0, int((self.deadline - time.monotonic()) * 1000))


class Runner:
    """Calls the template's functions by name: for the gateway, schedules, the stream and queues."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._functions = {function.name: function for function in functions}
        self._handlers = Handlers(self._functions.values())
        # Only one function with routes may run at a time, because Powertools keeps the current event in a
        # class attribute. Each other function has its own turn, so that a slow one delays no request. If it
        # reads a queue, it has as many turns as its mapping says.
        shared, with_routes = threading.Lock(), {route.resource for route in routes()}
        at_once = {mapping.function: mapping.at_once for mapping in mappings.of_queues()}
        self._turns = {
            name: shared if name in with_routes else threading.Semaphore(at_once.get(name, 1))
            for name in self._functions
        }
        self._importing = threading.Lock()

    def import_all(self) -> None:
        """Import every handler, so that the first request is fast and a broken import shows at once."""
        for name in self._functions:
            with self._importing:
                try:
                    self._handlers.get(name)
                except Exception:
                    logger.exception("%s cannot be imported", name)

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        """Call the function and return its result; raise any error that it raises."""
        function = self._functions[name]
        with self._turns[name]:
            with self._importing:
                handler = self._handlers.get(name)
            context = Context(name, str(function.memory), time.monotonic() + function.timeout)
            return handler(dict(event), context)

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """Call the function and return its result; if that fails, return the gateway's own 500 response."""
        try:
            return json.loads(json.dumps(self.call(name, event)))
        except Exception:
            logger.exception("%s failed", name)
            return _FAILED
