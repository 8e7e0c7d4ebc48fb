"""Whatever call fails or whenever the process dies, each reminder reaches the queue, always under one id."""

from collections.abc import Callable
from itertools import product
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from holdfast.notifications import clients
from holdfast.notifications.send_reminders import Run, send_reminders
from testkit.api import invoke
from testkit.clients import stand_in
from testkit.clock import Clock
from testkit.events import load_event
from testkit.interference import client_error, pass_through
from testkit.logs import metrics, written
from testkit.reminders import MailQueue, details, plan, planned, stored_reminders
from testkit.scenario import Practice, new_service

HOUR = 3600


class Killed(BaseException):
    """Raised instead of killing the process."""


class Sqs:
    """Stands between the code and the queue. `mishap` gets the real call and its request."""

    def __init__(self, mishap: Callable[[Callable[..., Any], dict[str, Any]], Any]) -> None:
        self._mishap, self._real = mishap, clients.client("sqs")

    def send_message_batch(self, **request: Any) -> Any:
        return self._mishap(self._real.send_message_batch, request)


@pytest.fixture
def due(practice: Practice, clock: Clock, mail: MailQueue) -> list[int]:
    """Return three bookings whose reminders are due, in the order of time."""
    ids = [planned(book(practice, slot)) for slot in range(3)]
    clock.advance(HOUR + HOUR // 2)
    return ids


def book(practice: Practice, slot: int, service: int | None = None) -> int:
    """Book a slot, and return the id of the booking."""
    practice.hold(practice.slots[slot], service=service)
    number: int = practice.confirm(practice.slots[slot]).json["booking_id"]
    return number


def with_queue(
    monkeypatch: pytest.MonkeyPatch, mishap: Callable[[Callable[..., Any], dict[str, Any]], Any]
) -> None:
    stand_in(monkeypatch, Sqs(mishap), "sqs")


def run() -> Run:
    return send_reminders(lambda: True)


def bookings(mail: MailQueue) -> list[int]:
    return [message["detail"]["booking_id"] for message in mail.taken()]


def test_an_entry_that_the_queue_refuses_stays_for_the_next_run(
    due: list[int], table: Table, mail: MailQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_second(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        refused = request["Entries"].pop(1)
        response = real(**request)
        failure = {"Id": refused["Id"], "SenderFault": False, "Code": "InternalError"}
        return response | {"Failed": [failure]}

    with monkeypatch.context() as patch:
        with_queue(patch, refuse_second)
        assert run() == Run(sent=2, failed=1, oldest_age=HOUR // 2)
    assert sorted(bookings(mail)) == sorted([due[0], due[2]])
    assert [each.booking_id for each in stored_reminders(table)] == [due[1]]

    assert run().sent == 1
    assert bookings(mail) == [due[1]]


def test_the_log_line_names_the_reason_of_a_refusal(
    due: list[int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = {"Id": "0", "SenderFault": False, "Code": "InternalError"}
    with_queue(monkeypatch, lambda *_: {"Failed": [failure]})
    written(capsys)

    assert invoke("send_reminders", load_event("send_reminders"))["failed"] == len(due)

    (line,) = written(capsys)
    assert (line["level"], line["error"], line["Reminders"]) == ("WARN", "SQS InternalError", 0)


def test_an_entry_of_which_the_queue_says_nothing_stays_too(
    due: list[int], table: Table, mail: MailQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        with_queue(patch, lambda real, request: real(**request) and {})
        assert run() == Run(failed=3, oldest_age=HOUR // 2)

    assert run().sent == 3
    sent = bookings(mail)
    assert sorted(sent) == sorted(due * 2)


@pytest.mark.parametrize(
    ("error", "applied"),
    [
        (client_error("AccessDenied", 403), False),
        (client_error("InternalError", 500), False),
        (client_error("InternalError", 500), True),
        (ReadTimeoutError(endpoint_url="https://sqs.invalid"), True),
    ],
    ids=["denied", "500", "500 after it was done", "no response"],
)
def test_a_queue_that_fails_loses_nothing(
    due: list[int], mail: MailQueue, monkeypatch: pytest.MonkeyPatch, error: Exception, applied: bool
) -> None:

    def fail(real: Callable[..., Any], request: dict[str, Any]) -> Any:
        if applied:
            real(**request)
        raise error

    with monkeypatch.context() as patch:
        with_queue(patch, fail)
        with pytest.raises((ClientError, ReadTimeoutError)):
            run()

    assert run() == Run(sent=3, oldest_age=HOUR // 2)
    check_one_id_each(due, mail, repeats=applied)


class Fault(NamedTuple):
    """The nth call of an operation raises the error, before or after it has taken effect."""

    operation: str
    nth: int
    applied: bool
    error: type[BaseException]

    def strike(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = 0

        def passing(real: Callable[..., Any], name: str, request: dict[str, Any]) -> Any:
            nonlocal seen
            seen += name == self.operation
            if name != self.operation or seen != self.nth:
                return real(name, **request)
            if self.applied:
                real(name, **request)
            raise self.error

        pass_through(monkeypatch, passing)


def faults(*calls: tuple[str, int], errors: tuple[type[BaseException], ...]) -> list[Fault]:
    return [Fault(*call, applied, error) for call, applied, error in product(calls, (False, True), errors)]


SENDING = [("query", 1), ("batch_get_item", 1), ("delete_item", 1), ("delete_item", 2), ("delete_item", 3)]
PLANNING = [("get_item", 1), ("put_item", 1), ("put_item", 2)]


@pytest.mark.parametrize("fault", faults(*SENDING, errors=(Unavailable, Killed)), ids=str)
def test_a_run_that_fails_or_dies_at_any_call_loses_nothing(
    due: list[int], table: Table, mail: MailQueue, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    with monkeypatch.context() as patch:
        fault.strike(patch)
        with pytest.raises(fault.error):
            run()

    run()
    assert stored_reminders(table) == []
    check_one_id_each(due, mail, repeats=fault.operation == "delete_item")


def check_one_id_each(due: list[int], mail: MailQueue, *, repeats: bool) -> None:
    """Assert that each booking has one message, or if it `repeats`, one or more that are the same."""
    found = mail.taken()
    texts = {str(message): message["detail"]["booking_id"] for message in found}
    assert sorted(texts.values()) == sorted(due)
    assert len({message["id"] for message in found}) == len(due)
    assert repeats or len(found) == len(due)


@pytest.mark.parametrize("fault", faults(*PLANNING, errors=(Unavailable,)), ids=str)
def test_planning_that_fails_at_any_call_is_repeated(
    practice: Practice, table: Table, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    fields = {"duration_minutes": 15, "reminder_minutes": [60, 30]}
    service = new_service(practice.api, practice.provider, **fields)
    booking, plain = book(practice, 0, service), book(practice, 1)
    with monkeypatch.context() as patch:
        fault.strike(patch)
        response = plan(*details(booking), *details(plain))
    assert response == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert plain in {each.booking_id for each in stored_reminders(table)}

    plan(*details(booking))

    assert sorted((each.booking_id, each.minutes) for each in stored_reminders(table)) == sorted(
        [(booking, 60), (booking, 30), (plain, 1440)]
    )


def test_the_log_line_names_the_error_and_counts_without_naming_anybody(
    due: list[int], mail: MailQueue, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(capsys)

    def denied(*_: Any) -> Any:
        raise client_error("AccessDenied", 403)

    with monkeypatch.context() as patch:
        with_queue(patch, denied)
        with pytest.raises(RuntimeError, match="ClientError AccessDenied"):
            invoke("send_reminders", load_event("send_reminders"))
    invoke("send_reminders", load_event("send_reminders"))

    failed, sent = written(capsys)
    assert (failed["level"], failed["error"], metrics(failed)) == ("ERROR", "ClientError AccessDenied", {})
    assert (sent["level"], sent["message"], sent["finished"]) == ("INFO", "reminders sent", True)
    assert (sent["dropped"], sent["failed"]) == (0, 0)
    assert not any(str(booking) in str(sent) for booking in due)
    found = {name: (metric.value, metric.unit) for name, metric in metrics(sent).items()}
    assert found.pop("ReminderTime")[1] == "Milliseconds"
    assert found == {"Reminders": (3, "Count"), "OldestDueReminder": (HOUR // 2, "Seconds")}


def test_a_damaged_booking_is_a_warning_in_the_log(
    due: list[int], table: Table, mail: MailQueue, capsys: pytest.CaptureFixture[str]
) -> None:
    table.put_item(
        Item={"PK": "REMINDER#x", "SK": "x", "by_kind_pk": "DUE#0", "by_kind_sk": 1_796_112_000 + HOUR}
    )
    written(capsys)

    invoke("send_reminders", load_event("send_reminders"))

    (line,) = written(capsys)
    assert (line["level"], line["error"], line["failed"], line["Reminders"]) == ("WARN", "ValueError", 1, 3)
