"""A reminder that is due goes into the queue of mails once, unless it is too late or its booking has gone."""

from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import settings, utc
from holdfast.core.slots import QUARTER, Slot
from holdfast.dynamodb import index_keys, keys
from holdfast.model.reminder import Reminder
from holdfast.notifications import due
from holdfast.notifications.send_reminders import Run, send_reminders
from testkit.api import handler, invoke
from testkit.clock import Clock
from testkit.events import LambdaContext, load_event
from testkit.items import contents, item, overwrite
from testkit.recorded_calls import calls, eventual_reads, queries
from testkit.reminders import MailQueue, details, plan, planned, store, stored_reminders
from testkit.scenario import Practice, new_service

HOUR = 3600
DUE = utc.instant("2026-12-01T09:00:00Z")  # a day before the first slot
NOTHING = Run()


def book(practice: Practice, slot: int = 0, **service: object) -> int:
    """Book a slot, plan its reminders, and return the id of the booking."""
    number = new_service(practice.api, practice.provider, **service) if service else None
    practice.hold(practice.slots[slot], service=number)
    return planned(practice.confirm(practice.slots[slot]).json["booking_id"])


def move(practice: Practice, booking: int, slot: int, to: int) -> None:
    assert practice.reschedule(practice.slots[slot], practice.slots[to]).status == 200
    planned(booking)


def run() -> Run:
    return send_reminders(lambda: True)


def ids(mail: MailQueue) -> list[str]:
    return sorted(message["detail"]["id"] for message in mail.taken())


