"""Runs the template's scheduled functions while the server runs."""

import logging
import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from local import events
from local.errors import CannotRunError
from local.runner import Runner
from local.template import Function

logger = logging.getLogger(__name__)
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def seconds(schedule: str) -> int:
    """Return the period of a rate expression, in seconds."""
    match = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule)
    if match is None:
        raise CannotRunError(f"template.yaml: only rate(...) schedules are fired locally, not {schedule}")
    return int(match[1]) * _SECONDS[match[2]]


@contextmanager
def fired(functions: Iterable[Function], runner: Runner) -> Iterator[None]:
    """Run each scheduled function immediately, and then at its normal rate.

    The first run does the work that fell due while the server was not running.
    """
    stopped = threading.Event()
    threads = [
        threading.Thread(target=_fire, args=(function.name, schedule, runner, stopped), daemon=True)
        for function in functions
        for schedule in function.schedules
        if seconds(schedule)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join(timeout=5)


def _fire(name: str, schedule: str, runner: Runner, stopped: threading.Event) -> None:
    due = time.monotonic()
    while not stopped.wait(max(0.0, due - time.monotonic())):
        _fire_once(name, runner)
        due += seconds(schedule)


def _fire_once(name: str, runner: Runner) -> None:
    try:
        runner.call(name, events.scheduled(name))
    except Exception:
        # As on AWS, a failure does not end the schedule.
        logger.exception("%s failed", name)
