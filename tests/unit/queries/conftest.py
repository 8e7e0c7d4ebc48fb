"""A practice with held, booked and open slots."""

import pytest

from testkit.api import Api
from testkit.scenario import Practice


@pytest.fixture
def practice(api: Api) -> Practice:
    """Return a practice. Its first slot is held, its second slot is booked, and two slots are open."""
    practice = Practice(api, time_zone="Asia/Kathmandu")
    practice.hold(practice.slots[0])
    practice.book(practice.slots[1])
    return practice
