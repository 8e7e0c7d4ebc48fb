"""A lapsed hold has no effect, even before it is deleted."""

import pytest

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.scenario import NINE, TEN, Practice, ids, listed, new_client, problem


def test_a_hold_can_be_confirmed_until_the_second_before_it_ends(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(HOLD - 1)

    assert practice.confirm(slot).status == 200


@pytest.mark.parametrize("late", [0, 1, 3600])
def test_a_hold_cannot_be_confirmed_from_the_second_it_ends(api: Api, clock: Clock, late: int) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(HOLD + late)

    assert problem(practice.confirm(slot)) == (410, "hold_expired")


def test_another_client_can_reserve_a_slot_from_the_second_its_hold_ends(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    slot, other = practice.hold(practice.slots[0]), new_client(api)

    clock.advance(HOLD - 1)
    assert problem(practice.reserve(slot, other)) == (409, "taken")
    clock.advance(1)
    response = practice.reserve(slot, other)
    assert (response.status, response.json["client_id"]) == (201, other)


def test_the_same_client_can_hold_a_slot_again_after_its_hold_lapses(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(HOLD)

    response = practice.reserve(slot)

    assert (response.status, response.json["expires_at"]) == (201, "2026-12-01T09:00:00Z")
    clock.advance(HOLD - 1)
    assert practice.confirm(slot).status == 200


def test_a_hold_cut_short_by_the_start_of_its_slot_lapses_at_that_start(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    slot = practice.slots[0]
    clock.now = utc.instant(NINE) - 600
    practice.hold(slot)
    clock.advance(600)

    assert problem(practice.confirm(slot)) == (410, "hold_expired")
    assert problem(practice.reserve(slot)) == (422, "too_soon")


@pytest.mark.parametrize("query", [{}, {"status": "available"}])
def test_lists_show_a_slot_as_held_until_the_hold_ends(
    api: Api, clock: Clock, query: dict[str, object]
) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])

    def all_lists() -> list[list[str]]:
        return [
            ids(listed(api, "/api/appointments", **query)),
            ids(listed(api, "/api/appointments", provider_id=practice.provider, **query)),
            ids(listed(api, "/api/appointments/reserve")),
            ids(listed(api, "/api/appointments/reserve", provider_id=practice.provider)),
            ids(listed(api, practice.availability)),
        ]

    clock.advance(HOLD - 1)
    assert [found.count(slot) for found in all_lists()] == ([0] * 5 if query else [1, 1, 0, 0, 0])
    clock.advance(1)
    assert all_lists() == [practice.slots] * 5


@pytest.mark.parametrize("filters", [{}, {"provider_id": True}, {"client_id": True}])
def test_a_lapsed_hold_is_not_listed_as_held_or_taken(
    api: Api, clock: Clock, filters: dict[str, bool]
) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    known = {"provider_id": practice.provider, "client_id": practice.client}
    query = {name: known[name] for name in filters}

    clock.advance(HOLD - 1)
    assert ids(listed(api, "/api/appointments", status="held", **query)) == [slot]
    clock.advance(1)
    assert listed(api, "/api/appointments", status="held", **query) == []
    assert listed(api, "/api/appointments", status="taken", **query) == []


def test_a_slot_whose_hold_lapsed_reads_as_available_and_is_offered_as_an_alternative(
    api: Api, clock: Clock
) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    practice.book(practice.slots[1])
    clock.advance(HOLD)

    assert practice.status(practice.slots[0]) == "available"
    alternatives = practice.reserve(practice.slots[1], new_client(api)).json["alternatives"]
    assert alternatives[0]["id"] == practice.slots[0]


def test_a_lapsed_hold_does_not_prevent_the_deletion_of_its_provider(api: Api, clock: Clock) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    practice.close(NINE, TEN)
    path = f"/api/providers/{practice.provider}"

    clock.advance(HOLD - 1)
    assert problem(api.delete(path)) == (409, "in_use")
    clock.advance(1)
    assert api.delete(path).status == 200
