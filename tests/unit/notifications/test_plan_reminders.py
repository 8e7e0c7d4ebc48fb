"""A booking that is confirmed or moved gets one stored reminder for each number of its service."""

import json
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings, utc
from holdfast.core.slots import Slot
from holdfast.core.utc import DAY
from holdfast.model.reminder import Reminder
from testkit.api import Api, invoke
from testkit.clock import Clock
from testkit.events import load_event
from testkit.items import contents, stored
from testkit.logs import metrics, written
from testkit.reminders import details, messages, plan, planned, stored_reminders
from testkit.scenario import Practice, new_service

MINUTE, HOUR = 60, 3600


@pytest.fixture
def service(practice: Practice) -> int:
    """Return a service with reminders two hours and 20 minutes before each visit."""
    return service_of(practice, 120, 20)


def service_of(practice: Practice, *minutes: int) -> int:
    fields = {"duration_minutes": 15, "reminder_minutes": minutes}
    return new_service(practice.api, practice.provider, **fields)


def book(practice: Practice, slot: int = 0, service: int | None = None) -> int:
    """Book a slot, and return the id of the booking."""
    practice.hold(practice.slots[slot], service=service)
    number: int = practice.confirm(practice.slots[slot]).json["booking_id"]
    return number


def minutes(table: Table) -> list[int]:
    return [reminder.minutes for reminder in stored_reminders(table)]


def test_a_reminder_says_when_it_is_due_and_names_nobody(
    practice: Practice, table: Table, service: int
) -> None:
    booking, start = book(practice, service=service), utc.instant("2026-12-02T09:00:00Z")

    assert plan(*details(booking)) == {"batchItemFailures": []}

    assert [item for item in stored(table) if item["PK"] == f"REMINDER#{booking}"] == [
        {
            "PK": f"REMINDER#{booking}",
            "SK": f"{practice.slots[0]}#1#{before}",
            "by_kind_pk": "DUE#0",
            "by_kind_sk": start - before * MINUTE,
            "expires_at": start + DAY,
        }
        for before in (120, 20)
    ]


def test_a_plain_slot_and_a_deleted_service_have_one_reminder_a_day_before(
    practice: Practice, table: Table, service: int
) -> None:
    plain, gone = book(practice), book(practice, 1, service)
    assert practice.api.delete(f"/api/services/{service}").status == 200

    plan(*details(plain), *details(gone))

    assert {(each.booking_id, each.minutes) for each in stored_reminders(table)} == {
        (plain, 1440),
        (gone, 1440),
    }


def test_a_service_may_have_no_reminders(practice: Practice, table: Table) -> None:
    planned(book(practice, service=service_of(practice)))

    assert minutes(table) == []


def test_a_changed_service_counts_only_for_later_events(
    practice: Practice, table: Table, service: int
) -> None:
    booking = planned(book(practice, service=service))
    practice.api.put(f"/api/services/{service}", {"name": "A", "reminder_minutes": [30]})
    assert minutes(table) == [120, 20]

    practice.reschedule(practice.slots[0], practice.slots[1])
    planned(booking)

    assert [(each.version, each.minutes) for each in stored_reminders(table)] == [
        (1, 120),
        (1, 20),
        (2, 30),
    ]


def test_a_repeated_event_stores_the_same_items(practice: Practice, table: Table, service: int) -> None:
    booking = planned(book(practice, service=service))
    practice.reschedule(practice.slots[0], practice.slots[1])
    planned(booking)
    before = contents(table)

    plan(*details(booking), *reversed(details(booking)))

    assert contents(table) == before
    assert len(stored_reminders(table)) == 4


@pytest.mark.parametrize(("late", "expected"), [(-1, [1440, 60]), (0, [60]), (1, [60])])
def test_a_reminder_that_was_due_before_the_event_is_not_planned(
    practice: Practice, table: Table, clock: Clock, late: int, expected: list[int]
) -> None:
    service = service_of(practice, 1440, 60)
    clock.advance(HOUR + late)  # the first reminder is due at 09:00

    planned(book(practice, service=service))

    assert minutes(table) == expected


@pytest.mark.parametrize(("late", "expected"), [(HOUR, [1440, 30]), (HOUR + 1, [30])])
def test_an_event_that_comes_late_is_planned_as_long_as_its_reminders_are_of_use(
    practice: Practice, table: Table, clock: Clock, late: int, expected: list[int]
) -> None:
    booking = book(practice, service=service_of(practice, 1440, 30))
    clock.advance(HOUR + late)

    planned(booking)

    assert minutes(table) == expected


@pytest.mark.parametrize(("before_start", "expected"), [(1, [20]), (0, [])])
def test_no_reminder_is_planned_once_the_visit_has_started(
    practice: Practice, table: Table, clock: Clock, before_start: int, expected: list[int]
) -> None:
    booking = book(practice, service=service_of(practice, 1440, 20))
    clock.advance(25 * HOUR - before_start)

    planned(booking)

    assert minutes(table) == expected


def test_reminders_are_spread_over_the_shards(
    practice: Practice, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDEX_SHARDS", "4")
    settings.settings.cache_clear()
    sample = details(book(practice))[0]

    plan(*({**sample, "booking_id": number} for number in range(4, 8)))

    partitions = {str(item["PK"]): item["by_kind_pk"] for item in stored(table) if "by_kind_pk" in item}
    assert {partitions[f"REMINDER#{number}"] for number in range(4, 8)} == {f"DUE#{n}" for n in range(4)}


def test_the_key_of_a_reminder_says_everything() -> None:
    reminder = Reminder(5, Slot.from_id("7-20261202T0900Z"), 3, 1440)

    assert reminder.key == ("REMINDER#5", "7-20261202T0900Z#3#1440")
    assert Reminder.from_row(reminder.to_item()) == reminder


def test_the_sample_event_is_planned(table: Table, clock: Clock) -> None:
    assert invoke("plan_reminders", load_event("plan_reminders")) == {"batchItemFailures": []}
    assert [each.booking_id for each in stored_reminders(table)] == [4503599627370497]


def bad(kind: str, sample: dict[str, Any]) -> Any:
    without = {name: value for name, value in sample.items() if name != "service_id"}
    return {
        "no JSON": "nonsense",
        "a list": "[]",
        "no detail": json.dumps({"source": "holdfast"}),
        "a member is missing": json.dumps({"detail": without}),
        "no slot": json.dumps({"detail": {**sample, "appointment_id": "7"}}),
        "no time": json.dumps({"detail": {**sample, "time": None}}),
    }[kind]


@pytest.mark.parametrize(
    "kind", ["no JSON", "a list", "no detail", "a member is missing", "no slot", "no time"]
)
def test_a_message_that_cannot_be_read_comes_back_and_the_others_are_planned(
    practice: Practice, table: Table, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    first, second = details(book(practice)), details(book(practice, 1))
    event = messages(*first, *first, *second)
    event["Records"][1]["body"] = bad(kind, first[0])
    written(capsys)

    response = invoke("plan_reminders", event)

    assert response == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert len(stored_reminders(table)) == 2
    (line,) = written(capsys)
    assert (line["message"], line["planned"], line["failed"]) == ("reminders planned", 2, 1)
    assert (line["level"], bool(line["error"]), metrics(line)) == ("WARN", True, {})


def test_a_line_without_failures_has_no_error(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    invoke("plan_reminders", load_event("plan_reminders"))

    (line,) = written(capsys)
    assert (line["level"], line["planned"], line["failed"]) == ("INFO", 1, 0)
    assert "error" not in line
