"""Check which requests each operation sends to DynamoDB, and what these requests cost."""

from collections.abc import Callable

import pytest

from testkit.api import Response
from testkit.crowd import Doctor, Patient
from testkit.meter import metered
from testkit.operations import EIGHT_HOURS, OTHER_DAYS, Operation, Operations
from testkit.store import Store

GET, BATCH, QUERY = "get_item", "batch_get_item", "query"
PUT, UPDATE, DELETE, TRANSACT = "put_item", "update_item", "delete_item", "transact_write_items"

Row = tuple[Callable[[Operations], Operation], list[str], float, float]

# Each row has an operation, its requests, its read units and its write units.
ROWS: list[Row] = [
    (Operations.open_day, [GET, QUERY, TRANSACT], 2, 5),
    (Operations.open_day_again, [GET, QUERY], 2, 0),
    (Operations.open_33_days, [GET, QUERY, TRANSACT], 2, 101),
    (Operations.close_day, [GET, GET, QUERY, TRANSACT, QUERY], 4, 5),
    (Operations.list_week, [QUERY], 0.5, 0),
    (Operations.list_busy_day, [QUERY], 1.5, 0),
    (Operations.list_everybodys_day, [QUERY], 0.5, 0),
    (Operations.list_own, [GET, BATCH, QUERY, BATCH], 3, 0),
    (Operations.read_slot, [BATCH], 2, 0),
    (Operations.reserve, [BATCH, TRANSACT], 3, 6),
    (Operations.reserve_visit, [GET, BATCH, TRANSACT], 7, 12),
    (Operations.reserve_lapsed, [BATCH, TRANSACT], 3, 7),
    (Operations.reserve_taken, [BATCH, QUERY], 3.5, 0),
    (Operations.reserve_own, [BATCH], 3, 0),
    (Operations.reserve_fifth, [BATCH, TRANSACT], 3, 6),
    (Operations.confirm, [BATCH, TRANSACT], 2, 10),
    (Operations.confirm_visit, [BATCH, TRANSACT], 2, 16),
    (Operations.confirm_again, [BATCH], 2, 0),
    (Operations.cancel_held, [BATCH, DELETE], 2, 3),
    (Operations.cancel_held_visit, [BATCH, TRANSACT], 2, 10),
    (Operations.cancel_confirmed, [BATCH, TRANSACT], 2, 8),
    (Operations.cancel_confirmed_visit, [BATCH, TRANSACT], 2, 14),
    (Operations.move, [BATCH, BATCH, BATCH, TRANSACT], 7, 13),
    (Operations.move_visit, [BATCH, BATCH, GET, BATCH, TRANSACT], 11, 25),
    (Operations.move_visit_a_quarter, [BATCH, BATCH, GET, BATCH, TRANSACT], 11, 19),
    (Operations.show_link, [BATCH, BATCH], 3, 0),
    (Operations.show_moved_link, [BATCH, QUERY, BATCH, BATCH], 5.5, 0),
    (Operations.confirm_by_link, [BATCH, BATCH, TRANSACT], 4, 10),
    (Operations.cancel_by_link, [BATCH, BATCH, TRANSACT], 4, 8),
    (Operations.move_by_link, [BATCH, BATCH, BATCH, BATCH, TRANSACT], 9, 13),
    (Operations.sweep_one, [QUERY, DELETE], 0.5, 3),
    (Operations.sweep_visit, [QUERY, *[DELETE] * 4], 0.5, 6),
    (Operations.sweep, [QUERY], 0.5, 0),
    (Operations.create_provider, [PUT], 0, 2),
    (Operations.rename_provider, [UPDATE], 0, 2),
    (Operations.move_provider, [GET, GET, QUERY, TRANSACT], 3, 2 + 1 + 5 * 3),
    (Operations.delete_provider, [GET, GET, QUERY, TRANSACT, QUERY], 3.5, 9),
    (Operations.create_client, [TRANSACT], 0, 5),
    (Operations.rename_client, [UPDATE], 0, 2),
    (Operations.delete_client, [GET, QUERY, TRANSACT], 1.5, 7),
    (Operations.delete_client_that_reserved, [GET, QUERY, BATCH, TRANSACT], 2.5, 7),
]


@pytest.fixture
def operations(doctor: Doctor, alice: Patient, bob: Patient, store: Store) -> Operations:
    slots = doctor.slots(quarters=EIGHT_HOURS)
    return Operations(doctor, alice, bob, store, slots[10])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].__name__)
def test_each_operation_makes_its_requests_and_costs_its_units(
    operations: Operations, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    prepare, calls, read, written = row
    run = prepare(operations)
    with metered(monkeypatch) as bill:
        response = run()
    assert (bill.calls, bill.read, bill.written) == (calls, read, written)
    if isinstance(response, Response):
        assert response.status == (409 if prepare == Operations.reserve_taken else response.status)
        assert response.status < 500


def test_a_visit_of_four_quarters_costs_less_than_half_of_four_slots(
    operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, slots = operations.alice, operations.doctor.slots(OTHER_DAYS[0], EIGHT_HOURS)
    service = operations.hour_of_service()
    with metered(monkeypatch) as visit:
        alice.book(slots[0], service=service)
    with metered(monkeypatch) as singles:
        for slot in slots[4:8]:
            alice.book(slot)

    assert (visit.written, singles.written) == (28, 64)
    assert (visit.read, singles.read) == (7 + 2, 4 * (3 + 2))
