"""What reminders cost, and what happens if two runs send them at once, on AWS's own engine."""

import json
from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import QUARTER
from holdfast.dynamodb.keys import Key
from holdfast.notifications import queue
from holdfast.notifications.send_reminders import Run, send_reminders
from testkit import mails
from testkit.clock import Clock
from testkit.crowd import Doctor, Patient
from testkit.meter import metered
from testkit.racing import race
from testkit.reminders import details, plan, planned, stored_reminders
from testkit.scenario import NINE, new_service

GET, BATCH, QUERY, PUT, DELETE = "get_item", "batch_get_item", "query", "put_item", "delete_item"
ITEM, LISTED = 1, 1  # write units of a reminder, and of its entry in an index
OTHER_DAY = "2026-12-03T09:00:00Z"
DAY_BEFORE = 3600  # seconds from the clock's start to the reminder of the first slot

Costs = Callable[[Callable[[], object]], tuple[list[str], float, float]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Put messages into a counter of their ids instead of a queue."""
    ids: Counter[str] = Counter()

    def send(_url: str, bodies: Mapping[Key, str]) -> set[Key]:
        ids.update(json.loads(body)["id"] for body in bodies.values())
        return set()

    monkeypatch.setattr(queue, "send", send)
    mails.outbox(monkeypatch)  # a stack that sends no mail drops its reminders
    return ids


def book(
    doctor: Doctor, alice: Patient, day: str = NINE, slots: int = 1, reminders: list[int] | None = None
) -> list[int]:
    """Book slots, with a service if there are `reminders`, and return the ids of the bookings."""
    fields = {"duration_minutes": 15, "reminder_minutes": reminders}
    number = None if reminders is None else new_service(doctor.api, doctor.id, **fields)
    ids = []
    for slot in doctor.slots(day, slots):
        alice.hold(slot, service=number)
        ids.append(alice.confirm(slot).json["booking_id"])
    return ids


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> Costs:
    """Return a function that runs another one, and returns its requests, read units and write units."""

    def costs(run: Callable[[], object]) -> tuple[list[str], float, float]:
        with metered(monkeypatch) as bill:
            run()
        return bill.calls, bill.read, bill.written

    return costs


def test_planning_costs_two_units_for_each_reminder(doctor: Doctor, alice: Patient, costs: Costs) -> None:
    plain = details(book(doctor, alice)[0])
    two = details(book(doctor, alice, OTHER_DAY, reminders=[120, 30])[0])

    assert costs(lambda: plan(*plain)) == ([PUT], 0, ITEM + LISTED)
    assert costs(lambda: plan(*two)) == ([GET, PUT, PUT], 1, 2 * (ITEM + LISTED))


@pytest.mark.usefixtures("many_holds")
def test_sending_costs_three_units_for_each_reminder(
    doctor: Doctor, alice: Patient, clock: Clock, costs: Costs, sent: Counter[str]
) -> None:
    for booking in book(doctor, alice, slots=12):
        planned(booking)
    assert costs(run) == ([QUERY], 0.5, 0)

    clock.advance(DAY_BEFORE + 11 * QUARTER)
    in_time = 5  # four were due within the last hour, and one an hour ago
    expected = [QUERY, BATCH, *[DELETE] * 10, BATCH, *[DELETE] * 2]
    assert costs(run) == (expected, 0.5 + in_time, 12 * (ITEM + LISTED))
    assert len(sent) == in_time


@pytest.mark.usefixtures("many_holds")
def test_two_runs_at_once_send_each_reminder_under_one_id(
    table: Table, doctor: Doctor, alice: Patient, clock: Clock, sent: Counter[str]
) -> None:
    bookings = [planned(booking) for booking in book(doctor, alice, slots=20)]
    clock.advance(DAY_BEFORE + 4 * QUARTER)

    race(run, run)

    assert sorted(sent) == sorted(f"{booking}-{start(booking)}-1440-reminder" for booking in bookings[:5])
    assert max(sent.values()) <= 2
    assert [each.booking_id for each in stored_reminders(table)] == bookings[5:]
    assert run() == Run()


def run() -> Run:
    return send_reminders(lambda: True)


def start(booking: int) -> str:
    slot: str = details(booking)[0]["appointment_id"]
    return slot.partition("-")[2]
