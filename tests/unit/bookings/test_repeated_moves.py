"""A repeated move finds its booking moved, and changes nothing."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.items import stored
from testkit.scenario import Practice, problem
from tests.unit.bookings import practices

morning = practices.morning


def test_a_repeat_finds_itself_moved(morning: Practice, table: Table) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    first = morning.reschedule(slot, to)
    before = stored(table)

    again = morning.reschedule(slot, to)

    assert (again.status, again.json) == (200, first.json)
    assert stored(table) == before


def test_a_repeat_leaves_the_next_booking_of_the_slot(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    morning.reschedule(slot, to)
    morning.book(slot)

    assert morning.reschedule(slot, to).json["id"] == to
    assert morning.status(slot) == "confirmed"


def test_a_repeat_with_its_key_finds_the_booking_wherever_it_stands(morning: Practice) -> None:
    slot, to = morning.book(morning.slots[0]), morning.slots[4]
    key = {"Idempotency-Key": "once"}
    booking = morning.reschedule(slot, to, headers=key).json["booking_id"]
    morning.reschedule(to, slot)

    assert morning.reschedule(slot, to, headers=key).json["id"] == slot
    assert morning.reschedule(slot, morning.slots[6]).status == 200
    reused = morning.reschedule(slot, to, headers=key, booking_id=booking)
    assert problem(reused) == (422, "key_reused")
