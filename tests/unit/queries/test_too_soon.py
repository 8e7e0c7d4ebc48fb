"""A provider's list of slots with those that start within the minimum notice."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.slots import Slot
from holdfast.model.footprint import Footprint
from testkit import visits
from testkit.clock import Clock
from testkit.scenario import NINE, Practice, ids, listed, problem, statuses
from testkit.users import signed_in

LIST = "/api/appointments"

alice, bob, dana, admin = map(signed_in, ("alice", "bob", "dana", "admin"))


@pytest.fixture
def practice(table: Table, clock: Clock) -> Practice:
    """Return a practice with an hour's notice: at 9:00, of its slots from 9:00 to 11:00."""
    made = Practice(dana, NINE, "2026-12-02T11:00:00Z", min_notice_minutes=60)
    clock.now = utc.instant(NINE)
    return made


def with_too_soon(practice: Practice, api: Any = dana, **query: object) -> list[dict[str, Any]]:
    return listed(api, LIST, too_soon="true", provider_id=practice.provider, **query)


def test_slots_within_the_notice_that_have_not_begun_are_closed(practice: Practice) -> None:
    items = with_too_soon(practice)

    assert ids(items) == practice.slots[1:]
    assert statuses(items) == ["closed"] * 3 + ["available"] * 4
    assert items == [dana.get(f"{LIST}/{slot}").json for slot in practice.slots[1:]]


def test_both_ends_of_the_notice_are_exact(practice: Practice, clock: Clock) -> None:
    clock.advance(-1)
    assert statuses(with_too_soon(practice)) == ["closed"] * 4 + ["available"] * 4
    clock.advance(2)
    assert statuses(with_too_soon(practice)) == ["closed"] * 4 + ["available"] * 3


def test_what_has_begun_is_not_listed_even_if_the_list_starts_earlier(practice: Practice) -> None:
    assert ids(with_too_soon(practice, **{"from": "2026-12-02T00:00:00Z"})) == practice.slots[1:]


def test_what_is_taken_within_the_notice_is_listed_once_as_in_any_list(
    practice: Practice, table: Table
) -> None:
    head = Slot.from_id(practice.slots[2])
    visits.store(table, visits.visit(head, Footprint(2), client_id=practice.client))

    items = with_too_soon(practice)

    assert ids(items) == [*practice.slots[1:3], *practice.slots[4:]]
    assert statuses(items) == ["closed", "confirmed"] + ["available"] * 4
    assert items[1:] == listed(dana, LIST, provider_id=practice.provider)


def test_a_lapsed_hold_within_the_notice_is_free(practice: Practice, table: Table) -> None:
    head = Slot.from_id(practice.slots[2])
    visits.store(table, visits.visit(head, expires_at=utc.instant(NINE)))

    assert statuses(with_too_soon(practice)) == ["closed"] * 3 + ["available"] * 4


def test_a_notice_over_midnight_closes_the_slots_of_both_days(practice: Practice, clock: Clock) -> None:
    practice.open("2026-12-02T23:30:00Z", "2026-12-03T00:30:00Z")
    clock.now = utc.instant("2026-12-02T23:15:00Z")

    items = with_too_soon(practice)

    assert ids(items) == practice.slots[-4:]
    assert statuses(items) == ["closed", "closed", "closed", "available"]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_any_size_show_the_same(practice: Practice, limit: int) -> None:
    practice.book(practice.slots[2])

    assert with_too_soon(practice, limit=limit) == with_too_soon(practice)


def test_without_it_or_with_false_nothing_within_the_notice_is_listed(practice: Practice) -> None:
    for query in ({}, {"too_soon": "false"}, {"too_soon": "false", "status": "available"}):
        assert ids(listed(dana, LIST, provider_id=practice.provider, **query)) == practice.slots[4:]


def test_only_the_owner_and_administrators_list_them(practice: Practice) -> None:
    assert with_too_soon(practice, admin) == with_too_soon(practice)
    for api in (alice, bob, signed_in("lee")):
        assert with_too_soon(practice, api) == []


def test_everybody_must_name_a_provider(practice: Practice) -> None:
    for api in (alice, dana, admin):
        response = api.get(LIST, too_soon="true")
        assert problem(response) == (422, "invalid")
        assert response.json["errors"] == [
            {"field": "provider_id", "detail": "This is required with too_soon."}
        ]


@pytest.mark.parametrize(
    "other", [{"status": "taken"}, {"client_id": 5}, {"service_id": 5}, {"uncovered": "true"}]
)
def test_other_filters_do_not_go_together_with_it(practice: Practice, other: dict[str, Any]) -> None:
    response = dana.get(LIST, too_soon="true", provider_id=practice.provider, **other)

    assert problem(response) == (422, "invalid")
    (field,) = other
    assert response.json["errors"] == [{"field": field, "detail": "This does not go together with too_soon."}]
