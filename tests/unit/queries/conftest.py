"""A practice with held, booked and open slots."""

import pytest

from testkit.api import Api
from testkit.scenario import Practice


@pytest.fixture
def practice(api: Api) -> Practice:
    """Hold the first slot, book the second, and leave the others open."""
    practice = Practice(api, time_zone="Asia/Kathmandu")
    practice.hold(practice.slots[0])
    practice.book(practice.slots[1])
    return practice
