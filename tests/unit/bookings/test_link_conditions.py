"""A link is used while other requests change its booking, and while calls to DynamoDB fail."""

from collections.abc import Callable
from itertools import product

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings import links
from holdfast.bookings.cancel import cancel
from holdfast.bookings.confirm import confirm
from holdfast.core.errors import NotFound, Problem, TooLate, Unavailable
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.model.link import Link
from testkit.clock import HOLD, Clock
from testkit.interference import WRITE, before, raising, twice
from testkit.items import claims, item, overwrite, stored
from testkit.layer_scenario import Owned
from testkit.links import link_to
from testkit.users import ALICE, DANA
from tests.unit.bookings.moves import move

READ = "batch_get_item"
OTHER = "x" * 22  # no booking's secret

pytestmark = pytest.mark.usefixtures("_no_sleep")


@pytest.fixture
def held(owned: Owned) -> Link:
    return link_to(owned.hold(owned.slots[0]).id)


@pytest.fixture
def booked(owned: Owned) -> Link:
    return link_to(owned.book(owned.slots[0]).id)


def change_secret(table: Table, slot: Slot) -> Callable[[], None]:
    """No request changes a secret, so the test does it by hand."""
    return lambda: overwrite(table, keys.appointment(slot), secret=OTHER)


def kept(table: Table, slot: Slot, status: str) -> bool:
    head = item(table, slot.id)
    return head is not None and (head["status"], head["secret"]) == (status, OTHER)


def test_a_hold_with_another_secret_is_not_confirmed(
    owned: Owned, held: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, change_secret(table, owned.slots[0]))

    with pytest.raises(NotFound):
        links.confirm(held)
    assert kept(table, owned.slots[0], "held")


def test_a_hold_with_another_secret_is_not_cancelled(
    owned: Owned, held: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, "delete_item", change_secret(table, owned.slots[0]))

    with pytest.raises(Unavailable):
        links.cancel(held)
    assert kept(table, owned.slots[0], "held")


def test_an_appointment_with_another_secret_is_not_cancelled(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, change_secret(table, owned.slots[0]))

    with pytest.raises(Unavailable):
        links.cancel(booked)
    assert kept(table, owned.slots[0], "confirmed")


def test_an_appointment_with_another_secret_does_not_leave_its_slot(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, change_secret(table, owned.slots[0]))

    with pytest.raises(Unavailable):
        links.reschedule(booked, owned.slots[2])
    assert kept(table, owned.slots[0], "confirmed")
    assert list(claims(table)) == [owned.slots[0]]


