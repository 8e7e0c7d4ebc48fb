"""A mail says what is true when it is sent. An event that is no longer true is told to nobody."""

from mypy_boto3_dynamodb.service_resource import Table

from holdfast.dynamodb import keys
from testkit.clock import HOLD, Clock
from testkit.items import erase
from testkit.mails import Outbox, deliver, history
from testkit.scenario import new_client
from tests.unit.notifications.office import ALICE, DANA, Office


def subjects(outbox: Outbox) -> list[str]:
    """Return the first word of each subject."""
    return [sent.subject.partition(":")[0] for sent in outbox.take()]


def test_a_hold_that_was_confirmed_meanwhile_is_told_only_as_confirmed(
    office: Office, outbox: Outbox
) -> None:
    held = office.held()
    office.confirm(office.slots[0])

    assert deliver(office.last(office.slots[0]), held) == []

    assert subjects(outbox) == ["Confirmed", "Booked"]


def test_a_hold_that_was_cancelled_meanwhile_is_not_told(office: Office, outbox: Outbox) -> None:
    held = office.held()
    office.cancel(office.slots[0])

    assert deliver(held) == []

    assert subjects(outbox) == []


def test_a_hold_is_told_until_it_lapses_and_not_from_then_on(
    office: Office, outbox: Outbox, clock: Clock
) -> None:
    held = office.held()
    clock.advance(HOLD)
    assert (deliver(held), subjects(outbox)) == ([], [])

    clock.advance(-1)
    assert (deliver(held), subjects(outbox)) == ([], ["Please confirm"])


def test_a_hold_whose_slot_another_client_has_now_is_not_told(office: Office, outbox: Outbox) -> None:
    held = office.held()
    office.cancel(office.slots[0])
    office.hold(office.slots[0], new_client(office.api, email="bob@example.com"))

    assert deliver(held) == []

    assert subjects(outbox) == []


def test_a_hold_whose_slot_is_part_of_another_visit_now_is_not_told(
    office: Office, outbox: Outbox, table: Table
) -> None:
    held = office.held(office.slots[1])
    office.cancel(office.slots[1])
    office.hold(office.slots[0], service=office.service)

    assert deliver(held) == []

    assert subjects(outbox) == []


def test_events_in_the_wrong_order_tell_only_the_newest(office: Office, outbox: Outbox) -> None:
    booked = office.confirmed()
    moved = office.moved(booked, office.slots[4])
    again = office.moved(moved, office.slots[0])  # the slot where the first event has it too

    assert deliver(again, booked, moved) == []

    assert [(sent.to, sent.event["sequence"]) for sent in outbox.take()] == [(ALICE, 3), (DANA, 3)]


def test_after_a_cancellation_nothing_older_is_told(office: Office, outbox: Outbox) -> None:
    held = office.held()
    office.confirm(office.slots[0])
    confirmed = office.last(office.slots[0])
    cancelled = office.cancelled(confirmed)

    assert deliver(cancelled, confirmed, held) == []

    assert subjects(outbox) == ["Cancelled", "Cancelled"]


def test_a_booking_of_the_same_slot_is_not_taken_for_the_earlier_one(office: Office, outbox: Outbox) -> None:
    first = office.confirmed()
    office.cancelled(first)
    office.confirmed()

    assert deliver(first) == []

    assert subjects(outbox) == []


def test_a_visit_that_is_over_is_not_told(office: Office, outbox: Outbox, clock: Clock) -> None:
    booked, other = office.confirmed(), office.confirmed(office.slots[4])
    cancelled = office.cancelled(other)
    clock.now = office.end_of(office.slots[0])
    assert (deliver(booked), subjects(outbox)) == ([], [])
    clock.now = office.end_of(office.slots[4])
    assert (deliver(cancelled), subjects(outbox)) == ([], [])

    clock.now = office.end_of(office.slots[4]) - 1
    assert (deliver(cancelled), subjects(outbox)) == ([], ["Cancelled", "Cancelled"])
    clock.now = office.end_of(office.slots[0]) - 1
    assert (deliver(booked), subjects(outbox)) == ([], ["Confirmed", "Booked"])


def test_a_cancellation_needs_nothing_but_its_event(office: Office, outbox: Outbox, table: Table) -> None:
    """The history may have expired by then, and the slot may have anything."""
    event = office.cancelled(office.confirmed())
    for number in (1, 2):
        office.delete(keys.booking_event(event["booking_id"], number))
    erase(table, office.slots[0])

    assert history(event["booking_id"]) == []
    assert deliver(event) == []
    assert subjects(outbox) == ["Cancelled", "Cancelled"]
