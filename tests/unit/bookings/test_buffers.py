"""A buffer keeps others away, and may lie outside open time."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.items import day_item
from testkit.scenario import Practice, new_client, problem
from tests.unit.bookings import practices
from tests.unit.bookings.practices import booked, service_of

morning = practices.morning


def test_a_buffer_keeps_others_away(morning: Practice) -> None:
    morning.book(morning.slots[3])
    service = service_of(morning, buffer_after_minutes=15)

    assert problem(morning.reserve(morning.slots[0], service=service)) == (409, "taken")


def test_a_buffer_may_lie_outside_open_time(morning: Practice, table: Table) -> None:
    service = service_of(morning, buffer_before_minutes=60, buffer_after_minutes=60)
    last = morning.slots[-3]
    morning.book(last, service=service)

    assert booked(table)["2026-12-02"] == set(range(41, 52))
    assert morning.cancel(last).status == 200
    assert booked(table)["2026-12-02"] == set()


def test_time_in_a_buffer_that_is_opened_later_is_taken(morning: Practice) -> None:
    service = service_of(morning, buffer_after_minutes=60)
    morning.book(morning.slots[-3], service=service)

    opened = morning.open("2026-12-02T12:00:00Z", "2026-12-02T12:15:00Z").json["opened"]

    assert problem(morning.reserve(opened[0]["id"], new_client(morning.api))) == (409, "taken")


def test_a_buffer_makes_a_day_that_lists_can_read(api: Api, table: Table) -> None:
    night = Practice(api, "2026-12-02T23:00:00Z", "2026-12-03T00:00:00Z")
    service = service_of(night, buffer_after_minutes=30)
    night.book(night.slots[1], service=service)

    made, opened = (day_item(table, f"{night.provider}-{day}T0000Z") for day in ("20261203", "20261202"))

    assert made["booked"] == {0, 1}
    assert made.keys() == opened.keys() - {"open"}
    assert night.api.get("/api/appointments", provider_id=night.provider).status == 200
