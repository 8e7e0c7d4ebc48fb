"""The same few requests against each other, again and again, with a tally of how it ended."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

from testkit.api import Answer
from testkit.racing import race

_HEAD_START = 0.015  # seconds: about as long as an operation takes


class Contest:
    """Each call is a round: in turn at first, then the other way round, then all at once.

    So both orders are seen for sure, and all those in between as they come.
    """

    def __init__(self, rng: Random) -> None:
        self.tally: Counter[str] = Counter()
        self._rng = rng

    def __call__(self, *calls: Callable[[], Answer]) -> list[Answer]:
        """Return the answers in the order of the calls; none may be a failure of the server."""
        answers = self._run(calls)
        self.tally[", ".join(map(said, answers))] += 1
        assert all(answer.status < 500 for answer in answers), list(map(said, answers))
        return answers

    def _run(self, calls: tuple[Callable[[], Answer], ...]) -> list[Answer]:
        if self.tally.total() == 0:
            return [call() for call in calls]
        if self.tally.total() == 1:
            return [call() for call in reversed(calls)][::-1]
        return race(*[partial(_after, self._rng.uniform(0, _HEAD_START), call) for call in calls])


def said(answer: Answer) -> str:
    """Say what matters of an answer: its status, and the code of a refusal."""
    return str(answer.status) if answer.status < 400 else f"{answer.status} {answer.json['code']}"


def _after(seconds: float, call: Callable[[], Answer]) -> Answer:
    time.sleep(seconds)
    return call()
