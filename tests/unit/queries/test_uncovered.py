"""The list of bookings outside open time."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.model.footprint import Footprint
from holdfast.schedule import opening
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.layer_scenario import Owned, bare_provider, time_range
from testkit.scenario import ids, listed, problem
from testkit.visits import store, visit

LIST = "/api/appointments"
DANA = Api.signed_in("dana", "providers")
ADMIN = Api.signed_in("admin", "admins")


def at(provider: int, text: str) -> Slot:
    return Slot(provider, utc.instant(text))


def uncovered(owned: Owned, api: Api = DANA, /, **query: object) -> list[str]:
    return ids(listed(api, LIST, uncovered="true", provider_id=owned.provider, **query))


def test_a_visit_is_listed_if_one_of_its_own_quarter_hours_is_not_open(owned: Owned, table: Table) -> None:
    number = owned.provider
    partly = visit(at(number, "2026-12-02T09:45:00Z"), Footprint(2))
    before = visit(at(number, "2026-12-02T08:30:00Z"))
    only_buffers = visit(at(number, "2026-12-02T09:00:00Z"), Footprint(2, before=1, after=1))
    held = visit(at(number, "2026-12-02T12:00:00Z"), expires_at=Clock().now + HOLD)
    store(table, partly, before, only_buffers, held)

    assert uncovered(owned) == [before.slot.id, partly.slot.id]


def test_a_buffer_outside_open_time_does_not_count(owned: Owned, table: Table) -> None:
    head = at(owned.provider, "2026-12-02T09:00:00Z")
    store(table, visit(head, Footprint(4, before=2, after=3)))

    assert uncovered(owned) == []


def test_a_visit_is_listed_in_full_with_its_own_start(owned: Owned, table: Table) -> None:
    head = at(owned.provider, "2026-12-02T09:30:00Z")
    store(table, visit(head, Footprint(4, before=1)))

    (item,) = DANA.get(LIST, uncovered="true", provider_id=owned.provider).json["items"]

    assert (item["id"], item["status"], item["client_name"]) == (head.id, "confirmed", "Alice")
    assert (item["start"], item["end"]) == ("2026-12-02T09:30:00Z", "2026-12-02T10:30:00Z")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_each_visit_is_listed_once_on_pages_of_any_size(owned: Owned, table: Table, limit: int) -> None:
    other = bare_provider()
    times = ["2026-12-02T08:00:00Z", "2026-12-02T09:30:00Z", "2026-12-02T22:30:00Z", "2026-12-03T06:00:00Z"]
    visits = [visit(at(owned.provider, text), Footprint(8, before=1, after=1)) for text in times]
    store(table, *visits)
    _open(other, "2026-12-02T09:00:00Z", "2026-12-02T09:15:00Z")
    others = visit(at(other, "2026-12-02T23:45:00Z"), Footprint(2))
    store(table, others)

    assert uncovered(owned, limit=limit) == [each.slot.id for each in visits]
    everybodys = ids(listed(ADMIN, LIST, uncovered="true", limit=limit))
    assert sorted(everybodys) == sorted(each.slot.id for each in [*visits, others])


@pytest.mark.parametrize("limit", [1, 100])
def test_a_visit_over_midnight_is_listed_once_wherever_the_list_starts(
    owned: Owned, table: Table, limit: int
) -> None:
    _open(owned.provider, "2026-12-02T23:00:00Z", "2026-12-03T00:00:00Z")
    into_closed = visit(at(owned.provider, "2026-12-02T23:30:00Z"), Footprint(4))
    store(table, into_closed)

    for start in ("2026-12-02T00:00:00Z", "2026-12-02T23:45:00Z", "2026-12-03T00:00:00Z"):
        assert uncovered(owned, limit=limit, **{"from": start}) == [into_closed.slot.id]
        all_of = listed(ADMIN, LIST, uncovered="true", limit=limit, **{"from": start})
        assert ids(all_of) == [into_closed.slot.id]
    assert uncovered(owned, to="2026-12-03T00:00:00Z") == []


def test_a_visit_that_has_begun_is_listed_for_its_next_quarter_hours(
    owned: Owned, table: Table, clock: Clock
) -> None:
    over = visit(at(owned.provider, "2026-12-02T11:00:00Z"), Footprint(2))
    running = visit(at(owned.provider, "2026-12-02T12:00:00Z"), Footprint(4))
    store(table, over, running)
    clock.now = utc.instant("2026-12-02T12:20:00Z")

    assert uncovered(owned) == [running.slot.id]
    clock.now = utc.instant("2026-12-02T13:00:00Z")
    assert uncovered(owned, **{"from": "2026-12-02T00:00:00Z"}) == []


def test_a_slot_that_was_cancelled_and_held_since_its_day_was_read_is_not_listed(
    owned: Owned, table: Table
) -> None:
    booked = visit(at(owned.provider, "2026-12-02T12:00:00Z"))
    store(table, booked)
    held = visit(booked.slot, expires_at=Clock().now + HOLD)
    store(table, held)

    assert uncovered(owned) == []


def test_only_the_owner_and_administrators_list_them(owned: Owned, table: Table) -> None:
    head = at(owned.provider, "2026-12-02T12:00:00Z")
    store(table, visit(head))

    assert uncovered(owned, ADMIN) == [head.id]
    for api in (Api.signed_in("bob", "providers"), Api.signed_in("alice")):
        assert uncovered(owned, api) == []
        assert problem(api.get(LIST, uncovered="true")) == (422, "invalid")


@pytest.mark.parametrize("other", [{"status": "taken"}, {"client_id": 5}, {"service_id": 5}])
def test_other_filters_do_not_go_together_with_it(owned: Owned, other: dict[str, Any]) -> None:
    response = DANA.get(LIST, uncovered="true", provider_id=owned.provider, **other)

    assert problem(response) == (422, "invalid")


def _open(provider: int, start: str, end: str) -> None:
    opening.open_time(provider, time_range(start, end), Caller("dana"))
