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
from testkit.clock import HOLD, Clock
from testkit.interference import before, raising, twice
from testkit.items import claims, erase, item, overwrite
from testkit.layer_scenario import Owned, new_hold
from testkit.layer_scenario import new_client as bare_client
from testkit.scenario import Practice, new_client
from testkit.users import BOB


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


def test_the_sweeper_leaves_another_lapsed_hold_to_be_cleared_with_its_own_parts(
    morning: Owned, table: Table, clock: Clock
) -> None:
    service = morning.service(45)
    morning.hold(morning.slots[0], service)
    clock.advance(HOLD)
    new_hold(morning.slots[1], bare_client(BOB), BOB, service)
    clock.advance(HOLD)

    assert sweep().cleared == 2
    assert claims(table) == {}


def test_the_sweeper_leaves_a_part_that_has_not_lapsed(morning: Owned, table: Table, clock: Clock) -> None:
    """A part lapses with its head, so the test moves the expiry of one by hand."""
    morning.hold(morning.slots[0], morning.service(45))
    clock.advance(HOLD)
    overwrite(table, keys.appointment(morning.slots[1]), expires_at=clock.now + 1)

    sweep()

    assert list(claims(table)) == [morning.slots[1]]


def test_the_sweeper_clears_a_part_that_the_index_still_shows_as_a_hold(
    morning: Owned, table: Table, clock: Clock
) -> None:
    shown = morning.hold(morning.slots[1])
    listing = {name: claims(table)[shown][name] for name in ("by_kind_pk", "by_kind_sk")}
    clock.advance(HOLD)
    morning.hold(morning.slots[0], morning.service(45))
    clock.advance(HOLD)
    overwrite(table, keys.appointment(shown), **listing)  # an index that is out of date

    sweep()

    assert claims(table) == {}
