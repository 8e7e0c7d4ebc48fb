"""Run several operations in threads, one thread at a time. The threads can switch at each call to DynamoDB.

The first turn of an operation runs it up to its first call. Each later turn sends the waiting call and runs
up to the next one.

The next steps of an operation depend only on the table and on what it has read. So two runs continue alike if
their tables are equal and their operations have read the same.
"""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse

from tests.simulation.engine import Engine, Send, direct

_PATIENCE = 30  # in seconds; a turn takes milliseconds


@dataclass(frozen=True)
class Operation:
    """A request to Holdfast, or an event such as the passing of time."""

    name: str
    run: Callable[[], Any]


@dataclass
class Actor:
    """The progress of an operation in a run."""

    operation: Operation
    saw: str = ""  # a digest of the clock readings and DynamoDB responses so far
    calls: list[str] = field(default_factory=list)
    result: Any = None
    error: BaseException | None = None
    invoked: int | None = None
    finished: int | None = None
    _go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _yielded: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def see(self, what: bytes) -> None:
        self.saw = hashlib.sha256(self.saw.encode() + what).hexdigest()


class Run:
    """Runs some operations turn by turn, in an order that the caller chooses."""

    def __init__(self, engine: Engine, operations: Sequence[Operation]) -> None:
        self.engine = engine
        self.actors = [Actor(operation) for operation in operations]
        self.schedule: list[int] = []
        self._current: Actor | None = None

    @property
    def ready(self) -> list[int]:
        return [n for n, actor in enumerate(self.actors) if actor.finished is None]

    def turn(self, number: int) -> None:
        """Let one operation run up to its next call, or to its end."""
        actor = self.actors[number]
        self.schedule.append(number)
        self._current = actor
        actor.see(str(self.engine.now).encode())
        self.engine.intercept = self._on_call
        if actor.invoked is None:
            actor.invoked = len(self.schedule)
            threading.Thread(target=self._perform, args=(number,), daemon=True).start()
        else:
            actor._go.release()
        if not actor._yielded.acquire(timeout=_PATIENCE):
            raise RuntimeError(f"{actor.operation.name} is stuck")

    def abandon(self) -> None:
        """End the threads that wait for a turn."""
        self._current = None
        self.engine.intercept = direct
        for number in self.ready:
            if self.actors[number].invoked is not None:
                self.actors[number]._go.release()
                self.actors[number]._yielded.acquire(timeout=_PATIENCE)

    def _perform(self, number: int) -> None:
        actor = self.actors[number]
        self.engine.name_thread(f"{number} {actor.operation.name}")
        try:
            actor.result = actor.operation.run()
        except _Abandoned:
            pass
        except BaseException as error:  # noqa: BLE001 - check_turn reports it
            actor.error = error
        actor.finished = len(self.schedule)
        actor._yielded.release()

    def _on_call(self, operation: str, request: Any, send: Send) -> AWSResponse:
        actor = self._current
        assert actor
        actor.calls.append(operation)
        actor._yielded.release()
        actor._go.acquire()
        if self._current is not actor:
            raise _Abandoned
        response = send()
        actor.see(response.content)
        return response


class _Abandoned(BaseException):
    """Raised to end the thread of an operation early."""
