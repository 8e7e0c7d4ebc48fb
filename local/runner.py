"""Runs functions as Lambda does: one event and one context in, one result out."""

import json
import logging
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local import REGION, events
from local.handlers import Handlers
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
        return f"arn:aws:lambda:{REGION}:{events.ACCOUNT}:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        return f"/aws/lambda/{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return how long Lambda would still wait. Here, a call may take longer, so that a debugger can pause
        it.
        """
        return max(0, int((self.deadline - time.monotonic()) * 1000))


class Runner:
    """Calls the template's functions by name, for the gateway and for schedules."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._functions = {function.name: function for function in functions}
        self._handlers = Handlers(self._functions.values())
        # Only one call at a time may run, because Powertools keeps the current event in a class attribute.
        self._turn = threading.Lock()

    def import_all(self) -> None:
        """Import every handler, so that the first request is fast and a broken import shows at once."""
        for name in self._functions:
            with self._turn:
                try:
                    self._handlers.get(name)
                except Exception:
                    logger.exception("%s cannot be imported", name)

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        """Call the function and return its result; raise any error that it raises."""
        function = self._functions[name]
        with self._turn:
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
