"""Ctrl-C interrupts the server once, and never while a process starts."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from local import interrupts, server

SIGNALS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(autouse=True)
def _enabled() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    interrupts.enable()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_interrupts_and_the_second_is_ignored(number: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(number)
    for later in SIGNALS:
        signal.raise_signal(later)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_delayed_signal_interrupts_after_the_block(number: signal.Signals) -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt), interrupts.delayed():  # noqa: PT012 - the test is about the order
        signal.raise_signal(number)
        reached.append("the end of the block")
    assert reached


def test_a_delayed_signal_interrupts_although_the_block_fails() -> None:
    with pytest.raises(KeyboardInterrupt), interrupts.delayed():  # noqa: PT012 - the block needs both lines
        signal.raise_signal(signal.SIGINT)
        raise OSError


def test_without_a_signal_the_block_changes_nothing() -> None:
    with interrupts.delayed():
        pass
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_ministack_stops_although_a_signal_arrives_before_its_start_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted:
        """Replaces MiniStack, and sends SIGINT in `__init__`."""

        started = stopped = False

        def __init__(self, *_given: object) -> None:
            Interrupted.started = True
            signal.raise_signal(signal.SIGINT)

        def __enter__(self) -> None: ...

        def __exit__(self, *_error: object) -> None:
            Interrupted.stopped = True

    monkeypatch.setattr(server, "MiniStack", Interrupted)
    with pytest.raises(KeyboardInterrupt), ExitStack() as parts:
        server._start_ministack(tmp_path, parts, "dynamodb")
    assert Interrupted.started
    assert Interrupted.stopped
