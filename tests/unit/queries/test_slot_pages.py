"""The lists of slots: their contents, order and filters."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.items import erase
from testkit.scenario import NINE, TEN, Practice, ids, listed, new_provider, problem, statuses

ALL = "/api/appointments"
OPEN = "/api/appointments/reserve"


def test_the_list_of_appointments_shows_open_and_taken_slots(practice: Practice) -> None:
    items = listed(practice.api, ALL)

    assert ids(items) == practice.slots
    assert statuses(items) == ["held", "confirmed", "available", "available"]
    contact = {"client_email": None, "client_phone": None}
    for item in items:
        shown = practice.api.get(f"/api/appointments/{item['id']}").json
        assert shown == item | (contact if "client_id" in item else {})
    assert items[0]["local_start"] == "2026-12-02T14:45:00+05:45"


def test_the_list_of_one_provider_shows_the_same_slots(practice: Practice) -> None:
    Practice(practice.api)

    of_one = listed(practice.api, ALL, provider_id=practice.provider)

    assert of_one == [slot for slot in listed(practice.api, ALL) if slot["id"] in practice.slots]


def test_the_lists_of_open_slots_show_only_available_slots(practice: Practice) -> None:
    for path, query in ((OPEN, {}), (OPEN, {"provider_id": practice.provider}), (practice.availability, {})):
        items = listed(practice.api, path, **query)
        assert ids(items) == practice.slots[2:]
        assert set(statuses(items)) == {"available"}


@pytest.mark.parametrize("of", [[], ["provider_id"], ["client_id"], ["provider_id", "client_id"]])
def test_a_list_can_be_filtered_by_status(practice: Practice, of: list[str]) -> None:
    query = {name: getattr(practice, name.removesuffix("_id")) for name in of}

    def shown(status: str) -> list[str]:
        return ids(listed(practice.api, ALL, status=status, **query))

    assert shown("held") == practice.slots[:1]
    assert shown("confirmed") == practice.slots[1:2]
    assert shown("taken") == []
    # An available slot belongs to no client.
    assert shown("available") == ([] if "client_id" in of else practice.slots[2:])


def test_across_providers_the_order_is_day_then_provider_then_time(api: Api) -> None:
    practices = sorted((Practice(api) for _ in range(3)), key=lambda practice: practice.provider)
    practices[0].open("2026-12-03T00:00:00Z", "2026-12-03T00:30:00Z")
    practices[2].open("2026-12-01T20:00:00Z", "2026-12-01T20:30:00Z")

    def key(slot: str) -> tuple[str, str, str]:
        provider, _, start = slot.partition("-")
        return start[:8], f"{int(provider):016d}", start

    everything = sorted((slot for practice in practices for slot in practice.slots), key=key)
    assert ids(listed(api, ALL)) == ids(listed(api, OPEN)) == everything


def test_ids_are_ordered_as_numbers_not_as_text(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (10_000, 9):
        monkeypatch.setattr("holdfast.model.request_key.RequestKey.numeric_id", number)
        Practice(api)

    assert [slot["provider_id"] for slot in listed(api, ALL, limit=3)] == [9] * 4 + [10_000] * 4
    assert [provider["id"] for provider in listed(api, "/api/providers", limit=1)] == [9, 10_000]


def test_a_booked_slot_without_its_appointment_item_is_listed_as_taken(
    practice: Practice, table: Table
) -> None:
    erase(table, practice.slots[1])

    items = listed(practice.api, ALL)
    assert statuses(items) == ["held", "taken", "available", "available"]
    assert "client_id" not in items[1]


def test_past_appointments_are_listed_if_from_is_in_the_past(practice: Practice, clock: Clock) -> None:
    clock.now = utc.instant(TEN)

    assert listed(practice.api, ALL) == []
    for query in ({}, {"provider_id": practice.provider}, {"client_id": practice.client}):
        items = listed(practice.api, ALL, **{"from": NINE}, **query)
        assert ids(items) == practice.slots[1:2]
        assert statuses(items) == ["confirmed"]


def test_an_appointment_of_a_deleted_provider_is_shown_in_utc(practice: Practice, clock: Clock) -> None:
    clock.now = utc.instant(TEN)
    assert practice.api.delete(f"/api/providers/{practice.provider}").status == 200

    (item,) = listed(practice.api, ALL, client_id=practice.client, **{"from": NINE})
    assert item["local_start"] == "2026-12-02T09:15:00+00:00"


def test_lists_of_unknown_ids_are_empty_but_an_unknown_providers_availability_is_not_found(api: Api) -> None:
    assert listed(api, ALL) == listed(api, OPEN) == listed(api, "/api/providers") == []
    assert listed(api, ALL, provider_id=4711) == []
    assert listed(api, ALL, client_id=4711) == []
    assert listed(api, OPEN, provider_id=4711, **{"from": "2026-12-02 09:00:00"}) == []
    assert listed(api, f"/api/providers/availability/{new_provider(api)}") == []
    assert problem(api.get("/api/providers/availability/4711")) == (404, "not_found")