def test_a_visit_with_another_secret_does_not_move_to_a_slot_that_it_has(
    morning: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its head stays an item of the visit, so the move replaces it instead of deleting it."""
    visit = [morning.slots[number] for number in (4, 5, 6)]
    link = link_to(morning.book(visit[0], morning.service(45)).id)
    before(monkeypatch, WRITE, change_secret(table, visit[0]))

    with pytest.raises(Unavailable):
        links.reschedule(link, morning.slots[3])
    assert kept(table, visit[0], "confirmed")
    assert list(claims(table)) == visit


@pytest.mark.parametrize("case", [*product([links.confirm, links.cancel], [1, 2])])
def test_the_next_booking_of_the_same_client_in_the_slot_is_left_alone(
    owned: Owned,
    held: Link,
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    case: tuple[Callable[[Link], object], int],
) -> None:
    act, nth = case
    replaced: list[object] = []

    def happens() -> None:
        cancel(owned.slots[0], ALICE)
        owned.hold(owned.slots[0])
        replaced.extend(stored(table))

    before(monkeypatch, READ, happens, nth=nth)

    with pytest.raises(NotFound) as refusal:
        act(held)
    assert (refusal.value.kind, stored(table)) == ("link", replaced)


@pytest.mark.parametrize("operation", [READ, WRITE])
def test_an_appointment_that_was_booked_again_meanwhile_is_not_moved(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    replaced: list[object] = []

    def happens() -> None:
        cancel(owned.slots[0], ALICE)
        owned.book(owned.slots[0])
        replaced.extend(stored(table))

    before(monkeypatch, operation, happens, nth=1 if operation == WRITE else 3)

    with pytest.raises(NotFound) as refusal:
        links.reschedule(booked, owned.slots[2])
    assert (refusal.value.kind, stored(table)) == ("link", replaced)


@pytest.mark.parametrize("nth", [1, 2])
def test_an_appointment_that_moves_meanwhile_is_cancelled_where_it_stands(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    before(monkeypatch, READ, lambda: move(owned.slots[0], owned.slots[2], DANA), nth=nth)

    links.cancel(booked)

    assert claims(table) == {}


def test_an_appointment_that_moves_before_its_cancellation_is_written_is_cancelled_where_it_stands(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: move(owned.slots[0], owned.slots[2], DANA))

    links.cancel(booked)

    assert claims(table) == {}


def test_an_appointment_that_moves_meanwhile_is_confirmed_and_moved_where_it_stands(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, READ, lambda: move(owned.slots[0], owned.slots[1], DANA), nth=2)
    assert links.confirm(booked).slot == owned.slots[1]

    before(monkeypatch, READ, lambda: move(owned.slots[1], owned.slots[2], DANA), nth=3)
    assert links.reschedule(booked, owned.slots[3]).slot == owned.slots[3]
    assert list(claims(table)) == [owned.slots[3]]


def test_an_appointment_that_moves_while_it_is_looked_for_is_found(
    owned: Owned, booked: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(owned.slots[0], owned.slots[1])
    # The first call finds nothing in the slot of the link, the query says where it stands.
    before(monkeypatch, READ, lambda: move(owned.slots[1], owned.slots[2]), nth=2)

    assert links.confirm(booked).slot == owned.slots[2]


def test_a_hold_that_lapses_between_the_reads_is_dead(
    held: Link, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, READ, lambda: clock.advance(HOLD), nth=2)

    with pytest.raises(NotFound) as refusal:
        links.confirm(held)
    assert refusal.value.kind == "link"


def test_a_hold_that_is_confirmed_meanwhile_is_confirmed_once(
    owned: Owned, held: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: confirm(owned.slots[0], ALICE))

    assert links.confirm(held).status == "confirmed"
    assert len([each for each in stored(table) if "type" in each]) == 1


@pytest.mark.parametrize("name", ["held", "booked"])
def test_a_cancellation_whose_response_is_lost_succeeds(
    request: pytest.FixtureRequest, table: Table, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    link = request.getfixturevalue(name)
    if name == "held":
        twice(monkeypatch, "delete_item")
    else:
        before(monkeypatch, WRITE, lambda: cancel(link.slot, DANA))

    assert links.cancel(link).status == "available"
    assert claims(table) == {}


def test_a_named_hold_whose_cancellation_loses_its_response_is_cancelled(
    owned: Owned, held: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(monkeypatch, "delete_item")

    assert cancel(owned.slots[0], ALICE, held.booking_id).status == "available"


def test_two_equal_moves_at_once_both_succeed(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, lambda: links.reschedule(booked, owned.slots[2]))

    assert links.reschedule(booked, owned.slots[2]).slot == owned.slots[2]
    assert list(claims(table)) == [owned.slots[2]]


@pytest.mark.parametrize("act", [links.confirm, links.cancel])
def test_a_link_acts_after_a_few_conflicts_and_not_after_many(
    held: Link, table: Table, monkeypatch: pytest.MonkeyPatch, act: Callable[[Link], object]
) -> None:
    operation = WRITE if act is links.confirm else "delete_item"
    unchanged = stored(table)
    raising(monkeypatch, operation, [Conflict()] * 8)
    with pytest.raises(Unavailable):
        act(held)
    assert stored(table) == unchanged

    raising(monkeypatch, operation, [Conflict()] * 3)
    assert act(held)


def test_a_cut_off_that_is_set_meanwhile_binds(
    owned: Owned, booked: Link, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = keys.day(owned.provider, owned.slots[0].day)
    before(monkeypatch, READ, lambda: overwrite(table, day, cancel_notice_minutes=10_000), nth=2)

    with pytest.raises(Problem) as refusal:
        links.cancel(booked)
    assert isinstance(refusal.value, TooLate)
