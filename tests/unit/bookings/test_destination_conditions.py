"""Moving a booking while other requests change the time to which it moves."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.confirm import confirm
from holdfast.core.errors import AppointmentTaken, NotFound, TooShort
from holdfast.core.slots import Slot
from holdfast.schedule import opening
from testkit.interference import WRITE, before
from testkit.items import claims, day_item
from testkit.layer_scenario import Owned, new_client, new_hold, quarter_hour
from testkit.users import BOB, DANA
from tests.unit.bookings import moves
from tests.unit.bookings.moves import LATER, move, near, visit_at

pytestmark = pytest.mark.usefixtures("_no_sleep")

slot = moves.slot


def close(slot: Slot) -> None:
    opening.close_time(slot.provider_id, quarter_hour(slot), DANA)


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
