"""Visits of several quarter-hours, while other requests change the data."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.core.errors import AppointmentTaken, HoldExpired, NotFound, SlotWithdrawn, Unavailable
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import booking_id_of
from holdfast.queries import bookings
from holdfast.schedule import opening
from testkit.clock import HOLD, Clock
from testkit.interference import WRITE, before
from testkit.items import claims, day_item, overwrite, stored
from testkit.layer_scenario import Owned, new_client, new_hold, quarter_hour
from testkit.users import ADMIN, ALICE, BOB, DANA
from tests.unit.bookings.moves import move

pytestmark = pytest.mark.usefixtures("_no_sleep")


def history_of(table: Table, slot: Slot) -> list[str]:
    """Return the kinds of all events of the booking in the slot."""
    return [event.kind for event in bookings.events(booking_id(table, slot))]


def booking_id(table: Table, slot: Slot) -> int:
    return booking_id_of(claims(table)[slot]["hold_id"])


def take_a_part_of_the_lapsed_hold(clock: Clock, part: Slot, bobs_client: int) -> None:
    """Let the hold lapse while a write of its owner is on its way, and give a part of it to Bob."""
    clock.advance(HOLD)
    new_hold(part, bobs_client, BOB)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_visit_is_not_held_once_another_client_has_one_of_its_quarters(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    service = morning.service(30, buffer_before_minutes=15, buffer_after_minutes=15)
    bobs_client, taken = new_client(BOB), morning.slots[number]
    before(monkeypatch, WRITE, lambda: new_hold(taken, bobs_client, BOB))

    with pytest.raises(AppointmentTaken):
        morning.hold(morning.slots[2], service)
    assert {slot: each["client_id"] for slot, each in claims(table).items()} == {taken: bobs_client}


@pytest.mark.parametrize("number", [1, 2])
def test_a_visit_is_not_confirmed_once_another_client_has_a_part_of_it(
    morning: Owned, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    slot, part = morning.hold(morning.slots[0], morning.service(45)), morning.slots[number]
    bobs_client = new_client(BOB)
    before(monkeypatch, WRITE, lambda: take_a_part_of_the_lapsed_hold(clock, part, bobs_client))

    with pytest.raises(HoldExpired):
        confirm(slot, ALICE)
    assert claims(table)[part]["client_id"] == bobs_client
    assert claims(table)[slot]["status"] == "held"
    assert "booked" not in day_item(table, slot.id)


@pytest.mark.parametrize("number", [6, 7, 8, 9])
def test_a_visit_is_not_confirmed_once_one_of_its_quarters_is_closed(
    night: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    slot = night.hold(night.slots[6], night.service(60))  # half of it is after midnight
    closing = quarter_hour(night.slots[number])
    before(monkeypatch, WRITE, lambda: opening.close_time(night.provider, closing, DANA))

    with pytest.raises(SlotWithdrawn):
        confirm(slot, ALICE)
    assert claims(table)[slot]["status"] == "held"
    assert not [each for each in stored(table) if "booked" in each]


@pytest.mark.parametrize("number", [0, 3])
def test_a_visit_is_confirmed_although_its_buffer_is_closed(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    service = morning.service(30, buffer_before_minutes=15, buffer_after_minutes=15)
    slot, closing = morning.hold(morning.slots[1], service), quarter_hour(morning.slots[number])
    before(monkeypatch, WRITE, lambda: opening.close_time(morning.provider, closing, DANA))

    assert confirm(slot, ALICE).status == "confirmed"
    assert day_item(table, slot.id)["booked"] == {36, 37, 38, 39}


def test_a_visit_is_not_confirmed_over_the_history_of_another_booking(morning: Owned, table: Table) -> None:
    """Two random ids have never been the same, so the test makes the other event by hand."""
    slot = morning.hold(morning.slots[0], morning.service(45))
    event = keys.booking_event(booking_id(table, slot), 1)
    table.put_item(Item={**event._asdict(), "type": "confirmed"})
    unchanged = stored(table)

    with pytest.raises(Unavailable):
        confirm(slot, ALICE)
    assert stored(table) == unchanged


def test_a_visit_confirmed_during_its_cancellation_is_cancelled_and_leaves_nothing(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = morning.hold(morning.slots[0], morning.service(45))
    booking = booking_id(table, slot)
    before(monkeypatch, WRITE, lambda: confirm(slot, ALICE))

    assert cancel(slot, ADMIN).status == "available"
    assert claims(table) == {}
    assert "booked" not in day_item(table, slot.id)
    assert [event.kind for event in bookings.events(booking)] == ["confirmed", "cancelled"]


@pytest.mark.parametrize("number", [1, 2])
def test_cancelling_a_lapsed_visit_leaves_the_part_that_another_client_has_taken(
    morning: Owned, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    slot, part = morning.hold(morning.slots[0], morning.service(45)), morning.slots[number]
    bobs_client = new_client(BOB)
    before(monkeypatch, WRITE, lambda: take_a_part_of_the_lapsed_hold(clock, part, bobs_client))

    assert cancel(slot, ALICE).status == "available"
    assert claims(table)[part]["client_id"] == bobs_client


@pytest.mark.parametrize("number", [1, 2])
def test_a_part_of_another_booking_is_not_deleted_with_an_appointment(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Nothing can take a part of an appointment, so the test makes that state by hand."""
    slot = morning.book(morning.slots[0], morning.service(45))
    overwrite(table, keys.appointment(morning.slots[number]), hold_id="b" * 32)
    unchanged = stored(table)

    with pytest.raises(Unavailable):
        cancel(slot, ALICE)
    assert stored(table) == unchanged


@pytest.mark.parametrize("number", [3, 5])
def test_a_visit_moved_by_less_than_its_length_is_not_cancelled_where_it_was(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    slot, to = morning.book(morning.slots[4], morning.service(45)), morning.slots[number]
    before(monkeypatch, WRITE, lambda: move(slot, to))

    with pytest.raises(NotFound):
        cancel(slot, ALICE)
    assert list(claims(table)) == morning.slots[number : number + 3]
    assert history_of(table, to) == ["confirmed", "rescheduled"]
    assert day_item(table, to.id)["booked"] == {36 + number + n for n in range(3)}


def test_a_visit_moved_away_and_back_during_its_cancellation_keeps_its_whole_history(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, other = morning.book(morning.slots[0], morning.service(45)), morning.slots[6]
    booking = booking_id(table, slot)

    def happens() -> None:
        move(slot, other)
        move(other, slot)

    before(monkeypatch, WRITE, happens)

    assert cancel(slot, ALICE).status == "available"
    kinds = [event.kind for event in bookings.events(booking)]
    assert kinds == ["confirmed", "rescheduled", "rescheduled", "cancelled"]
