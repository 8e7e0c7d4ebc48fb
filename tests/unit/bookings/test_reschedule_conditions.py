"""Moving a booking while other requests change the data."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken, NotConfirmed, NotFound, Problem, TooShort, Unavailable
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import booking_id_of
from holdfast.queries import bookings, profiles
from holdfast.schedule import opening
from testkit.interference import WRITE, before, no_sleep
from testkit.items import claims, day_item, overwrite, stored
from testkit.layer_scenario import Owned, fresh_key, new_client, new_hold, quarter_hour
from testkit.recorded_calls import calls
from testkit.users import ADMIN, ALICE, BOB, DANA

# A visit that moves one quarter-hour later leaves the slot of its head. One that moves earlier keeps it.
LATER, EARLIER = 1, -1
ANOTHER = "b" * 32  # the hold_id of another booking


@pytest.fixture(autouse=True)
def _no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    no_sleep(monkeypatch)


@pytest.fixture
def slot(morning: Owned) -> Slot:
    """Return the slot of Alice's visit of 45 minutes, which starts at 10:00."""
    return morning.book(morning.slots[4], morning.service(45))


def near(slot: Slot, number: int) -> Slot:
    """Return the slot that many quarter-hours later."""
    return slot._replace(start=slot.start + number * QUARTER)


def visit_at(slot: Slot) -> list[Slot]:
    return [near(slot, number) for number in range(3)]


def close(slot: Slot) -> None:
    opening.close_time(slot.provider_id, quarter_hour(slot), DANA)


def move(slot: Slot, to: Slot, caller: Caller = ALICE) -> None:
    reschedule(Move(slot, to, caller, fresh_key()))


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


@pytest.mark.parametrize(("to", "taken"), [(4, 4), (4, 5), (4, 6), (1, 3), (-1, -1)])
def test_a_booking_does_not_move_onto_what_another_client_has_taken(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, to: int, taken: int
) -> None:
    bobs_client = new_client(BOB)
    before(monkeypatch, WRITE, lambda: new_hold(near(slot, taken), bobs_client, BOB))

    with pytest.raises(AppointmentTaken):
        move(slot, near(slot, to))
    assert claims(table).keys() == {*visit_at(slot), near(slot, taken)}
    assert claims(table)[near(slot, taken)]["client_id"] == bobs_client
    assert day_item(table, slot.id)["booked"] == {40, 41, 42}


@pytest.mark.parametrize(("to", "closed"), [(4, 4), (4, 5), (4, 6), (2, 3), (2, 4), (-1, -1)])
def test_a_booking_does_not_move_onto_time_that_is_closed_meanwhile(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch, to: int, closed: int
) -> None:
    before(monkeypatch, WRITE, lambda: close(near(slot, closed)))

    with pytest.raises((NotFound, TooShort)):
        move(slot, near(slot, to))
    assert list(claims(table)) == visit_at(slot)
    assert day_item(table, slot.id)["booked"] == {40, 41, 42}


def test_a_booking_moves_within_its_own_time_although_that_is_closed_meanwhile(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: close(near(slot, LATER)))

    move(slot, near(slot, LATER))
    assert day_item(table, slot.id)["booked"] == {41, 42, 43}


@pytest.mark.parametrize(("to", "closed"), [(8, 8), (8, 9), (6, 8), (6, 9)])
def test_a_booking_does_not_move_to_another_day_that_is_closed_meanwhile(
    night: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, to: int, closed: int
) -> None:
    slot = night.book(night.slots[0], night.service(60))
    before(monkeypatch, WRITE, lambda: close(night.slots[closed]))

    with pytest.raises((NotFound, TooShort)):
        move(slot, night.slots[to])
    assert list(claims(table)) == night.slots[:4]


def test_its_own_buffer_that_is_closed_meanwhile_does_not_become_part_of_the_visit(
    night: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The visit ends before midnight, its buffer after it: its first day only loses a quarter-hour."""
    slot = night.book(night.slots[4], night.service(30, buffer_after_minutes=60))
    before(monkeypatch, WRITE, lambda: close(night.slots[6]))

    with pytest.raises(TooShort):
        move(slot, night.slots[5])
    assert list(claims(table)) == night.slots[4:10]


def test_what_is_booked_meanwhile_stays_booked(
    morning: Owned, slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    bobs_client = new_client(BOB)

    def happens() -> None:
        # A booking of Alice's would change her client's item too, and that alone stops the move.
        new_hold(morning.slots[0], bobs_client, BOB)
        confirm(morning.slots[0], BOB)

    before(monkeypatch, WRITE, happens)

    move(slot, morning.slots[8])
    assert day_item(table, slot.id)["booked"] == {36, 44, 45, 46}


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
