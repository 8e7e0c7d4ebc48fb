"""Moves of a visit, made below the API.

A test file uses the fixture with `slot = moves.slot`. It replaces the folder's `slot`, which is only held.
"""

import pytest

from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule
from holdfast.core.caller import Caller
from holdfast.core.slots import QUARTER, Slot
from testkit.layer_scenario import Owned, fresh_key
from testkit.users import ALICE

# A visit that moves one quarter-hour later leaves the slot of its head. One that moves earlier keeps it.
LATER, EARLIER = 1, -1


@pytest.fixture
def slot(morning: Owned) -> Slot:
    """Return the slot of Alice's visit of 45 minutes, which starts at 10:00."""
    return morning.book(morning.slots[4], morning.service(45))


def near(slot: Slot, number: int) -> Slot:
    """Return the slot that many quarter-hours later."""
    return slot._replace(start=slot.start + number * QUARTER)


def visit_at(slot: Slot) -> list[Slot]:
    return [near(slot, number) for number in range(3)]


def move(slot: Slot, to: Slot, caller: Caller = ALICE) -> None:
    reschedule(Move(slot, to, caller, fresh_key()))
