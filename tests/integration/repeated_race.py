"""Race the same few requests many times, and tally the outcomes."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random

from testkit.api import Response
from testkit.racing import race

_HEAD_START = 0.015  # seconds: about as long as an operation takes


class RepeatedRace:
    """Runs one round each time it is called, and counts the outcomes.

    The first round runs the requests in order, and the second runs them in reverse order. So these two orders
    are certain to occur. Later rounds run the requests at the same time, so other orders occur by chance.
    """

    def __init__(self, rng: Random) -> None:
        self.tally: Counter[str] = Counter()
        self._rng = rng

    def __call__(self, *calls: Callable[[], Response]) -> list[Response]:
        """Return the responses in the order of the calls. Fail if any response is a server error (5xx)."""
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
    """Return the status of the response as text, with the problem's code if it is an error."""
    return str(response.status) if response.status < 400 else f"{response.status} {response.json['code']}"


def _after(seconds: float, call: Callable[[], Response]) -> Response:
    time.sleep(seconds)
    return call()
