"""A held visit may take a buffer on a day on which the provider never opened time. That day has no item."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.clock import Clock
from testkit.items import contents
from testkit.scenario import Booker, Practice, new_client, new_service, problem
from testkit.users import signed_in

LATE = "2026-12-02T23:00:00Z", "2026-12-03T00:00:00Z"
bob, dana = map(signed_in, ("bob", "dana"))


@pytest.fixture
def practice(table: Table, clock: Clock) -> Practice:
    """Let Alice's visit end at midnight. Its buffer is the first quarter-hour of the next day."""
    practice = Practice(dana, *LATE)
    service = new_service(dana, practice.provider, duration_minutes=15, buffer_after_minutes=15)
    practice.hold(practice.slots[3], service=service)
    assert not [sort_key for _, sort_key in contents(table) if sort_key == "CAL#2026-12-03"]
    return practice


def buffer_of(practice: Practice) -> str:
    return f"{practice.provider}-20261203T0000Z"


def test_reserve_says_taken_as_the_lists_and_the_explanation_do(practice: Practice) -> None:
    others = Booker(bob, new_client(bob))
    buffer = buffer_of(practice)

    assert bob.get(f"/api/appointments/{buffer}").json["status"] == "taken"
    assert bob.get(f"/api/appointments/why/{buffer}").json["reasons"][0]["code"] == "held"
    response = others.reserve(buffer)
    assert problem(response) == (409, "taken")
    assert (
        response.json["available_at"]
        == bob.get(f"/api/appointments/why/{buffer}").json["reasons"][0]["available_at"]
    )


def test_so_do_any_provider_and_reschedule(practice: Practice) -> None:
    others = Booker(bob, new_client(bob))
    service = new_service(dana, practice.provider, duration_minutes=15)
    wish = {"service_id": service, "start": "2026-12-03T00:00:00Z", "client_id": others.client}
    booked = others.book(practice.slots[0])

    assert problem(bob.post("/api/appointments/reserve", wish)) == (409, "taken")
    assert problem(others.reschedule(booked, buffer_of(practice))) == (409, "taken")


def test_the_next_quarter_hour_of_that_day_is_not_open(practice: Practice) -> None:
    others = Booker(bob, new_client(bob))

    assert problem(others.reserve(f"{practice.provider}-20261203T0015Z")) == (404, "not_found")
