"""A move whose response is lost, or whose process ends, has happened once or not at all."""

from dataclasses import dataclass
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule
from holdfast.core.errors import Unavailable
from holdfast.core.slots import QUARTER, Slot, by_day
from holdfast.dynamodb import keys
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.keys import Key
from holdfast.model.appointment import booking_id_of
from holdfast.queries import bookings
from holdfast.queries.shown import ShownSlot
from testkit.interference import WRITE, before, no_sleep, raising, twice
from testkit.items import claims, contents
from testkit.layer_scenario import Owned, fresh_key, new_client, new_hold
from testkit.users import ALICE, BOB

Contents = dict[tuple[Any, Any], Any]


class Killed(Exception):
    """Stands for the end of the process: no code catches it."""


@dataclass
class Booked:
    """A visit of four quarter-hours, the last two of them a buffer, and the slot to which it moves."""

    owned: Owned
    slot: Slot
    to: Slot
    table: Table

    def __post_init__(self) -> None:
        self.move = Move(self.slot, self.to, ALICE, fresh_key())
        self.before = contents(self.table)

    def repeat(self) -> ShownSlot:
        """Send the same request again, without an Idempotency-Key."""
        return reschedule(Move(self.slot, self.to, ALICE, fresh_key()))

    def assert_moved_once(self) -> None:
        """Assert that the booking is in one place, with one new event, and that nothing else has changed."""
        after, old, new = contents(self.table), _taken(self.slot), _taken(self.to)
        assert {key for key in {*self.before, *after} if self.before.get(key) != after.get(key)} == {
            *map(keys.appointment, [*old, *new]),
            *(keys.day(slot.provider_id, slot.day) for slot in [*old, *new]),
            *self._other_keys(),
        }
        stands = {slot: item["hold_id"] for slot, item in claims(self.table).items() if slot in {*old, *new}}
        assert (list(stands), len(set(stands.values()))) == (new, 1)
        for date, quarters in by_day([*old, *new]).items():
            booked = after[keys.day(self.to.provider_id, date)].get("booked", set())
            assert booked & quarters == by_day(new).get(date, set())
        events = bookings.events(self._booking_id)
        assert [(event.kind, event.slot) for event in events] == [
            ("confirmed", self.slot),
            ("rescheduled", self.to),
        ]

    @property
    def _booking_id(self) -> int:
        return booking_id_of(self.before[keys.appointment(self.slot)]["hold_id"])

    def _other_keys(self) -> set[Key]:
        new_days = {keys.day(slot.provider_id, slot.day) for slot in _taken(self.to)} - self.before.keys()
        provider = {keys.provider(self.slot.provider_id)} if new_days else set()
        return {keys.client(self.owned.client), keys.booking_event(self._booking_id, 2)} | provider


def _taken(head: Slot) -> list[Slot]:
    return [head._replace(start=head.start + number * QUARTER) for number in range(4)]


@pytest.fixture(params=[1, 6], ids=["within a day", "onto a new day"])
def booked(
    request: pytest.FixtureRequest, evening: Owned, table: Table, monkeypatch: pytest.MonkeyPatch
) -> Booked:
    no_sleep(monkeypatch)
    slot = evening.book(evening.slots[0], evening.service(30, buffer_after_minutes=30))
    new_hold(evening.slots[5], new_client(BOB), BOB)
    return Booked(evening, slot, evening.slots[request.param], table)


def test_a_transaction_that_is_sent_twice_moves_the_booking_once(
    booked: Booked, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(monkeypatch, WRITE)

    assert reschedule(booked.move).slot == booked.to
    booked.assert_moved_once()


@pytest.mark.parametrize(("conflicts", "applied"), [(3, False), (1, True)])
def test_a_move_is_retried_after_conflicts(
    booked: Booked, monkeypatch: pytest.MonkeyPatch, conflicts: int, applied: bool
) -> None:
    raising(monkeypatch, WRITE, [Conflict()] * conflicts, applied=applied)

    assert reschedule(booked.move).slot == booked.to
    booked.assert_moved_once()


def test_a_move_fails_after_many_conflicts_and_changes_nothing(
    booked: Booked, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, WRITE, [Conflict()] * 8)

    with pytest.raises(Unavailable):
        reschedule(booked.move)
    assert contents(table) == booked.before
    assert booked.repeat().slot == booked.to
    booked.assert_moved_once()


@pytest.mark.parametrize("operation", ["batch_get_item", "get_item", WRITE])
@pytest.mark.parametrize("error", [Unavailable, Killed])
def test_a_move_that_ends_before_its_write_changes_nothing_and_can_be_repeated(
    booked: Booked, table: Table, monkeypatch: pytest.MonkeyPatch, operation: str, error: type[Exception]
) -> None:
    raising(monkeypatch, operation, [error()])

    with pytest.raises(error):
        reschedule(booked.move)
    assert contents(table) == booked.before
    assert booked.repeat().slot == booked.to
    booked.assert_moved_once()


@pytest.mark.parametrize("error", [Unavailable, Killed])
@pytest.mark.parametrize("same_key", [True, False])
def test_a_repeat_of_a_move_whose_response_is_lost_finds_it_done(
    booked: Booked, monkeypatch: pytest.MonkeyPatch, error: type[Exception], same_key: bool
) -> None:
    raising(monkeypatch, WRITE, [error()], applied=True)

    with pytest.raises(error):
        reschedule(booked.move)
    booked.assert_moved_once()
    again = reschedule(booked.move) if same_key else booked.repeat()
    assert (again.slot, again.status, again.version) == (booked.to, "confirmed", 2)
    booked.assert_moved_once()


def test_a_twin_of_a_move_that_is_under_way_finds_it_done(
    booked: Booked, monkeypatch: pytest.MonkeyPatch
) -> None:
    before(monkeypatch, WRITE, booked.repeat)

    assert reschedule(booked.move).slot == booked.to
    booked.assert_moved_once()
