"""A booking of a service can move to another provider of the service."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.scenario import Practice, problem
from tests.unit.bookings import practices
from tests.unit.bookings.practices import MORNING, service_of
from tests.unit.bookings.practices import booked_by_provider as booked

morning = practices.morning


def test_it_moves_to_another_provider_of_the_service(morning: Practice, api: Api, table: Table) -> None:
    other = Practice(api, *MORNING)
    slot = morning.book(morning.slots[0], service=service_of(morning, other.provider))

    response = morning.reschedule(slot, other.slots[2])

    assert (response.status, response.json["provider_id"]) == (200, other.provider)
    assert booked(table) == {f"{other.provider} 2026-12-02": {38, 39, 40}}


def test_a_provider_who_does_not_provide_the_service_is_refused(morning: Practice, api: Api) -> None:
    other = Practice(api, *MORNING)
    slot = morning.book(morning.slots[0], service=service_of(morning))

    response = morning.reschedule(slot, other.slots[0])

    assert (problem(response), response.json["errors"][0]["field"]) == ((422, "invalid"), "to")


def test_without_a_service_it_stays_with_its_provider(morning: Practice, api: Api) -> None:
    other = Practice(api, *MORNING)
    slot = morning.book(morning.slots[0])

    assert problem(morning.reschedule(slot, other.slots[0])) == (422, "invalid")
