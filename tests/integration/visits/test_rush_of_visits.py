"""64 patients want overlapping visits of 30 to 90 minutes on one day. No quarter-hour is ever taken twice."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.crowd import Doctor, Patient
from testkit.scenario import NINE, new_service
from tests.integration.visits.rush import OPEN, SHAPES, Rush
from tests.integration.visits.stored import owners, picture_of
from tests.simulation.visits.invariants import check_picture

PATIENTS = 64
LATE = 16  # how many of those who got nothing try again while others confirm and move


@pytest.fixture
def start_of_rush(api: Api, rng: Random) -> Callable[[int], Rush]:
    """Return a function that opens a day by its number."""
    doctor, patients = Doctor(), [Patient(f"patient-{number}") for number in range(PATIENTS)]
    services = {minutes: _service(api, doctor, minutes) for minutes in SHAPES}

    def begin(day: int) -> Rush:
        start = utc.instant(NINE) + day * utc.DAY
        assert doctor.open(utc.text(start), OPEN).status == 200
        return Rush(doctor, patients, services, start, rng)

    return begin


@pytest.mark.parametrize("days", [4, pytest.param(25, marks=pytest.mark.long)])
def test_no_quarter_hour_is_taken_twice_in_a_rush_of_visits(
    start_of_rush: Callable[[int], Rush], table: Table, clock: Clock, say: Callable[[str], None], days: int
) -> None:
    tally, taken = Counter[str](), dict[Slot, int]()
    for day in range(days):
        rush = start_of_rush(day)
        _rush_through(rush, table, clock, taken)
        taken |= rush.taken
        tally += rush.tally
        clock.advance(HOLD)  # so that the reservations of this day do not count against the limit
    say(f"{days} rushes of {PATIENTS} patients, {tally.total()} requests, {len(taken)} quarter-hours booked")
    print(dict(tally))
    assert {"move: 200", "move: 409 taken"} <= tally.keys()  # moves won races, and lost them


def _service(api: Api, doctor: Doctor, minutes: int) -> int:
    after = SHAPES[minutes][1] * 15
    return new_service(
        api, doctor.id, duration_minutes=minutes, buffer_after_minutes=after, start_every_minutes=15
    )


def _rush_through(rush: Rush, table: Table, clock: Clock, taken: dict[Slot, int]) -> None:
    """Let everybody reserve; then let some confirm and move while others reserve; check after each wave."""

    def check() -> None:
        picture = picture_of(table)
        check_picture(picture, clock.now)
        assert owners(picture) == taken | rush.taken

    rush.wave(reserve=range(PATIENTS))
    check()
    rush.wave(reserve=rush.without_visit[:LATE])
    check()
    rush.wave(reserve=rush.without_visit[:LATE], move=rush.confirmed)
    check()
    rush.wave(move=rush.confirmed)
    check()
    assert not rush.held
