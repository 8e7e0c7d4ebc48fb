"""Requests that change a booking while it is being moved."""

import pytest

from testkit import interference
from testkit.crowd import Doctor, Patient
from testkit.scenario import problem
from testkit.store import Store


@pytest.mark.parametrize("read", [2, 3])
def test_a_move_finds_that_the_only_booking_of_the_day_was_cancelled(
    doctor: Doctor, alice: Patient, store: Store, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    """The day that the move then reads has no `booked`, which DynamoDB compares with no set."""
    first, second = doctor.slots(quarters=2)
    alice.book(first)
    interference.before(monkeypatch, "batch_get_item", lambda: alice.cancel(first), nth=read)

    assert problem(alice.reschedule(first, second)) == (404, "not_found")
    assert not store.appointment(first)
    assert not store.appointment(second)
    store.check()
