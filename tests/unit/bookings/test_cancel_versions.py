"""A cancellation with If-Match ends only what its caller has seen."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.core.errors import NotFound, Stale
from holdfast.core.slots import Slot
from testkit.api import Response
from testkit.interference import WRITE, before
from testkit.items import item
from testkit.layer_scenario import Owned
from testkit.scenario import Practice, problem
from testkit.users import ADMIN, ALICE, BOB
from tests.unit.bookings.moves import move, near

HELD = 0
CONFIRMED = 1

pytestmark = pytest.mark.usefixtures("_no_sleep")


def send(practice: Practice, slot: str, if_match: str) -> Response:
    return practice.api.send("POST", f"/api/appointments/cancel/{slot}", {}, headers={"If-Match": if_match})


@pytest.mark.parametrize("if_match", ['"0"', "*"])
def test_a_hold_is_cancelled_with_its_version(practice: Practice, if_match: str) -> None:
    slot = practice.hold(practice.slots[0])

    assert send(practice, slot, if_match).json["status"] == "available"


@pytest.mark.parametrize("if_match", ['"0"', '"2"', "1"])
def test_an_appointment_is_kept_from_a_request_that_saw_another_version(
    practice: Practice, if_match: str
) -> None:
    slot = practice.book(practice.slots[0])

    assert problem(send(practice, slot, if_match)) == (412, "stale")
    assert practice.status(slot) == "confirmed"


def test_an_appointment_is_cancelled_with_its_version_and_a_repeat_says_so(practice: Practice) -> None:
    slot = practice.book(practice.slots[0])
    named = {"booking_id": practice.api.get(f"/api/appointments/{slot}").json["booking_id"]}
    path, headers = f"/api/appointments/cancel/{slot}", {"If-Match": '"1"'}

    first, second = (practice.api.send("POST", path, named, headers=headers) for _ in range(2))

    assert (first.status, first.json["status"]) == (200, "available")
    assert (second.status, second.json) == (200, first.json)


def test_an_impossible_slot_is_not_found_whatever_the_version(practice: Practice) -> None:
    assert problem(send(practice, "nonsense", "nonsense")) == (404, "not_found")


def test_a_hold_confirmed_during_its_release_is_kept(
    slot: Slot, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "delete_item", lambda: confirm(slot, ALICE))

    with pytest.raises(Stale):
        cancel(slot, ADMIN, version=HELD)
    stored = item(table, slot.id)
    assert stored
    assert stored["status"] == "confirmed"


def test_a_booking_moved_there_and_back_during_its_cancellation_is_kept(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = morning.book(morning.slots[0], morning.service(15))

    def there_and_back() -> None:
        move(slot, near(slot, 1))
        move(near(slot, 1), slot)

    before(monkeypatch, WRITE, there_and_back)

    with pytest.raises(Stale):
        cancel(slot, ALICE, version=CONFIRMED)
    stored = item(table, slot.id)
    assert stored
    assert stored["version"] == CONFIRMED + 2


def test_a_stranger_learns_no_version(slot: Slot) -> None:
    with pytest.raises(NotFound):
        cancel(slot, BOB, version=CONFIRMED)
