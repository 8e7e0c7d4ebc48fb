"""Visits of a service take every quarter-hour that they touch, with their buffers."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from testkit.api import invoke
from testkit.clock import Clock
from testkit.events import load_event
from testkit.items import day_item, item
from testkit.scenario import Practice, new_client, problem
from tests.unit.bookings import practices
from tests.unit.bookings.practices import booked, service_of, taken

morning = practices.morning


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


def test_a_plain_slot_is_stored_as_before(morning: Practice, table: Table) -> None:
    morning.hold(morning.slots[0])
    stored = item(table, morning.slots[0]) or {}

    assert not stored.keys() & {"service_id", "quarters", "before", "after", "version"}
    assert stored["by_day_sk"].endswith("T09:00Z")
