"""The pages of a list return every item exactly once. The page size does not change the order."""

from typing import Any

import pytest

from testkit.api import Api
from testkit.scenario import Practice, ids, listed, new_client, new_provider, new_service

ALL = "/api/appointments"
OPEN = "/api/appointments/reserve"
MAKERS = {"/api/providers": new_provider, "/api/services": new_service, "/api/clients": new_client}
WINDOW: dict[str, Any] = {"from": "2026-12-02T09:15:00Z", "to": "2026-12-03T12:00:00Z"}


def pages(api: Api, path: str, **query: Any) -> list[list[Any]]:
    """Return the ids of each page."""
    found: list[list[Any]] = []
    cursor: dict[str, Any] = {}
    while len(found) < 100:
        response = api.get(path, **cursor, **query).json
        assert set(response) == {"items", "next_cursor"}
        found.append(ids(response["items"]))
        if response["next_cursor"] is None:
            return found
        cursor = {"cursor": response["next_cursor"]}
    raise AssertionError("the pages never end")


@pytest.fixture
def practices(api: Api) -> list[Practice]:
    """Create two providers with slots on two days. Each provider has an appointment and a hold.

    One client has the two appointments, and one more hold of the first provider's time.
    """
    practices = [Practice(api, "2026-12-02T09:00:00Z", "2026-12-02T09:45:00Z") for _ in range(2)]
    client = new_client(api)
    for practice in practices:
        practice.open("2026-12-03T00:00:00Z", "2026-12-03T00:30:00Z")
        practice.book(practice.slots[1], client)
        practice.hold(practice.slots[3])
    practices[0].hold(practices[0].slots[4], client)
    practices[0].client = client
    return practices


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_neither_repeat_nor_drop_an_item(
    api: Api, practices: list[Practice], limit: int, subtests: pytest.Subtests
) -> None:
    lists: list[tuple[str, dict[str, Any]]] = [
        (ALL, {}),
        (ALL, {"provider_id": practices[1].provider}),
        (ALL, {"client_id": practices[0].client}),
        (ALL, {"status": "available"}),
        (ALL, {"status": "held"}),
        (OPEN, {}),
        (practices[0].availability, {}),
    ]
    for path, query in lists:
        with subtests.test(path=path, **query):
            whole = ids(listed(api, path, limit=1000, **query, **WINDOW))
            found = pages(api, path, limit=limit, **query, **WINDOW)
            assert [slot for page in found for slot in page] == whole
            assert all(len(page) <= limit for page in found)


@pytest.mark.parametrize("limit", [1, 2, 7])
@pytest.mark.parametrize("path", MAKERS)
def test_only_the_last_page_of_profiles_may_be_short(api: Api, path: str, limit: int) -> None:
    made = sorted(MAKERS[path](api) for _ in range(7))

    found = pages(api, path, limit=limit)

    assert [number for page in found for number in page] == made
    assert [len(page) for page in found] == {1: [1] * 7, 2: [2, 2, 2, 1], 7: [7]}[limit]


@pytest.mark.parametrize("path", [*MAKERS, ALL, OPEN])
def test_a_page_has_100_items_by_default_and_up_to_1000_on_request(api: Api, path: str) -> None:
    if path in (ALL, OPEN):
        Practice(api, "2026-12-02T00:00:00Z", "2026-12-14T00:00:00Z")
    else:
        for _ in range(101):
            MAKERS[path](api)

    assert len(api.get(path).json["items"]) == 100
    if path in (ALL, OPEN):
        assert len(api.get(path, limit=1000).json["items"]) == 1000


def test_closing_a_slot_already_shown_does_not_shift_the_next_page(
    api: Api, practices: list[Practice]
) -> None:
    whole = ids(listed(api, ALL))
    first = api.get(ALL, limit=1).json
    practice = next(each for each in practices if whole[0] in each.slots)
    practice.close("2026-12-02T09:00:00Z", "2026-12-02T09:15:00Z")

    rest = api.get(ALL, limit=1000, cursor=first["next_cursor"]).json

    assert ids(first["items"]) + ids(rest["items"]) == whole


def test_a_deleted_profile_does_not_break_the_pages(api: Api) -> None:
    for path, make in MAKERS.items():
        made: list[Any] = sorted(make(api) for _ in range(4))
        first = api.get(path, limit=2).json
        api.delete(f"{path}/{made[1]}")
        api.delete(f"{path}/{made[2]}")

        rest = api.get(path, cursor=first["next_cursor"]).json
        assert (ids(rest["items"]), rest["next_cursor"]) == ([made[3]], None)


def test_a_page_that_reads_many_rows_ends_early_and_the_next_one_continues(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    practices = [Practice(api) for _ in range(4)]
    practices[3].book(practices[3].slots[3])
    monkeypatch.setattr("holdfast.queries.slot_pages._MOST_ROWS", 40)

    for query, slots in (
        ({}, sorted(slot for practice in practices for slot in practice.slots)),
        ({"status": "confirmed"}, [practices[3].slots[3]]),
    ):
        found = pages(api, ALL, **query)
        assert sorted(slot for page in found for slot in page) == slots
        assert [] in found


def test_a_full_last_page_is_followed_by_at_most_one_empty_page(api: Api) -> None:
    practice = Practice(api)

    found = pages(api, ALL, limit=len(practice.slots))
    assert found in ([practice.slots], [practice.slots, []])
