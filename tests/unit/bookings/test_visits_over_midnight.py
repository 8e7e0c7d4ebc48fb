"""A visit over midnight is on both days."""

from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.scenario import Practice
from tests.unit.bookings.practices import NIGHT, booked, service_of, taken


def test_a_visit_over_midnight_is_booked_on_both_days(api: Api, table: Table) -> None:
    night = Practice(api, *NIGHT)
    service = service_of(night, duration_minutes=60)
    night.book(night.slots[2], service=service)

    assert booked(table) == {"2026-12-02": {94, 95}, "2026-12-03": {0, 1}}
    assert night.cancel(night.slots[2]).status == 200
    assert booked(table) == {"2026-12-02": set(), "2026-12-03": set()}


def test_a_held_visit_over_midnight_is_in_the_lists_of_both_days(api: Api, table: Table) -> None:
    night = Practice(api, *NIGHT)
    night.hold(night.slots[2], service=service_of(night, duration_minutes=60))

    listed = {at: each for at, each in taken(table).items() if "by_day_pk" in each}

    assert sorted(listed) == ["2026-12-02T23:30Z", "2026-12-03T00:00Z"]
    assert listed["2026-12-03T00:00Z"]["by_day_sk"].endswith("T00:00Z#2")
    assert listed["2026-12-03T00:00Z"]["by_day_pk"].startswith("DAY#2026-12-03#")
    night.confirm(night.slots[2])
    assert not [each for each in taken(table).values() if "by_day_pk" in each]
