"""Run random requests on visits in DynamoDB Local, and check the responses against a model."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from tests.integration.histories import lose_responses
from tests.integration.visits.explanation import described, explains
from tests.integration.visits.histories import History
from tests.integration.visits.model import UNKNOWN, State
from tests.integration.visits.practice import Practice
from tests.integration.visits.stored import picture_of
from tests.simulation.visits.invariants import check_picture

EVENING = 1_811_880_000  # 2027-06-01T20:00:00Z: the third history crosses midnight

# Each of these occurs in nearly every history.
USUAL = {
    *(("reserves", 201), ("reserves", 409), ("reserves any", 201), ("reserves any", 409)),
    *(("confirms", 200), ("confirms", 410), ("cancels", 200), ("cancels", 404)),
    *(("moves", 200), ("moves", 404), ("moves", 409)),
}


@pytest.fixture
def practice(api: Api, clock: Clock, many_holds: None, monkeypatch: pytest.MonkeyPatch) -> Practice:
    lose_responses(monkeypatch)
    return Practice.found(api, clock, EVENING)


@pytest.mark.parametrize("histories", [24, pytest.param(200, marks=pytest.mark.long)])
def test_histories_of_visits_are_linearizable(
    practice: Practice, table: Table, rng: Random, say: Callable[[str], None], histories: int
) -> None:
    clock = practice.clock
    tally = Counter[tuple[str, int]]()
    for number in range(histories):
        practice.turn_to(number)
        started = clock.now
        history = History(practice, rng).happen()
        tally.update((one.request.verb, one.told.http) for one in history)
        assert explains(history, State(started)), "\n".join(map(described, history))
    check_picture(picture_of(table), clock.now)
    unknown = sum(count for (_, http), count in tally.items() if http == UNKNOWN.http)
    say(f"{histories} random histories of visits, {tally.total()} requests, {unknown} outcomes unknown")
    print(dict(tally))
    assert tally.keys() >= USUAL
