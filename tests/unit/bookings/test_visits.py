"""Visits of a service take every quarter-hour that they touch, with their buffers."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api, invoke
from testkit.clock import Clock
from testkit.events import load_event
from testkit.items import contents, day_item, item
from testkit.scenario import Practice, new_client, new_service, problem
from testkit.users import signed_in

MORNING = "2026-12-02T09:00:00Z", "2026-12-02T12:00:00Z"
NIGHT = "2026-12-02T23:00:00Z", "2026-12-03T01:00:00Z"


@pytest.fixture
def morning(api: Api) -> Practice:
    """A provider with twelve open slots, from 09:00 to 12:00."""
    return Practice(api, *MORNING)


def service_of(practice: Practice, **fields: object) -> int:
    return new_service(practice.api, practice.provider, **{"start_every_minutes": 15, **fields})


def taken(table: Table) -> dict[str, Any]:
    """Return the items of slots, keyed by the time of day."""
    found = contents(table).items()
    return {sk[4:21]: each for (_, sk), each in found if sk.startswith("CAL#") and "T" in sk}


def booked(table: Table) -> dict[str, set[int]]:
    found = contents(table).items()
    return {
        sk[4:]: each.get("booked", set())
        for (_, sk), each in found
        if sk.startswith("CAL#") and "T" not in sk
    }


def test_a_visit_is_shown_with_its_end_its_service_and_its_duration(morning: Practice) -> None:
    service = service_of(morning)

    response = morning.reserve(morning.slots[0], service=service)

    assert response.status == 201
    shown = {
        name: response.json[name] for name in ("start", "end", "status", "service_id", "duration_minutes")
    }
    assert shown == {
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:45:00Z",
        "status": "held",
        "service_id": service,
        "duration_minutes": 45,
    }
    assert morning.confirm(morning.slots[0]).json["end"] == "2026-12-02T09:45:00Z"


def test_a_visit_takes_its_quarters_and_its_buffers(morning: Practice, table: Table) -> None:
    service = service_of(morning, buffer_before_minutes=15, buffer_after_minutes=30)
    morning.hold(morning.slots[1], service=service)

    items = taken(table)

    assert sorted(items) == [
        f"2026-12-02T{at}Z" for at in ("09:00", "09:15", "09:30", "09:45", "10:00", "10:15")
    ]
    assert {each["hold_id"] for each in items.values()} == {items["2026-12-02T09:15Z"]["hold_id"]}
    assert len({each["expires_at"] for each in items.values()}) == 1
    assert [at for at, each in sorted(items.items()) if "client_id" in each] == ["2026-12-02T09:15Z"]
    assert [at for at, each in sorted(items.items()) if "by_day_pk" in each] == ["2026-12-02T09:15Z"]
    assert items["2026-12-02T09:15Z"]["by_day_sk"].endswith("#1+3+2")


def test_a_confirmed_visit_is_booked_with_its_buffers(morning: Practice, table: Table) -> None:
    service = service_of(morning, buffer_before_minutes=15, buffer_after_minutes=30)
    morning.book(morning.slots[1], service=service)

    assert day_item(table, morning.slots[0])["booked"] == set(range(36, 42))
    assert not [each for each in taken(table).values() if "expires_at" in each]


def test_a_cancelled_visit_leaves_nothing_taken(morning: Practice, table: Table) -> None:
    service = service_of(morning, buffer_after_minutes=30)
    morning.book(morning.slots[0], service=service)

    assert morning.cancel(morning.slots[0]).json["status"] == "available"
    assert taken(table) == {}
    assert booked(table) == {"2026-12-02": set()}


def test_a_cancelled_hold_leaves_nothing_taken(morning: Practice, table: Table) -> None:
    morning.hold(morning.slots[0], service=service_of(morning))
    morning.cancel(morning.slots[0])

    assert taken(table) == {}


def test_the_sweeper_deletes_all_of_a_lapsed_visit(morning: Practice, table: Table, clock: Clock) -> None:
    morning.hold(morning.slots[0], service=service_of(morning, buffer_after_minutes=15))
    clock.advance(1800)

    assert invoke("expire_holds", load_event("expire_holds"))["cleared"] == 1
    assert taken(table) == {}


def test_the_sweeper_leaves_a_part_that_another_visit_has_taken(
    morning: Practice, table: Table, clock: Clock
) -> None:
    morning.hold(morning.slots[0], service=service_of(morning))
    clock.advance(1800)
    morning.hold(morning.slots[1])

    invoke("expire_holds", load_event("expire_holds"))

    assert sorted(taken(table)) == ["2026-12-02T09:15Z"]
    assert morning.status(morning.slots[1]) == "held"


@pytest.mark.parametrize("first", [0, 1, 2, 3, 4])
def test_visits_that_overlap_refuse_each_other(morning: Practice, first: int) -> None:
    service = service_of(morning)
    morning.book(morning.slots[2], service=service)
    other = new_client(morning.api)

    response = morning.reserve(morning.slots[first], other, service=service)

    assert problem(response) == (409, "taken")


@pytest.mark.parametrize("first", [5, 6])
def test_visits_that_touch_do_not_overlap(morning: Practice, first: int) -> None:
    service = service_of(morning)
    morning.book(morning.slots[2], service=service)

    assert morning.reserve(morning.slots[first], new_client(morning.api), service=service).status == 201


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


def test_the_middle_of_a_visit_is_taken_and_no_appointment_of_its_own(morning: Practice) -> None:
    morning.book(morning.slots[0], service=service_of(morning))
    middle = morning.slots[1]

    assert morning.api.get(f"/api/appointments/{middle}").json["status"] == "taken"
    assert problem(morning.cancel(middle)) == (404, "not_found")
    assert problem(morning.confirm(middle)) == (410, "hold_expired")
    assert problem(morning.reserve(middle)) == (409, "taken")


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


def test_a_buffer_makes_a_day_that_lists_can_read(api: Api, table: Table) -> None:
    night = Practice(api, "2026-12-02T23:00:00Z", "2026-12-03T00:00:00Z")
    service = service_of(night, buffer_after_minutes=30)
    night.book(night.slots[1], service=service)

    made, opened = (day_item(table, f"{night.provider}-{day}T0000Z") for day in ("20261203", "20261202"))

    assert made["booked"] == {0, 1}
    assert made.keys() == opened.keys() - {"open"}
    assert night.api.get("/api/appointments", provider_id=night.provider).status == 200


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


def test_a_plain_slot_is_stored_as_before(morning: Practice, table: Table) -> None:
    morning.hold(morning.slots[0])
    stored = item(table, morning.slots[0]) or {}

    assert not stored.keys() & {"service_id", "quarters", "before", "after", "version"}
    assert stored["by_day_sk"].endswith("T09:00Z")


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
