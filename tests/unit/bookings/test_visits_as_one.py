"""A visit of several quarter-hours is one appointment."""

from testkit.clock import Clock
from testkit.scenario import Practice, problem
from tests.unit.bookings import practices
from tests.unit.bookings.practices import MORNING, service_of

morning = practices.morning


def test_the_middle_of_a_visit_is_taken_and_no_appointment_of_its_own(morning: Practice) -> None:
    morning.book(morning.slots[0], service=service_of(morning))
    middle = morning.slots[1]

    assert morning.api.get(f"/api/appointments/{middle}").json["status"] == "taken"
    assert problem(morning.cancel(middle)) == (404, "not_found")
    assert problem(morning.confirm(middle)) == (410, "hold_expired")
    assert problem(morning.reserve(middle)) == (409, "taken")


def test_a_provider_with_a_visit_ahead_cannot_be_deleted(morning: Practice) -> None:
    morning.book(morning.slots[0], service=service_of(morning))
    morning.close(*MORNING)

    assert problem(morning.api.delete(f"/api/providers/{morning.provider}")) == (409, "in_use")


def test_a_client_with_a_visit_under_way_cannot_be_deleted(morning: Practice, clock: Clock) -> None:
    morning.book(morning.slots[0], service=service_of(morning, duration_minutes=120))
    clock.advance(26 * 3600)  # 10:00, in the middle of the visit

    assert problem(morning.api.delete(f"/api/clients/{morning.client}")) == (409, "in_use")
    clock.advance(3600)
    assert morning.api.delete(f"/api/clients/{morning.client}").status == 200


def test_closing_shows_a_visit_once(morning: Practice) -> None:
    morning.book(morning.slots[0], service=service_of(morning))

    still_booked = morning.close(*MORNING).json["still_booked"]

    assert [each["id"] for each in still_booked] == [morning.slots[0]]


def test_opening_again_shows_a_visit_once(morning: Practice) -> None:
    morning.book(morning.slots[0], service=service_of(morning))

    response = morning.api.post(
        morning.availability, dict(zip(("start_datetime", "end_datetime"), MORNING, strict=True))
    )

    statuses = [each["status"] for each in response.json["already_open"]]
    assert statuses == ["confirmed", *["taken"] * 2, *["available"] * 9]
