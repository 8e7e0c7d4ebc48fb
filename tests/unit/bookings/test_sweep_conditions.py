"""Deleting lapsed holds while other requests change the data."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings import expire
from holdfast.bookings.expire import Sweep
from holdfast.core.errors import Unavailable
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from testkit.api import Api
from testkit.clock import Clock
from testkit.interference import before, raising, twice
from testkit.items import erase, item, overwrite
from testkit.scenario import Practice, new_client


def sweep() -> Sweep:
    return expire.expire_holds(lambda: True)


def test_a_new_hold_is_not_cleared_when_the_index_still_shows_the_lapsed_one(
    api: Api, table: Table, clock: Clock
) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(1800)
    practice.hold(slot, new_client(api))
    # Simulate an index that is out of date and still shows the lapsed hold.
    overwrite(table, keys.appointment(Slot.from_id(slot)), by_kind_sk=clock.now - 1)

    assert sweep().cleared == 0
    assert practice.status(slot) == "held"


def test_a_hold_replaced_or_deleted_after_the_query_is_not_cleared(
    api: Api, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(1800)
    before(monkeypatch, "delete_item", lambda: practice.hold(slot, new_client(api)))
    assert sweep().cleared == 0
    assert practice.status(slot) == "held"

    clock.advance(1800)
    before(monkeypatch, "delete_item", lambda: erase(table, slot))
    assert sweep() == Sweep(cleared=0, oldest_age=0, finished=True)


def test_a_hold_whose_deletion_conflicts_is_left_for_the_next_sweep(
    api: Api, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    practice.hold(practice.slots[1])
    clock.advance(1800)
    raising(monkeypatch, "delete_item", [Conflict()])

    assert sweep().cleared == 1
    assert sweep().cleared == 1


def test_a_delete_whose_response_is_lost_does_no_harm(
    api: Api, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    slot = practice.hold(practice.slots[0])
    clock.advance(1800)
    twice(monkeypatch, "delete_item")

    assert sweep().finished
    assert item(table, slot) is None


def test_an_unavailable_table_makes_the_sweep_fail(
    api: Api, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = Practice(api)
    practice.hold(practice.slots[0])
    clock.advance(1800)
    raising(monkeypatch, "delete_item", [Unavailable()])

    with pytest.raises(Unavailable):
        sweep()
