"""Let a request wait between its reads and its write, until other requests have ended."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Crossing:
    """Some threads that send requests. A thread never waits while all others wait too."""

    def __init__(self, threads: int) -> None:
        self._changed = threading.Condition()
        self._running, self._waiting, self._ended = threads, 0, 0

    def wait_for(self, others: int) -> None:
        """Wait until so many requests have ended."""
        with self._changed:
            until = self._ended + others
            self._waiting += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._ended >= until or self._waiting >= self._running)
            self._waiting -= 1

    def end_request(self) -> None:
        with self._changed:
            self._ended += 1
            self._changed.notify_all()

    @contextmanager
    def thread(self) -> Iterator[None]:
        """Count this thread as running."""
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
