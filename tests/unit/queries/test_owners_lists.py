"""What each caller sees in lists, and the stored item that has the ids of an owner's clients."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api import lists
from holdfast.api.query_strings import AppointmentsQuery
from holdfast.api.shapes import AppointmentResponse
from holdfast.core.caller import Caller
from holdfast.dynamodb.keys import owners_clients
from holdfast.profiles import clients
from holdfast.queries import profiles
from testkit.clock import Clock
from testkit.layer_scenario import Owned, fresh_key, new_client, new_hold
from testkit.recorded_calls import eventual_reads
from testkit.users import ADMIN, ALICE, BOB, DANA


def found(caller: Caller, **query: Any) -> list[AppointmentResponse]:
    page = lists.appointments(AppointmentsQuery(**query), caller)
    items: list[AppointmentResponse] = page["items"]  # type: ignore[assignment]
    return items


def statuses(caller: Caller, **query: Any) -> list[str]:
    return [item["status"] for item in found(caller, **query)]


@pytest.mark.parametrize("of", ["everybody", "a provider"])
def test_a_reservation_is_listed_as_taken_to_callers_who_may_not_see_it(owned: Owned, of: str) -> None:
    query = {} if of == "everybody" else {"provider_id": owned.provider}
    owned.hold(owned.slots[0])
    owned.book(owned.slots[1])
    new_hold(owned.slots[2], new_client(BOB), BOB)

    assert statuses(ALICE, **query) == ["held", "confirmed", "taken", "available"]
    assert statuses(BOB, **query) == ["taken", "taken", "held", "available"]
    assert statuses(DANA, **query) == ["held", "confirmed", "held", "available"]
    assert statuses(ADMIN, **query) == ["held", "confirmed", "held", "available"]
    for item in found(BOB, **query):
        assert item["status"] == "held" or {"client_id", "client_name", "expires_at"}.isdisjoint(item)


@pytest.mark.parametrize("of", ["everybody", "a provider"])
def test_filters_apply_to_what_the_caller_sees(owned: Owned, of: str) -> None:
    query = {} if of == "everybody" else {"provider_id": owned.provider}
    owned.hold(owned.slots[0])
    owned.book(owned.slots[1])

    assert [len(found(BOB, status=status, **query)) for status in ("held", "confirmed", "taken")] == [0, 0, 2]
    assert [len(found(ALICE, status=status, **query)) for status in ("held", "confirmed", "taken")] == [
        1,
        1,
        0,
    ]


def test_the_list_of_another_users_client_is_empty(owned: Owned) -> None:
    owned.book(owned.slots[0])
    owned.hold(owned.slots[1])

    assert found(BOB, client_id=owned.client) == []
    assert found(DANA, client_id=owned.client) == []
    assert statuses(ALICE, client_id=owned.client) == statuses(ADMIN, client_id=owned.client)
    assert statuses(ALICE, client_id=owned.client) == ["confirmed", "held"]


def ids_of(table: Table, caller: Caller) -> set[object]:
    item = table.get_item(Key=owners_clients(caller.subject)._asdict()).get("Item", {})
    numbers: set[object] = item.get("ids", set())  # type: ignore[assignment]
    return numbers


def test_creating_and_deleting_clients_updates_the_owners_list(table: Table, clock: Clock) -> None:
    mine = {new_client(ALICE) for _ in range(3)}
    new_client(BOB)
    assert ids_of(table, ALICE) == mine

    gone = mine.pop()
    clients.delete(gone, ALICE, None)
    assert ids_of(table, ALICE) == mine
    clients.delete(mine.pop(), ADMIN, None)
    assert ids_of(table, ALICE) == mine


def test_an_administrators_clients_are_in_no_owners_list(table: Table, clock: Clock) -> None:
    number = new_client(ADMIN)
    assert ids_of(table, ADMIN) == set()

    clients.delete(number, ADMIN, None)
    assert ids_of(table, ADMIN) == set()
    assert table.scan()["Items"] == []


def test_a_repeated_creation_adds_no_client_to_the_owners_list(table: Table, clock: Clock) -> None:
    key = fresh_key()
    number = clients.create({"name": "A", "email": None, "phone": None}, ALICE, key)[0].id

    assert clients.create({"name": "A", "email": None, "phone": None}, ALICE, key) == (
        profiles.read_own_client(number, ALICE),
        False,
    )
    assert ids_of(table, ALICE) == {number}


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_an_owner_pages_through_their_own_clients(
    table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    mine = sorted(new_client(ALICE) for _ in range(3))
    new_client(BOB)
    reads = eventual_reads(monkeypatch)

    pages: list[list[int]] = []
    after: int | None = 0
    while after is not None:
        items, after = profiles.clients_after(ALICE, after, limit)
        pages.append([item.id for item in items])
    assert pages == [mine[at : at + limit] for at in range(0, 3, limit)]
    assert reads == []


def test_a_user_without_clients_gets_an_empty_list(table: Table, clock: Clock) -> None:
    new_client(ALICE)

    assert profiles.clients_after(BOB, 0, 10) == ([], None)


def test_an_administrator_pages_through_all_clients(table: Table, clock: Clock) -> None:
    everybodys = sorted([new_client(ALICE), new_client(BOB), new_client(ADMIN)])

    items, last = profiles.clients_after(ADMIN, 0, 2)
    rest, end = profiles.clients_after(ADMIN, last or 0, 2)
    assert [item.id for item in [*items, *rest]] == everybodys
    assert end is None
