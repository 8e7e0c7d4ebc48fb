"""A client with an appointment ahead, or a hold that may yet become one, is not deleted."""

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.items import hide
from testkit.scenario import NINE, TEN, Practice, new_client, problem


def test_an_appointment_ahead_keeps_its_client_until_it_is_over(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.book(practice.slots[0])
    path = f"/api/clients/{practice.client}"

    assert problem(api.delete(path)) == (409, "in_use")
    clock.now = utc.instant(NINE) + 15 * 60 - 1
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200


def test_an_appointment_that_was_reserved_long_ago_keeps_its_client_too(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.book(practice.slots[3])
    clock.now = utc.instant(NINE)
    practice.cancel(practice.hold(practice.slots[2]))  # the client's item has forgotten the first by now
    path = f"/api/clients/{practice.client}"

    clock.now = utc.instant(TEN) - 1
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200


def test_a_client_whose_appointment_was_cancelled_may_go(api: Api) -> None:
    practice = Practice(api)
    practice.cancel(practice.book(practice.slots[0]))

    assert api.delete(f"/api/clients/{practice.client}").status == 200


def test_a_hold_keeps_its_client_until_no_confirm_of_it_can_be_under_way(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    path = f"/api/clients/{practice.client}"

    clock.advance(1800 + 59)  # it lapsed 59 seconds ago
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200


def test_somebody_elses_hold_of_the_same_slot_keeps_nobody_else(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(1800)
    practice.hold(practice.slots[0], new_client(api))

    assert api.delete(f"/api/clients/{practice.client}").status == 200


def test_a_confirmed_appointment_that_the_index_does_not_show_yet_keeps_its_client(
    api: Api, table: Table
) -> None:
    practice = Practice(api)
    hide(table, practice.book(practice.slots[0]), "by_client")

    assert problem(api.delete(f"/api/clients/{practice.client}")) == (409, "in_use")
