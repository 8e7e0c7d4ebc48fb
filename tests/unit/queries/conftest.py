"""A fixture of a provider with held, booked and open slots."""

import pytest

from testkit.api import Api
from testkit.scenario import Practice


@pytest.fixture
def practice(api: Api) -> Practice:
    """Create a provider with four slots. The first is held, the second is booked, and two are open."""
    practice = Practice(api, time_zone="Asia/Kathmandu")
    practice.hold(practice.slots[0])
    practice.book(practice.slots[1])
    return practice
