"""Run random requests on a few quarter-hours of two providers: many users act at once, responses get lost."""

import itertools
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from testkit.clock import HOLD
from tests.integration.histories import LOST, losing
from tests.integration.visits.crossing import Crossing
from tests.integration.visits.explanation import Happened
from tests.integration.visits.mind import Mind
from tests.integration.visits.model import UNKNOWN, Request, Told
from tests.integration.visits.practice import Practice

EACH = 6  # requests of each user in one history
SLOW = 0.5  # the share of requests that let others pass before they write
PASSES = 0.15  # the share of those during which a hold period passes


class History:
    """Runs requests of many users, and records what they were told and when."""

    def __init__(self, practice: Practice, rng: random.Random) -> None:
        self._practice, self._rng = practice, rng
        self._moments = itertools.count(1)
        self._board: list[Told] = []  # what anybody was told of bookings, the newest last
        self._happened: list[Happened] = []
        self._crossing = Crossing(0)
        self._lock = threading.Lock()

    def happen(self) -> list[Happened]:
        """Run the requests, each user's one after the other. At the end, look at what is left."""
        users = [*self._practice.patients, *self._practice.doctors]
        lives = [(who, random.Random(self._rng.random())) for who in users]
        self._crossing = Crossing(len(lives))
        with ThreadPoolExecutor(len(lives)) as pool:
            list(pool.map(lambda life: self._live(*life), lives))
        moment = next(self._moments)
        last = Request(0, "dana", "looks")
        return [*self._happened, Happened(last, self._practice.look(), moment, moment)]

    def _live(self, who: str, rng: random.Random) -> None:
        mind = Mind(who, rng, self._board if who in self._practice.doctors else [])
        with self._crossing.thread():
            for _ in range(EACH):
                request = mind.next_request()
                told = self._try(request, rng)
                mind.learn(request, told)
                if told.booking_id and who not in self._practice.doctors:
                    self._board.append(told)

    def _try(self, request: Request, rng: random.Random) -> Told:
        is_lost, is_applied = rng.random() < LOST, rng.random() < 0.5
        others = rng.randint(2, 8)
        wait = partial(self._linger, others, time_passes=rng.random() < PASSES)
        with losing(is_lost=is_lost, is_applied=is_applied, wait=wait if rng.random() < SLOW else None):
            return self._record(request, partial(self._send, request), is_lost=is_lost)

    def _send(self, request: Request) -> Told:
        return self._practice.told(self._practice.send(request))

    def _linger(self, others: int, *, time_passes: bool) -> None:
        """Let a hold period pass, perhaps, and let other requests go first."""
        if time_passes:
            self._record(Request(0, "time", "passes"), self._let_time_pass)
        self._crossing.wait_for(others)

    def _let_time_pass(self) -> Told:
        with self._lock:
            self._practice.clock.advance(HOLD)
        return Told()

    def _record(self, request: Request, run: Callable[[], Told], *, is_lost: bool = False) -> Told:
        invoked = next(self._moments)
        told = run()
        # A request that wrote nothing has lost no response, but the model accepts UNKNOWN for it too.
        told = UNKNOWN if is_lost else told
        finished = next(self._moments)
        self._happened.append(Happened(request, told, invoked, finished))
        self._crossing.end_request()
        return told
