"""A booking moves to open time that is free, or that it takes itself."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import Api
from testkit.clock import Clock
from testkit.items import contents, day_item, stored
from testkit.scenario import Practice, new_client, problem
from tests.unit.bookings import practices
from tests.unit.bookings.practices import NIGHT, service_of
from tests.unit.bookings.practices import booked_by_provider as booked

morning = practices.morning


def slots_in(table: Table) -> list[str]:
    return sorted(sk[15:20] for _, sk in contents(table) if sk.startswith("CAL#") and "T" in sk)


@pytest.mark.parametrize(("first", "to"), [(4, 5), (4, 3), (4, 6), (4, 2), (4, 8), (4, 0)])
def test_its_own_quarters_count_as_free(morning: Practice, table: Table, first: int, to: int) -> None:
    service = service_of(morning, buffer_after_minutes=15)
    slot = morning.book(morning.slots[first], service=service)

    assert morning.reschedule(slot, morning.slots[to]).status == 200
    assert day_item(table, slot)["booked"] == {36 + to + n for n in range(4)}
    assert len(slots_in(table)) == 4
    assert morning.cancel(morning.slots[to]).status == 200
    assert (booked(table), slots_in(table)) == ({}, [])


def test_others_quarters_are_not_free(morning: Practice, table: Table) -> None:
    service = service_of(morning)
    slot = morning.book(morning.slots[0], service=service)
    morning.book(morning.slots[5], new_client(morning.api))
    before = stored(table)

    response = morning.reschedule(slot, morning.slots[4])

    assert problem(response) == (409, "taken")
    assert [each["service_id"] for each in response.json["alternatives"]] == [service] * 3
    assert stored(table) == before


def test_a_lapsed_hold_makes_room(morning: Practice, clock: Clock) -> None:
    slot = morning.book(morning.slots[0])
    morning.hold(morning.slots[1])
    assert problem(morning.reschedule(slot, morning.slots[1])) == (409, "taken")
    clock.advance(1800)

    assert morning.reschedule(slot, morning.slots[1]).status == 200


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        ("20261202T1145Z", (409, "too_short")),
        ("20261202T1300Z", (404, "not_found")),
        ("20261203T0900Z", (404, "not_found")),
        ("20261201T0700Z", (404, "not_found")),
    ],
)
def test_it_needs_open_time(morning: Practice, table: Table, to: str, refusal: tuple[int, str]) -> None:
    slot = morning.book(morning.slots[0], service=service_of(morning))
    before = stored(table)

    assert problem(morning.reschedule(slot, f"{morning.provider}-{to}")) == refusal
    assert stored(table) == before


def test_the_past_is_too_soon(morning: Practice, clock: Clock) -> None:
    slot = morning.book(morning.slots[8])
    clock.advance(25 * 3600 + 1800)

    assert problem(morning.reschedule(slot, morning.slots[1])) == (422, "too_soon")


def test_its_own_buffer_must_be_open_to_become_part_of_the_visit(morning: Practice) -> None:
    service = service_of(morning, buffer_after_minutes=60)
    slot = morning.book(morning.slots[-3], service=service)  # its buffer begins when the provider closes

    assert problem(morning.reschedule(slot, morning.slots[-2])) == (409, "too_short")


def test_a_booking_in_closed_time_can_move_within_its_own_time(morning: Practice) -> None:
    slot = morning.book(morning.slots[0], service=service_of(morning, duration_minutes=30))
    morning.close("2026-12-02T09:15:00Z", "2026-12-02T09:30:00Z")

    assert morning.reschedule(slot, morning.slots[1]).status == 200


def test_the_grid_and_the_notice_of_now_count(morning: Practice) -> None:
    service = service_of(morning, duration_minutes=60)
    slot = morning.book(morning.slots[0], service=service)
    morning.api.put(f"/api/services/{service}", {"name": "Hourly", "start_every_minutes": 60})

    assert problem(morning.reschedule(slot, morning.slots[1])) == (422, "off_grid")
    assert morning.reschedule(slot, morning.slots[4]).status == 200


def test_it_keeps_the_duration_and_the_buffers_that_were_booked(morning: Practice, table: Table) -> None:
    service = service_of(morning)
    slot = morning.book(morning.slots[0], service=service)
    morning.api.put(f"/api/services/{service}", {"name": "Long", "duration_minutes": 120})

    assert morning.reschedule(slot, morning.slots[4]).json["duration_minutes"] == 45
    assert day_item(table, slot)["booked"] == {40, 41, 42}


def test_it_moves_over_midnight_and_back(api: Api, table: Table) -> None:
    night = Practice(api, *NIGHT)
    service = service_of(night, duration_minutes=60)
    slot = night.book(night.slots[0], service=service)

    assert night.reschedule(slot, night.slots[2]).status == 200
    assert sorted(map(sorted, booked(table).values())) == [[0, 1], [94, 95]]
    assert night.reschedule(night.slots[2], slot).status == 200
    assert list(booked(table).values()) == [{92, 93, 94, 95}]


def test_a_buffer_makes_a_new_day(api: Api, table: Table) -> None:
    night = Practice(api, "2026-12-02T22:00:00Z", "2026-12-03T00:00:00Z")
    service = service_of(night, buffer_after_minutes=30)
    slot = night.book(night.slots[0], service=service)

    assert night.reschedule(slot, night.slots[5]).status == 200
    assert sorted(map(sorted, booked(table).values())) == [[0, 1], [93, 94, 95]]
    assert day_item(table, f"{night.provider}-20261203T0000Z")["time_zone"] == "UTC"