def test_a_reminder_is_sent_at_the_second_when_it_is_due(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    book(practice)

    clock.now = DUE - 1
    assert run() == NOTHING
    clock.advance(1)
    assert run() == Run(sent=1)

    assert len(mail.taken()) == 1
    assert stored_reminders(table) == []
    assert run() == NOTHING
    assert mail.taken() == []


def test_the_message_looks_like_an_event_from_the_bus_and_names_nobody(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice, duration_minutes=45, buffer_after_minutes=15, reminder_minutes=[1440])
    clock.now = DUE + 30
    run()

    (message,) = mail.taken()
    detail = {
        "id": f"{booking}-20261202T0900Z-1440-reminder",
        "type": "appointment.reminder",
        "version": 1,
        "time": "2026-12-01T09:00:00Z",
        "booking_id": booking,
        "appointment_id": practice.slots[0],
        "previous": None,
        "provider_id": practice.provider,
        "client_id": practice.client,
        "service_id": details(booking)[0]["service_id"],
        "start": "2026-12-02T09:00:00Z",
        "end": "2026-12-02T09:45:00Z",
        "expires_at": None,
        "as": None,
        "minutes": 1440,
    }
    assert message == {
        "version": "0",
        "id": detail["id"],
        "detail-type": "appointment.reminder",
        "source": "holdfast",
        "time": "2026-12-01T09:00:00Z",
        "detail": detail,
    }
    assert detail["service_id"]


def test_a_plain_slot_has_no_service_in_its_message(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    clock.now = DUE
    run()

    (message,) = mail.taken()
    assert (message["detail"]["service_id"], message["detail"]["end"]) == (None, "2026-12-02T09:15:00Z")


@pytest.mark.parametrize(
    "expected", [Run(sent=1, oldest_age=HOUR), Run(dropped=1, oldest_age=HOUR + 1)], ids=["sent", "dropped"]
)
def test_a_reminder_that_is_more_than_an_hour_late_is_dropped(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue, expected: Run
) -> None:
    book(practice)
    clock.now = DUE + expected.oldest_age

    assert run() == expected
    assert len(mail.taken()) == expected.sent
    assert stored_reminders(table) == []


@pytest.mark.parametrize(
    "expected", [Run(sent=1, oldest_age=1199), Run(dropped=1, oldest_age=1200)], ids=["sent", "dropped"]
)
def test_a_reminder_is_dropped_once_the_visit_has_started(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue, expected: Run
) -> None:
    book(practice, duration_minutes=15, reminder_minutes=[20])
    clock.now = DUE + 24 * HOUR - 1200 + expected.oldest_age

    assert run() == expected
    assert len(mail.taken()) == expected.sent
    assert stored_reminders(table) == []


def test_a_backlog_after_an_outage_is_dropped_but_for_its_last_hour(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    bookings = [book(practice, slot) for slot in range(4)]
    clock.now = DUE + HOUR + QUARTER + 1  # the second slot's reminder was due an hour and a second ago

    assert run() == Run(sent=2, dropped=2, oldest_age=HOUR + QUARTER + 1)
    assert sorted(message["detail"]["booking_id"] for message in mail.taken()) == sorted(bookings[2:])
    assert run() == NOTHING


def test_a_cancelled_booking_is_not_reminded(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    practice.cancel(practice.slots[0])
    clock.now = DUE

    assert run() == Run(dropped=1)
    assert (mail.taken(), stored_reminders(table)) == ([], [])


def test_a_slot_that_another_booking_has_taken_reminds_only_of_that_one(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    practice.cancel(practice.slots[0])
    other = book(practice)
    clock.now = DUE

    assert run() == Run(sent=1, dropped=1)
    assert ids(mail) == [f"{other}-20261202T0900Z-1440-reminder"]


def test_a_moved_booking_is_reminded_of_its_new_time_alone(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice)
    move(practice, booking, 0, 2)
    clock.now = DUE + 2 * QUARTER

    assert run() == Run(sent=1, dropped=1, oldest_age=2 * QUARTER)
    assert ids(mail) == [f"{booking}-20261202T0930Z-1440-reminder"]


def test_a_booking_that_was_moved_twice_is_reminded_of_its_last_time_alone(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice)
    move(practice, booking, 0, 1)
    move(practice, booking, 1, 3)
    clock.now = DUE + 3 * QUARTER

    assert run() == Run(sent=1, dropped=2, oldest_age=3 * QUARTER)
    (message,) = mail.taken()
    assert message["detail"]["id"] == f"{booking}-20261202T0945Z-1440-reminder"
    assert message["detail"]["version"] == 3


def test_a_booking_that_was_moved_there_and_back_is_reminded_once(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice)
    move(practice, booking, 0, 1)
    move(practice, booking, 1, 0)
    clock.now = DUE

    assert run() == Run(sent=1, dropped=1)
    clock.advance(QUARTER)
    assert run() == Run(dropped=1)
    (message,) = mail.taken()
    assert (message["detail"]["version"], message["detail"]["minutes"]) == (3, 1440)


def test_a_booking_that_was_moved_away_and_back_after_its_reminder_gets_no_second_one(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice)
    clock.now = DUE
    assert run() == Run(sent=1)
    move(practice, booking, 0, 1)
    move(practice, booking, 1, 0)

    clock.advance(2 * QUARTER)
    run()

    assert ids(mail) == [f"{booking}-20261202T0900Z-1440-reminder"]


def test_an_event_that_is_delivered_again_after_its_reminder_makes_the_same_message(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice)
    clock.now = DUE
    run()
    (first,) = mail.taken()

    planned(booking)
    run()

    assert mail.taken() == [first]  # one id gets one mail


def test_events_may_come_in_any_order(practice: Practice, clock: Clock, mail: MailQueue) -> None:
    practice.hold(practice.slots[0])
    booking = practice.confirm(practice.slots[0]).json["booking_id"]
    practice.reschedule(practice.slots[0], practice.slots[1])
    for detail in reversed(details(booking)):
        plan(detail)
    clock.now = DUE + QUARTER

    assert run() == Run(sent=1, dropped=1, oldest_age=QUARTER)
    assert ids(mail) == [f"{booking}-20261202T0915Z-1440-reminder"]


def test_a_service_that_is_changed_or_deleted_later_changes_nothing(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    booking = book(practice, duration_minutes=15, reminder_minutes=[1440])
    practice.api.delete(f"/api/services/{details(booking)[0]['service_id']}")
    clock.now = DUE

    assert run() == Run(sent=1)


@pytest.mark.parametrize(
    "damage",
    [
        {"status": "held"},
        {"hold_id": "0" * 31 + "1"},
        {"version": 2},
        {"part_of": DUE},
    ],
    ids=["held", "another booking", "changed since", "a part of another visit"],
)
def test_only_the_booking_itself_in_its_own_version_is_reminded(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue, damage: dict[str, Any]
) -> None:
    book(practice)
    overwrite(table, keys.appointment(Slot.from_id(practice.slots[0])), **damage)
    clock.now = DUE

    assert run() == Run(dropped=1)
    assert mail.taken() == []


def test_the_booking_is_read_consistently(
    practice: Practice, clock: Clock, mail: MailQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    book(practice)
    clock.now = DUE
    sent, eventual = calls(monkeypatch), eventual_reads(monkeypatch)

    run()

    assert sent == ["query", "batch_get_item", "delete_item"]
    assert eventual == ["query"]


def test_a_row_that_cannot_be_read_stops_no_other_and_is_dropped_after_an_hour(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    for number, (pk, sk) in enumerate(
        [("REMINDER#x", "7-20261202T0900Z#1#5"), ("REMINDER#5", "nonsense"), ("REMINDER", "7#1#5")]
    ):
        table.put_item(Item={"PK": pk, "SK": sk, "by_kind_pk": "DUE#0", "by_kind_sk": DUE - number - 1})
    book(practice)
    clock.now = DUE

    assert run() == Run(sent=1, failed=3, oldest_age=3)
    assert len(mail.taken()) == 1
    clock.now = DUE + HOUR - 3
    assert run().failed == 3
    clock.advance(3)
    assert run() == Run(dropped=3, oldest_age=HOUR + 3)
    assert run() == NOTHING


def test_a_booking_that_cannot_be_read_stops_no_other(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    book(practice, 1)
    key = keys.appointment(Slot.from_id(practice.slots[0]))
    table.update_item(Key=key._asdict(), UpdateExpression="REMOVE client_id")
    clock.now = DUE + QUARTER

    assert run() == Run(sent=1, failed=1, oldest_age=QUARTER)
    assert [each.slot.id for each in stored_reminders(table)] == [practice.slots[0]]


def test_a_run_that_has_no_time_left_goes_on_in_the_next_one(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    store_many(table, 25)
    clock.now = DUE
    time_left = iter([True, True, False])

    assert send_reminders(lambda: next(time_left)) == Run(dropped=20, finished=False)
    assert len(stored_reminders(table)) == 5
    assert run() == Run(dropped=5)
    assert send_reminders(lambda: False) == NOTHING


def test_the_age_of_the_backlog_is_known_even_if_there_is_no_time(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    clock.now = DUE + 7

    assert send_reminders(lambda: False) == Run(oldest_age=7, finished=False)
    assert len(stored_reminders(table)) == 1


def test_the_longest_due_come_first(practice: Practice, table: Table, clock: Clock, mail: MailQueue) -> None:
    store_many(table, 10)
    book(practice, 1)
    clock.now = DUE + QUARTER

    send_reminders(iter([True, False]).__next__)

    assert [each.slot.id for each in stored_reminders(table)] == [practice.slots[1]]


def test_many_reminders_on_many_pages_and_shards_are_all_handled(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards(monkeypatch, 3)
    monkeypatch.setattr(due, "_ROWS_A_PAGE", 4)
    store_many(table, 100)
    mine = [book(practice, slot) for slot in range(4)]
    clock.now = DUE + 3 * QUARTER
    pages = queries(monkeypatch)

    assert run() == Run(sent=4, dropped=100, oldest_age=3 * QUARTER)
    assert sorted(message["detail"]["booking_id"] for message in mail.taken()) == sorted(mine)
    assert stored_reminders(table) == []
    assert len(pages) > 9  # three of each shard


def test_an_idle_run_is_one_query_for_each_partition_and_starts_with_another_one_each_minute(
    practice: Practice, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shards(monkeypatch, 3)
    book(practice)
    sent = calls(monkeypatch)

    assert run() == NOTHING  # without MAIL_QUEUE_URL

    assert sent == ["query"] * 3
    partitions = index_keys.all_due_pks()
    first = [due.rotated(partitions, clock.now + minute * 60)[0] for minute in range(3)]
    assert sorted(first) == ["DUE#0", "DUE#1", "DUE#2"]
    assert sorted(due.rotated(partitions, clock.now)) == sorted(first)


def test_the_function_returns_the_result_of_its_run_and_stops_before_its_timeout(
    practice: Practice, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    clock.now = DUE + 30
    late = {"sent": 0, "dropped": 0, "failed": 0, "oldest_age": 30, "finished": False}
    event = load_event("send_reminders")

    short = LambdaContext("send_reminders", remaining_ms=15_000)
    assert handler("send_reminders")(event, short) == late
    assert invoke("send_reminders", event) == late | {"sent": 1, "finished": True}
    assert invoke("send_reminders", {}) == late | {"oldest_age": 0, "finished": True}


def store_many(table: Table, number: int) -> None:
    """Store reminders of bookings that do not exist, all of which are due."""
    slot = Slot.from_id("7-20261202T0900Z")
    store(table, *(Reminder(booking, slot, 1, 1440) for booking in range(1, number + 1)))


def shards(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setenv("INDEX_SHARDS", str(number))
    settings.settings.cache_clear()


def test_what_others_wrote_is_left_alone(
    practice: Practice, table: Table, clock: Clock, mail: MailQueue
) -> None:
    book(practice)
    practice.hold(practice.slots[1])
    before = {key: each for key, each in contents(table).items() if not key[0].startswith("REMINDER#")}
    clock.now = DUE

    run()

    assert contents(table) == before
    assert item(table, practice.slots[0])
