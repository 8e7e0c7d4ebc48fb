"""A slot that is held, and what may come between a read and a write."""

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
def passed_on(owned: Owned, slot: Slot) -> Callable[[], object]:
    """Cancelled by Alice, and held by Bob."""
    bobs = new_client(BOB)

    def happens() -> None:
        cancel(slot, ALICE)
        new_hold(slot, bobs, BOB)

    return happens
