"""Run two operations in every order in which their requests can reach DynamoDB."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from holdfast.core import clock
from holdfast.dynamodb import connection
from testkit.api import Response

Call = Callable[[], Response]

_PATIENCE = 30


@dataclass
class _Turns:
    """Makes two threads take turns. In each turn, one thread sends a request and runs up to its next request.

    `prefix` gives the thread number for each of the first turns. `taken` has an entry for each turn so far:
    the thread number, and whether both threads were waiting.
    """

    prefix: list[int]
    taken: list[tuple[int, bool]] = field(default_factory=list)
    _waiting: set[int] = field(default_factory=set)
    _done: set[int] = field(default_factory=set)
    _turn: int | None = None
    _change: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, me: int) -> None:
        """Wait until this thread gets a turn."""
        with self._change:
            self._waiting.add(me)
            self._turn = None if self._turn == me else self._turn
            self._decide()
            assert self._change.wait_for(lambda: self._turn == me, _PATIENCE)
            self._waiting.discard(me)

    def finish(self, me: int) -> None:
        with self._change:
            self._done.add(me)
            self._turn = None
            self._decide()

    def _decide(self) -> None:
        if self._turn is not None or len(self._waiting | self._done) < 2 or not self._waiting:
            return
        wanted = self.prefix[len(self.taken)] if len(self.taken) < len(self.prefix) else 0
        self._turn = wanted if wanted in self._waiting else min(self._waiting)
        self.taken.append((self._turn, len(self._waiting) == 2))
        self._change.notify_all()


def every_order(
    calls: Sequence[Call], prepare: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Response]]:
    """Run the two calls once for each possible order of their requests, and yield their responses.

    Call `prepare` before each run. In the first run, the second call sends nothing until the first call ends.
    """
    prefix: list[int] | None = []
    while prefix is not None:
        turns = _Turns(prefix)
        prepare()
        yield _run(calls, turns, monkeypatch)
        prefix = _next(turns.taken)


def _next(taken: list[tuple[int, bool]]) -> list[int] | None:
    """Return the prefix for the next order, or None after the last order.

    Find the last turn that thread 0 got while thread 1 was waiting too. Give that turn to thread 1, and keep
    the turns before it.
    """
    while taken:
        who, free = taken.pop()
        if who == 0 and free:
            return [each for each, _ in taken] + [1]
    return None


def _run(calls: Sequence[Call], turns: _Turns, monkeypatch: pytest.MonkeyPatch) -> list[Response]:
    here = threading.local()

    def send(operation: str, **request: Any) -> Any:
        turns.wait(here.me)
        return connection.call(operation, **request)

    def run(me: int) -> Response:
        here.me = me
        try:
            return calls[me]()
        finally:
            turns.finish(me)

    with monkeypatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr("holdfast.dynamodb.table.call", send)
        patch.setattr(clock, "pause", lambda _: None)
        first, second = pool.submit(run, 0), pool.submit(run, 1)
        return [first.result(), second.result()]
