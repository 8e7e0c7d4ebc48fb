"""Visits of several quarter-hours in the lists of slots: who sees them, and where."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.model.appointment import Appointment
from holdfast.model.footprint import Footprint
from testkit import visits
from testkit.clock import Clock
from testkit.items import erase, overwrite
from testkit.scenario import Practice, ids, listed, new_client, statuses
from testkit.users import signed_in

ALL = "/api/appointments"
LATE, EARLY = "2026-12-02T21:00:00Z", "2026-12-03T03:00:00Z"
FOOTPRINT = Footprint(quarters=3, before=1, after=2)

alice, bob, dana, admin = map(signed_in, ("alice", "bob", "dana", "admin"))


@pytest.fixture
def practice(table: Table, clock: Clock) -> Practice:
    """Open time over midnight UTC with Dana."""
    return Practice(dana, LATE, EARLY, time_zone="America/St_Johns")


@pytest.fixture
def client(table: Table) -> int:
    return new_client(alice)


@pytest.fixture(params=["held", "confirmed"])
def visit(request: pytest.FixtureRequest, practice: Practice, client: int, table: Table) -> Appointment:
    """A visit of Alice's from 23:30 to 00:15, with buffers from 23:15 to 00:45."""
    expires_at = utc.instant("2026-12-01T09:00:00Z") if request.param == "held" else None
    made = visits.visit(
        Slot(practice.provider, utc.instant("2026-12-02T23:30:00Z")),
        FOOTPRINT,
        client_id=client,
        service_id=77,
        expires_at=expires_at,
    )
    visits.store(table, made)
    return made


def lists(practice: Practice, **query: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return the list of everybody and the list of the provider, each as every user sees it."""
    return [
        (api, listed(api, ALL, **query, **of))
        for api in (alice, bob, dana, admin)
        for of in ({}, {"provider_id": practice.provider})
    ]


def test_whoever_may_see_a_visit_gets_it_once_at_its_head(practice: Practice, visit: Appointment) -> None:
    taken = {slot.id for slot in FOOTPRINT.taken(visit.slot)}
    for api, items in lists(practice):
        if api is not bob:
            (shown,) = [item for item in items if item["status"] != "available"]
            assert shown["id"] == visit.slot.id
            assert (shown["start"], shown["end"]) == ("2026-12-02T23:30:00Z", "2026-12-03T00:15:00Z")
            assert (shown["service_id"], shown["duration_minutes"]) == (77, 45)
            assert shown["status"] == visit.status
            assert [each for each in practice.slots if each not in ids(items)] == sorted(
                taken - {visit.slot.id}
            )


def test_a_stranger_sees_every_slot_of_a_visit_as_taken(practice: Practice, visit: Appointment) -> None:
    taken = [slot.id for slot in FOOTPRINT.taken(visit.slot)]
    for api, items in lists(practice):
        if api is bob:
            shown = [item for item in items if item["status"] != "available"]
            assert ids(shown) == taken
            assert statuses(shown) == ["taken"] * 6
            assert {name for item in shown for name in item} == {
                *("id", "provider_id", "start", "end", "local_start", "status")
            }
            assert {utc.instant(each["end"]) - utc.instant(each["start"]) for each in shown} == {900}
            assert ids(items) == practice.slots


def test_no_list_of_available_slots_has_a_slot_of_a_visit(practice: Practice, visit: Appointment) -> None:
    free = [slot for slot in practice.slots if slot not in {each.id for each in FOOTPRINT.taken(visit.slot)}]

    for path, query in (
        (practice.availability, {}),
        ("/api/appointments/reserve", {}),
        ("/api/appointments/reserve", {"provider_id": practice.provider}),
        (ALL, {"status": "available"}),
    ):
        assert ids(listed(alice, path, **query)) == free


@pytest.mark.parametrize("limit", [1, 2, 5, 1000])
def test_pages_of_any_size_show_the_same(practice: Practice, visit: Appointment, limit: int) -> None:
    assert [items for _, items in lists(practice, limit=limit)] == [items for _, items in lists(practice)]


def test_a_visit_that_starts_before_the_window_is_not_listed_for_its_owner(
    practice: Practice, visit: Appointment
) -> None:
    after = {"from": "2026-12-03T00:00:00Z"}
    own = [slot.id for slot in FOOTPRINT.taken(visit.slot) if slot.day == "2026-12-03"]

    for api, items in lists(practice, **after):
        assert [item["id"] for item in items if item["status"] != "available"] == (own if api is bob else [])


def test_the_filter_by_status_finds_a_visit_once(practice: Practice, visit: Appointment) -> None:
    for api, items in lists(practice, status=visit.status):
        assert ids(items) == ([] if api is bob else [visit.slot.id])
    for api, items in lists(practice, status="taken"):
        assert len(items) == (6 if api is bob else 0)


def test_a_lapsed_visit_takes_nothing(practice: Practice, visit: Appointment, clock: Clock) -> None:
    clock.now = utc.instant("2026-12-01T09:00:00Z")
    if visit.status == "held":
        for _, items in lists(practice):
            assert ids(items) == practice.slots
            assert {*statuses(items)} == {"available"}


def test_a_part_without_its_head_is_taken_for_everybody(
    practice: Practice, visit: Appointment, table: Table
) -> None:
    """An orphaned part can remain only until TTL deletes it, and no list may fail on it."""
    erase(table, visit.slot.id)

    for _, items in lists(practice):
        shown = {item["status"] for item in items if item["status"] != "available"}
        assert shown <= {"taken"}


def test_the_part_of_a_visit_is_not_shown_with_the_next_booking_of_its_head(
    practice: Practice, visit: Appointment, client: int, table: Table
) -> None:
    """The head was replaced by somebody else's booking, and the part is an old one."""
    other = visits.visit(visit.slot, hold_id="f" * 32, client_id=client, owner="carol")
    table.put_item(Item=other.to_item())

    for api, items in lists(practice):
        if api is alice:
            assert statuses(items).count(visit.status) == 0


def test_a_buffer_on_a_day_without_open_time_is_taken(table: Table, clock: Clock, client: int) -> None:
    practice = Practice(dana, "2026-12-02T22:00:00Z", "2026-12-03T00:00:00Z")
    held = visits.visit(
        Slot(practice.provider, utc.instant("2026-12-02T23:45:00Z")),
        Footprint(1, 0, 2),
        client_id=client,
        expires_at=clock.now + 60,
    )
    visits.store(table, held)

    for api, items in lists(practice):
        beyond = [item for item in items if item["start"] >= "2026-12-03"]
        assert statuses(beyond) == (["taken", "taken"] if api is bob else [])


@pytest.mark.parametrize("remembered", [True, False])
def test_a_clients_list_shows_a_visit_with_its_end(
    practice: Practice, visit: Appointment, client: int, table: Table, remembered: bool
) -> None:
    if remembered:
        hold = {"appointment": visit.slot.id, "hold_id": visits.HOLD_ID, "taken_at": 1, "expires_at": 1}
        overwrite(table, keys.client(client), recent_holds=[hold | {"request_id": ""}])
    items = listed(alice, ALL, client_id=client)

    if remembered or visit.status == "confirmed":
        (shown,) = items
        assert shown == next(item for item in listed(alice, ALL) if item["id"] == visit.slot.id)
    else:
        assert items == []
