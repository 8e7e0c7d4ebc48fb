"""Turns the first Ctrl-C or SIGTERM into a KeyboardInterrupt, and can delay it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def enable() -> None:
    """Raise KeyboardInterrupt at the first signal. Ignore later signals, so that the shutdown is complete."""
    for number in _SIGNALS:
        signal.signal(number, _interrupt)


@contextmanager
def delayed() -> Iterator[None]:
    """Delay any signal until the end of the `with` block.

    Start a process and register its shutdown in one such block. Otherwise, a signal between the two steps
    would leave the process running.
    """
    arrived: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)

    handlers = {number: signal.signal(number, note) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if arrived:
            signal.raise_signal(arrived[0])


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
