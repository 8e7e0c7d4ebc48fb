"""A client cannot be deleted while it has an upcoming appointment or a hold that may still be confirmed."""

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.items import hide
from testkit.scenario import NINE, TEN, Practice, new_client, problem


def test_a_client_cannot_be_deleted_until_its_appointment_is_over(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.book(practice.slots[0])
    path = f"/api/clients/{practice.client}"

    assert problem(api.delete(path)) == (409, "in_use")
    clock.now = utc.instant(NINE) + 15 * 60 - 1
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200


def test_a_client_cannot_be_deleted_until_an_appointment_reserved_long_ago_is_over(
    api: Api, clock: Clock
) -> None:
    practice = Practice(api)
    practice.book(practice.slots[3])
    clock.now = utc.instant(NINE)
    practice.cancel(practice.hold(practice.slots[2]))  # now the recent holds do not include slots[3]
    path = f"/api/clients/{practice.client}"

    clock.now = utc.instant(TEN) - 1
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200


def test_a_client_whose_appointment_was_cancelled_can_be_deleted(api: Api) -> None:
    practice = Practice(api)
    practice.cancel(practice.book(practice.slots[0]))

    assert api.delete(f"/api/clients/{practice.client}").status == 200


def test_a_client_cannot_be_deleted_while_a_confirm_of_its_hold_may_be_in_flight(
    api: Api, clock: Clock
) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    path = f"/api/clients/{practice.client}"

    clock.advance(1800 + 59)  # the hold lapsed 59 seconds ago
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200


def test_a_client_can_be_deleted_when_another_client_holds_its_former_slot(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(1800)
    practice.hold(practice.slots[0], new_client(api))

    assert api.delete(f"/api/clients/{practice.client}").status == 200


def test_a_client_cannot_be_deleted_when_the_index_does_not_show_its_appointment_yet(
    api: Api, table: Table
) -> None:
    practice = Practice(api)
    hide(table, practice.book(practice.slots[0]), "by_client")

    assert problem(api.delete(f"/api/clients/{practice.client}")) == (409, "in_use")
