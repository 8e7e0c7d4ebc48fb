"""Moving a booking while other requests change the booking or its client."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.core.errors import AppointmentTaken, NotConfirmed, NotFound, Problem, Unavailable
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import booking_id_of
from holdfast.queries import bookings, profiles
from testkit.interference import WRITE, before
from testkit.items import claims, overwrite, stored
from testkit.layer_scenario import Owned
from testkit.recorded_calls import calls
from testkit.users import ADMIN, ALICE, DANA
from tests.unit.bookings import moves
from tests.unit.bookings.moves import EARLIER, LATER, move, near, visit_at

ANOTHER = "b" * 32  # the hold_id of another booking

pytestmark = pytest.mark.usefixtures("_no_sleep")

slot = moves.slot


@pytest.mark.parametrize("to", [LATER, EARLIER])
def test_a_booking_that_another_has_replaced_is_not_moved(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, to: int
) -> None:
    """A cancellation adds an event, which alone stops the move. So the test replaces the head by hand."""
    replaced: list[Any] = []

    def happens() -> None:
        overwrite(table, keys.appointment(slot), hold_id=ANOTHER)
        replaced.extend(stored(table))

    before(monkeypatch, WRITE, happens)

    with pytest.raises(NotFound):
        move(slot, near(slot, to), ADMIN)
    assert stored(table) == replaced


@pytest.mark.parametrize("to", [LATER, EARLIER])
def test_what_is_no_longer_confirmed_is_not_moved(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, to: int
) -> None:
    """No request does that, so the test does it by hand."""
    before(monkeypatch, WRITE, lambda: overwrite(table, keys.appointment(slot), status="held"))

    with pytest.raises(NotConfirmed):
        move(slot, near(slot, to))
    assert list(claims(table)) == visit_at(slot)


@pytest.mark.parametrize("to", [LATER, EARLIER])
@pytest.mark.parametrize("caller", [ALICE, DANA])
def test_a_booking_whose_owners_change_after_the_read_is_not_moved(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, to: int, caller: Any
) -> None:
    def happens() -> None:
        overwrite(table, keys.appointment(slot), owner="bob", provider_owner="bob")

    before(monkeypatch, WRITE, happens)

    with pytest.raises(NotFound):
        move(slot, near(slot, to), caller)
    assert list(claims(table)) == visit_at(slot)


@pytest.mark.parametrize(("part", "to"), [(1, 3), (2, 3), (1, 1), (2, 1), (1, -1), (2, -1)])
def test_a_part_of_another_booking_is_neither_left_nor_kept(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, part: int, to: int
) -> None:
    """Nothing can take a part of an appointment, so the test makes that state by hand."""
    replaced: list[Any] = []

    def happens() -> None:
        overwrite(table, keys.appointment(near(slot, part)), hold_id=ANOTHER)
        replaced.extend(stored(table))

    before(monkeypatch, WRITE, happens)

    with pytest.raises(Problem) as refusal:
        move(slot, near(slot, to))
    assert isinstance(refusal.value, AppointmentTaken | Unavailable)
    assert stored(table) == replaced


def test_a_booking_moved_away_and_back_meanwhile_keeps_its_whole_history(
    morning: Owned, slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away_and_back() -> None:
        move(slot, morning.slots[8])
        move(morning.slots[8], slot)

    away_and_back()  # so that the second time leaves the client's item as it was
    before(monkeypatch, WRITE, away_and_back)

    move(slot, morning.slots[0])

    head = claims(table)[morning.slots[0]]
    events = bookings.events(booking_id_of(head["hold_id"]))
    assert [event.number for event in events] == list(range(1, 7))
    assert (events[-1].previous, events[-1].slot, head["version"]) == (slot, morning.slots[0], 6)


def test_a_reservation_made_meanwhile_is_remembered(
    morning: Owned, slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: morning.hold(morning.slots[0]))

    move(slot, morning.slots[8])

    remembered = profiles.read_own_client(morning.client, ALICE).recent_holds
    assert {hold.slot for hold in remembered} == {morning.slots[0], morning.slots[8]}


def test_a_reservation_that_was_stored_with_its_whole_hold_id_follows_the_booking(
    morning: Owned, slot: Slot, table: Table
) -> None:
    """An earlier version of the code stored it so."""
    table.update_item(
        Key=keys.client(morning.client)._asdict(),
        UpdateExpression="SET recent_holds[0].hold_id = :whole",
        ExpressionAttributeValues={":whole": claims(table)[slot]["hold_id"]},
    )

    move(slot, morning.slots[8])

    (remembered,) = profiles.read_own_client(morning.client, ALICE).recent_holds
    assert remembered.slot == morning.slots[8]


def test_a_booking_that_is_cancelled_between_the_reads_is_not_written(
    slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day has no booked time then, and DynamoDB refuses a comparison with an empty set. moto does not."""
    made = calls(monkeypatch)
    before(monkeypatch, "batch_get_item", lambda: cancel(slot, ALICE), nth=3)

    with pytest.raises(NotFound):
        move(slot, near(slot, LATER))
    assert made.count(WRITE) == 1  # the cancellation


def test_a_booking_whose_client_is_gone_is_not_moved(slot: Slot, morning: Owned, table: Table) -> None:
    """No request deletes a client with a booking ahead, so the test does it by hand."""
    table.delete_item(Key=keys.client(morning.client)._asdict())

    with pytest.raises(NotFound):
        move(slot, near(slot, LATER))
    assert list(claims(table)) == visit_at(slot)
