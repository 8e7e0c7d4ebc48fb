"""A service and its provider say when its visits can start, and how long they last."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import day_item
from testkit.scenario import Practice, new_client, problem
from testkit.users import signed_in
from tests.unit.bookings import practices
from tests.unit.bookings.practices import MORNING, service_of

morning = practices.morning


def test_a_visit_needs_every_quarter_open_until_it_is_confirmed(morning: Practice) -> None:
    morning.hold(morning.slots[0], service=service_of(morning))
    morning.close("2026-12-02T09:30:00Z", "2026-12-02T09:45:00Z")

    assert problem(morning.confirm(morning.slots[0])) == (409, "slot_withdrawn")


def test_the_provider_closes_too_early_for_the_visit(morning: Practice) -> None:
    response = morning.reserve(morning.slots[-2], service=service_of(morning))

    assert problem(response) == (409, "too_short")


def test_a_service_starts_only_on_its_grid(morning: Practice) -> None:
    service = service_of(morning, duration_minutes=30, start_every_minutes=30)

    assert problem(morning.reserve(morning.slots[1], service=service)) == (422, "off_grid")
    assert morning.reserve(morning.slots[2], service=service).status == 201


def test_the_grid_follows_the_providers_clock(api: Api) -> None:
    practice = Practice(api, *MORNING, time_zone="Asia/Kathmandu")  # 5:45 ahead of UTC
    service = service_of(practice, duration_minutes=60, start_every_minutes=60)

    statuses = [practice.reserve(slot, service=service).status for slot in practice.slots[:4]]

    assert statuses == [422, 201, 409, 409]


def test_the_notice_of_the_service_replaces_the_providers(clock: Clock, api: Api) -> None:
    admin = Practice(api, *MORNING, min_notice_minutes=0)
    alice = signed_in("alice")
    service = service_of(admin, min_notice_minutes=26 * 60)
    body = {"client_id": new_client(alice), "service_id": service}

    response = alice.post(f"/api/appointments/reserve/{admin.slots[0]}", body)

    assert problem(response) == (422, "too_soon")
    assert response.json["earliest_start"] == "2026-12-02T10:00:00Z"


@pytest.mark.parametrize("fields", [{"active": False}, {"provider_ids": []}])
def test_a_service_that_cannot_be_booked_is_not_found(morning: Practice, fields: dict[str, object]) -> None:
    service = service_of(morning, **fields)
    response = morning.reserve(morning.slots[0], service=service)

    assert (problem(response), response.json["detail"]) == ((404, "not_found"), "No such service.")
    assert problem(morning.reserve(morning.slots[0], service=5)) == (404, "not_found")


def test_a_repeat_finds_the_visit_even_if_the_service_has_gone(morning: Practice) -> None:
    service = service_of(morning)
    first = morning.reserve(morning.slots[0], service=service, key="once")
    morning.api.delete(f"/api/services/{service}")

    again = morning.reserve(morning.slots[0], service=service, key="once")

    assert (again.status, again.json) == (200, first.json)


def test_a_strangers_visit_is_not_found_either_when_the_service_has_gone(morning: Practice) -> None:
    service = service_of(morning)
    morning.hold(morning.slots[0], service=service)
    morning.api.delete(f"/api/services/{service}")
    body = {"client_id": morning.client, "service_id": service}

    response = signed_in("bob").post(f"/api/appointments/reserve/{morning.slots[0]}", body)

    assert problem(response) == (404, "not_found")


@pytest.mark.parametrize("other", [None, 30])
def test_another_visit_at_the_same_start_is_no_repeat(morning: Practice, other: int | None) -> None:
    morning.hold(morning.slots[0], service=service_of(morning))
    service = other and service_of(morning, duration_minutes=other)

    assert problem(morning.reserve(morning.slots[0], service=service)) == (409, "taken")


def test_a_changed_service_does_not_change_what_is_booked(morning: Practice, table: Table) -> None:
    service = service_of(morning)
    morning.hold(morning.slots[0], service=service)
    change = {"name": "Longer", "duration_minutes": 90, "buffer_after_minutes": 60}
    morning.api.put(f"/api/services/{service}", change)

    assert morning.confirm(morning.slots[0]).json["end"] == "2026-12-02T09:45:00Z"
    assert day_item(table, morning.slots[0])["booked"] == {36, 37, 38}
