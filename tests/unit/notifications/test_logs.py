"""The function's log line counts, and names nobody."""

import json

import pytest

from testkit.interference import client_error
from testkit.logs import Metric, metrics, written
from testkit.mails import Outbox, deliver, deliver_messages, record
from tests.unit.notifications.office import ALICE, DANA, Office


def test_the_line_counts_the_mails_that_were_sent(
    office: Office, outbox: Outbox, capsys: pytest.CaptureFixture[str]
) -> None:
    event = office.confirmed()
    written(capsys)

    deliver(event)
    deliver(event)

    lines = written(capsys)
    assert [(line["level"], line["message"], line["failed"]) for line in lines] == [
        ("INFO", "mails sent", 0)
    ] * 2
    assert [metrics(line) for line in lines] == [
        {"MailsSent": Metric(number, "Count", {"service": "holdfast"})} for number in (2, 0)
    ]
    assert lines[0]["correlation_id"] == event["id"]  # the id of the first message


def test_the_line_says_what_went_wrong(
    office: Office, outbox: Outbox, capsys: pytest.CaptureFixture[str]
) -> None:
    event = office.confirmed()
    written(capsys)
    outbox.errors = [client_error("Throttling"), client_error("MessageRejected")]

    deliver(event)

    (line,) = written(capsys)
    assert (line["level"], line["failed"], line["MailsSent"]) == ("WARN", 1, 0)
    assert line["error"] == "ClientError MessageRejected, ClientError Throttling"


def test_a_line_names_nobody(
    office: Office,
    outbox: Outbox,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    events = [office.held(), office.confirmed(office.slots[4])]
    written(capsys)
    secrets = [office.token(office.slots[at]).rpartition("~")[2] for at in (0, 4)]
    with caplog.at_level("DEBUG"), caplog.at_level("WARNING", "moto"):
        deliver(*events)
        deliver_messages([record("broken", f'{{"detail": "{ALICE}"}}')])
    cancelled = office.cancelled(events[1])
    outbox.errors = [ValueError(f"{ALICE} and {DANA}")]
    with caplog.at_level("DEBUG"), caplog.at_level("WARNING", "moto"):
        deliver(cancelled)

    said = json.dumps(written(capsys)) + caplog.text
    assert ['"MailsSent": 3' in said, "ValueError" in said] == [True, True]
    hidden = [ALICE, DANA, "Alice", "Dana", "Consultation", "/links/", *secrets]
    assert not [each for each in hidden if each in said]
