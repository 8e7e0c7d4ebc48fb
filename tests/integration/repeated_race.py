"""The same few requests against each other, again and again, with a tally of how it ended."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

from testkit.api import Response
from testkit.racing import race

_HEAD_START = 0.015  # seconds: about as long as an operation takes


class Contest:
    """Each call is a round: in turn at first, then the other way round, then all at once.

    So both orders are seen for sure, and all those in between as they come.
    """

    def __init__(self, rng: Random) -> None:
        self.tally: Counter[str] = Counter()
        self._rng = rng

    def __call__(self, *calls: Callable[[], Response]) -> list[Response]:
        """Return the answers in the order of the calls; none may be a failure of the server."""
        responses = self._run(calls)
        self.tally[", ".join(map(said, responses))] += 1
        assert all(response.status < 500 for response in responses), list(map(said, responses))
        return responses

    def _run(self, calls: tuple[Callable[[], Response], ...]) -> list[Response]:
        if self.tally.total() == 0:
            return [call() for call in calls]
        if self.tally.total() == 1:
            return [call() for call in reversed(calls)][::-1]
        return race(*[partial(_after, self._rng.uniform(0, _HEAD_START), call) for call in calls])


def said(response: Response) -> str:
    """Say what matters of an answer: its status, and the code of a refusal."""
    return str(response.status) if response.status < 400 else f"{response.status} {response.json['code']}"


def _after(seconds: float, call: Callable[[], Response]) -> Response:
    time.sleep(seconds)
    return call()
