"""The days that a visit touches, while other requests change them or the provider's rules."""

from collections.abc import Callable

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.core import clock as core_clock
from holdfast.core.errors import AlreadyStarted
from holdfast.core.slots import Slot
from holdfast.schedule import opening
from testkit.interference import WRITE, before
from testkit.items import claims, day_item, erase_day, stored
from testkit.layer_scenario import Owned, quarter_hour
from testkit.provider_rules import KATHMANDU, rules_of_days, update
from testkit.users import ALICE, DANA
from tests.unit.bookings.moves import move

Write = Callable[[], object]

pytestmark = pytest.mark.usefixtures("_no_sleep")


def into_the_night(evening: Owned, write: str) -> Write:
    """Return a confirmation or a move whose visit ends at midnight and has a buffer after it."""
    service = evening.service(30, buffer_after_minutes=30)
    if write == "confirm":
        slot = evening.hold(evening.slots[6], service)
        return lambda: confirm(slot, ALICE)
    slot = evening.book(evening.slots[0], service)
    return lambda: move(slot, evening.slots[6])


def next_day(owned: Owned) -> Slot:
    return owned.slots[7]._replace(start=owned.slots[7].end)


def open_next_day(owned: Owned) -> None:
    """Make an item of the next day, on which nothing that these tests book is open."""
    late = next_day(owned)._replace(start=next_day(owned).start + 12 * 3600)
    opening.open_time(owned.provider, quarter_hour(late), DANA)


@pytest.mark.parametrize("write", ["confirm", "move"])
def test_a_new_day_gets_the_rules_that_the_provider_has_when_it_is_made(
    evening: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    run = into_the_night(evening, write)
    before(monkeypatch, WRITE, lambda: update(evening, KATHMANDU))

    run()

    assert rules_of_days(table) == {("Asia/Kathmandu", 0)}
    assert day_item(table, next_day(evening).id)["booked"] == {0, 1}


@pytest.mark.parametrize("write", ["confirm", "move"])
def test_a_change_of_rules_includes_a_day_that_is_made_meanwhile(
    evening: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    run = into_the_night(evening, write)
    before(monkeypatch, WRITE, run)

    update(evening, KATHMANDU)

    assert day_item(table, next_day(evening).id)["booked"] == {0, 1}
    assert rules_of_days(table) == {("Asia/Kathmandu", 0)}


@pytest.mark.parametrize("write", ["confirm", "move"])
def test_a_buffer_on_a_day_deleted_meanwhile_makes_a_whole_day(
    evening: Owned, table: Table, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    """TTL deletes only days that ended long ago, so the test deletes the day by hand."""
    open_next_day(evening)
    whole = day_item(table, next_day(evening).id)
    run = into_the_night(evening, write)
    before(monkeypatch, WRITE, lambda: erase_day(table, next_day(evening)))

    run()

    made = day_item(table, next_day(evening).id)
    assert made.keys() == whole.keys() - {"open"} | {"booked"}
    assert made["booked"] == {0, 1}


def test_cancelling_makes_no_day_that_was_deleted_meanwhile(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TTL deletes only days that ended long ago, so the test deletes the day by hand."""
    slot = morning.book(morning.slots[0])
    before(monkeypatch, WRITE, lambda: erase_day(table, slot))

    with pytest.raises(AlreadyStarted):
        cancel(slot, ALICE)
    assert claims(table)[slot]["status"] == "confirmed"
    assert not [each for each in stored(table) if each["SK"] == f"CAL#{slot.day}"]


def test_a_move_off_a_day_makes_no_day_that_was_deleted_meanwhile(
    evening: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TTL deletes only days that ended long ago, so the test deletes the day by hand, and restores it."""
    slot = evening.book(evening.slots[6], evening.service(30, buffer_after_minutes=30))
    whole = day_item(table, next_day(evening).id)
    before(monkeypatch, WRITE, lambda: erase_day(table, next_day(evening)))
    monkeypatch.setattr(core_clock, "pause", lambda _: table.put_item(Item=whole))

    move(slot, evening.slots[0])

    left = day_item(table, next_day(evening).id)
    assert left.keys() == whole.keys() - {"booked"}
