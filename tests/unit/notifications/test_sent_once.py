"""Each mail is sent once, whatever happens to the process, to DynamoDB and to the mail service."""

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.errors import Unavailable
from holdfast.core.utc import DAY
from holdfast.dynamodb import connection, keys
from holdfast.notifications import batch, delivery, mail, ses
from holdfast.notifications.delivery import CLAIM_SECONDS
from local import template
from testkit.clock import Clock
from testkit.interference import before, client_error, raising, twice
from testkit.items import overwrite
from testkit.mails import Outbox, deliver, deliver_messages, message, record
from testkit.scenario import new_client
from tests.unit.notifications.office import ALICE, DANA, Office

PUT = "put_item"


class Killed(BaseException):
    """The process is gone. No code catches this."""


def recipients(outbox: Outbox) -> list[str]:
    return [sent.to for sent in outbox.take()]


def mark(table: Table, event_id: str, reader: str = "client") -> dict[str, Any] | None:
    return table.get_item(Key=keys.mark(event_id, reader)._asdict()).get("Item")


def test_an_event_that_is_delivered_twice_is_told_once(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()

    assert (deliver(event), deliver(event), deliver(event, event)) == ([], [], [])

    assert recipients(outbox) == [ALICE, DANA]


def test_an_event_that_is_delivered_again_after_weeks_is_told_once(
    office: Office, outbox: Outbox, clock: Clock
) -> None:
    event = office.confirmed()
    deliver(event)
    for later in (clock.now + CLAIM_SECONDS, office.end_of(office.slots[0]) - 1, clock.now + 30 * DAY):
        clock.now = later
        assert deliver(event) == []

    assert recipients(outbox) == [ALICE, DANA]


def test_the_mark_is_kept_until_nothing_is_told_of_the_visit(
    office: Office, outbox: Outbox, table: Table
) -> None:
    event = office.held()
    deliver(event)

    stored = mark(table, event["id"])
    assert stored
    assert stored["sent"] is True
    assert stored["expires_at"] == office.end_of(office.slots[0]) + 2 * DAY


def test_of_two_workers_only_one_sends_and_the_other_comes_back(
    office: Office, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = office.held()
    other: list[str] = []
    before(monkeypatch, PUT, lambda: other.extend(deliver(event)), nth=2)  # the first one has only claimed it

    assert (deliver(event), other) == ([], [event["id"]])
    assert recipients(outbox) == [ALICE]
    assert (deliver(event), recipients(outbox)) == ([], [])


def test_of_two_workers_that_claim_at_once_only_one_sends(
    office: Office, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = office.held()
    other: list[str] = []
    before(monkeypatch, PUT, lambda: other.extend(deliver(event)))

    assert (deliver(event), other) == ([], [])
    assert recipients(outbox) == [ALICE]


def test_a_claim_whose_response_was_lost_is_still_a_claim(
    office: Office, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(monkeypatch, PUT)

    assert deliver(office.held()) == []
    assert recipients(outbox) == [ALICE]


@pytest.mark.parametrize("applied", [True, False])
def test_a_claim_that_fails_sends_nothing_and_the_event_comes_back(
    office: Office, outbox: Outbox, clock: Clock, monkeypatch: pytest.MonkeyPatch, applied: bool
) -> None:
    event = office.held()
    raising(monkeypatch, PUT, [Unavailable()], applied=applied)

    assert (deliver(event), recipients(outbox)) == ([event["id"]], [])
    clock.advance(CLAIM_SECONDS)
    assert (deliver(event), recipients(outbox)) == ([], [ALICE])


def test_a_process_that_dies_before_it_sends_delays_the_mail(
    office: Office, outbox: Outbox, clock: Clock
) -> None:
    event = office.held()
    outbox.errors = [Killed()]  # type: ignore[list-item]
    with pytest.raises(Killed):
        deliver(event)

    clock.advance(CLAIM_SECONDS - 1)
    assert (deliver(event), recipients(outbox)) == ([event["id"]], [])
    clock.advance(1)
    assert (deliver(event), recipients(outbox)) == ([], [ALICE])
    assert (deliver(event), recipients(outbox)) == ([], [])


def test_a_process_that_dies_between_sending_and_marking_sends_a_second_mail(
    office: Office, outbox: Outbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This is the one case that ends in two mails. The alternative would be none."""
    event = office.held()
    with monkeypatch.context() as dying:

        def die() -> None:
            raise Killed

        before(dying, PUT, die, nth=2)
        with pytest.raises(Killed):
            deliver(event)
    assert recipients(outbox) == [ALICE]

    assert (deliver(event), recipients(outbox)) == ([event["id"]], [])
    clock.advance(CLAIM_SECONDS)
    assert (deliver(event), recipients(outbox)) == ([], [ALICE])
    assert (deliver(event), recipients(outbox)) == ([], [])


def test_a_mail_that_cannot_be_marked_is_not_sent_again_by_its_message(
    office: Office, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = office.held()
    with monkeypatch.context() as broken:

        def fail() -> None:
            raise Unavailable

        before(broken, PUT, fail, nth=2)
        assert deliver(event) == []

    assert recipients(outbox) == [ALICE]


@pytest.mark.parametrize(
    "error",
    [
        client_error("Throttling"),
        client_error("MessageRejected"),
        client_error("InternalFailure", 500),
        EndpointConnectionError(endpoint_url="https://email.invalid"),
        ReadTimeoutError(endpoint_url="https://email.invalid"),
    ],
    ids=["throttled", "refused", "failed", "unreachable", "too slow"],
)
def test_an_hour_without_the_mail_service_delays_the_mail(
    office: Office, outbox: Outbox, table: Table, clock: Clock, error: Exception
) -> None:
    event = office.confirmed()
    for _ in range(10):
        outbox.errors = [error, error]
        assert deliver(event) == [event["id"]]
        assert not (mark(table, event["id"]) or {})["sent"]
        clock.advance(360)

    assert (deliver(event), recipients(outbox)) == ([], [ALICE, DANA])
    assert (deliver(event), recipients(outbox)) == ([], [])


def test_one_reader_does_not_wait_for_the_other(office: Office, outbox: Outbox, clock: Clock) -> None:
    event = office.confirmed()
    outbox.errors = [client_error("Throttling")]

    assert (deliver(event), recipients(outbox)) == ([event["id"]], [DANA])
    clock.advance(CLAIM_SECONDS)
    assert (deliver(event), recipients(outbox)) == ([], [ALICE])


def test_one_message_does_not_keep_the_others(office: Office, outbox: Outbox, table: Table) -> None:
    broken, held = office.held(), office.held(office.slots[4])
    overwrite(table, keys.client(office.client), email=5)
    office.client = new_client(office.api, email="bob@example.com")
    other = office.held(office.slots[8])

    assert deliver_messages([record("a", "{"), record("b", "{}"), *map(message, (broken, held, other))]) == [
        "a",
        "b",
        broken["id"],
        held["id"],
    ]
    assert recipients(outbox) == ["bob@example.com"]


def test_what_there_is_no_time_for_comes_back(office: Office, outbox: Outbox) -> None:
    events = [office.held(), office.held(office.slots[4])]

    assert deliver_messages(map(message, events), remaining_ms=40_000) == [each["id"] for each in events]
    assert recipients(outbox) == []
    assert deliver_messages(map(message, events), remaining_ms=40_001) == []


def test_a_mail_is_not_begun_without_the_time_to_finish_it(office: Office, outbox: Outbox) -> None:
    """Otherwise Lambda could end the process between sending and marking."""
    event = office.confirmed()
    times = iter([True, True, False])

    run = batch.take([message(event)], mail.steps_of, lambda: next(times))

    assert (run.failed, run.done, recipients(outbox)) == ([event["id"]], 1, [ALICE])


def test_the_claim_the_function_and_the_queue_fit_together() -> None:
    """A live claim has a living process, and an event comes back when its claim has lapsed."""
    function = template.function_properties()["SendMailFunction"]
    queue = template.resources("AWS::SQS::Queue")["MailQueue"]

    assert one_mail_at_most() < 40 < function["Timeout"] <= delivery.CLAIM_SECONDS
    assert queue["VisibilityTimeout"] == 6 * function["Timeout"] > delivery.CLAIM_SECONDS


def one_mail_at_most() -> float:
    """Return how many seconds a claim, a mail and a mark take, if every request times out."""
    total = 0.0
    configs: list[tuple[Any, int]] = [(connection.CONFIG, 2), (ses.CONFIG, 1)]
    for config, requests in configs:
        attempts = config.retries["total_max_attempts"]
        pauses = sum(2**tried for tried in range(attempts - 1))  # botocore waits at most so long
        total += requests * (attempts * (config.connect_timeout + config.read_timeout) + pauses)
    return total
