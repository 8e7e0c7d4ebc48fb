"""Fixtures: a held slot, and a function that gives the slot to another client."""

from collections.abc import Callable

import pytest

from holdfast.bookings.cancel import cancel
from holdfast.core.slots import Slot
from testkit.layer_scenario import Owned, new_client, new_hold
from testkit.users import ALICE, BOB


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
