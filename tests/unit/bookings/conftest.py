"""Fixtures: no pauses, a held slot, a function that gives it to another client, and longer open times."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.core.slots import Slot
from testkit.clock import Clock
from testkit.interference import no_sleep
from testkit.layer_scenario import Owned, new_client, new_hold, time_range
from testkit.users import ALICE, BOB


@pytest.fixture
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the code under test retry without pauses."""
    no_sleep(monkeypatch)


@pytest.fixture
def slot(owned: Owned) -> Slot:
    return owned.hold(owned.slots[0])


@pytest.fixture
def replace_with_bobs_hold(owned: Owned, slot: Slot) -> Callable[[], object]:
    """Return a function that cancels Alice's hold and makes a hold for Bob."""
    bobs_client = new_client(BOB)

    def happens() -> None:
        cancel(slot, ALICE)
        new_hold(slot, bobs_client, BOB)

    return happens


@pytest.fixture
def morning(table: Table, clock: Clock) -> Owned:
    """Create Alice's client, and Dana's provider with twelve open slots on one day."""
    return Owned(time_range("2026-12-02T09:00:00Z", "2026-12-02T12:00:00Z"))


@pytest.fixture
def night(table: Table, clock: Clock) -> Owned:
    """The same with eight open slots on each side of a midnight in UTC."""
    return Owned(time_range("2026-12-02T22:00:00Z", "2026-12-03T02:00:00Z"))


@pytest.fixture
def evening(table: Table, clock: Clock) -> Owned:
    """The same with eight open slots before midnight, and no item of the next day."""
    return Owned(time_range("2026-12-02T22:00:00Z", "2026-12-03T00:00:00Z"))
