"""Send a few requests at the same time, many times over, and count the outcomes."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

from testkit.api import Response
from testkit.racing import race

_HEAD_START = 0.015  # in seconds; an operation takes about this long


class RepeatedRace:
    """Sends requests in rounds, and counts the outcomes. Each call of this object is one round.

    The first round sends the requests one after the other. The second round sends them in reverse order. All
    later rounds send them at the same time.
    """

    def __init__(self, rng: Random) -> None:
        self.tally: Counter[str] = Counter()
        self._rng = rng

    def __call__(self, *calls: Callable[[], Response]) -> list[Response]:
        """Run one round, and return the responses in the order of `calls`. Fail if one has a 5xx status."""
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
    """Return the status as text, such as `201` or `409 taken`."""
    return str(response.status) if response.status < 400 else f"{response.status} {response.json['code']}"


def _after(seconds: float, call: Callable[[], Response]) -> Response:
    time.sleep(seconds)
    return call()
