"""The local server gives functions what Lambda would give them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from local import events, mappings
from local.errors import CannotRunError
from local.mappings import EventSourceMapping
from testkit.stream import record
from testkit.visits import visit
from tests.unit.notifications.test_event import CHANGE, SLOT

(STREAM,) = mappings.of_table()


def test_the_stream_is_mapped_to_the_function_that_publishes() -> None:
    assert (STREAM.function, STREAM.source, STREAM.batch_size) == ("PublishEventsFunction", "Table", 100)


def test_each_queue_is_mapped_to_the_function_that_reads_it() -> None:
    assert {(each.source, each.function, each.batch_size) for each in mappings.of_queues()} == {
        ("ReminderQueue", "PlanRemindersFunction", 10),
        ("MailQueue", "SendMailFunction", 10),
        ("WebhookQueue", "PlanDeliveriesFunction", 10),
        ("DeliveryQueue", "SendDeliveriesFunction", 1),
        ("CancellationQueue", "NoteCancellationsFunction", 10),
    }


def test_a_queue_is_read_by_as_many_threads_as_its_mapping_says_but_not_by_too_many() -> None:
    assert {each.source: each.at_once for each in (*mappings.of_queues(), *mappings.of_table())} == {
        "ReminderQueue": 5,
        "MailQueue": 2,
        "CancellationQueue": 5,
        "WebhookQueue": 5,
        "DeliveryQueue": 5,
        "Table": 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "is_wanted"),
    [
        (None, visit(SLOT, expires_at=1), True),
        (visit(SLOT, expires_at=1), None, True),
        (visit(SLOT, expires_at=1), visit(SLOT), True),  # confirmed, or replaced by a booking that moved
        (visit(SLOT, expires_at=1), visit(SLOT, expires_at=2, hold_id="1" * 32), True),
        (None, CHANGE, True),
        (CHANGE, None, False),  # TTL
        (None, visit(SLOT), False),
        (visit(SLOT), None, False),
    ],
)
def test_the_filters_let_through_whatever_may_have_an_event(old: Any, new: Any, is_wanted: bool) -> None:
    made = record(1, old and old.to_item(), new and new.to_item())

    assert STREAM.wants(made) is is_wanted


@pytest.mark.parametrize(
    "item",
    [
        {"PK": "PROVIDER#7", "SK": "CAL#2026-12-02", "open": {1}},
        {"PK": "PROVIDER#7", "SK": "CAL#2026-12-02T09:00Z", "part_of": 1, "hold_id": "1"},
        {"PK": "CLIENT#9", "SK": "PROFILE", "name": "held"},
    ],
)
def test_the_filters_keep_everything_else_back(item: dict[str, Any]) -> None:
    assert not STREAM.wants(record(1, None, item))
    assert not STREAM.wants(record(1, item, item))
    assert not STREAM.wants(record(1, item, None))


def test_a_mapping_without_filters_wants_everything() -> None:
    assert EventSourceMapping("F", "Q", 10).wants({})


def test_a_filter_that_is_not_supported_locally_is_reported() -> None:
    with pytest.raises(CannotRunError, match="exists"):
        EventSourceMapping("F", "Q", 10, ({"a": [{"exists": True}]},)).wants({"a": 1})


def test_a_record_has_its_time_in_seconds() -> None:
    made = record(1, None, CHANGE.to_item())
    made["dynamodb"]["ApproximateCreationDateTime"] = datetime.fromtimestamp(1_796_112_000, UTC)

    (read,) = events.of_stream([made], "arn:stream")["Records"]

    assert read["dynamodb"]["ApproximateCreationDateTime"] == 1_796_112_000
    assert (read["eventSource"], read["eventSourceARN"]) == ("aws:dynamodb", "arn:stream")


def test_a_message_has_lambdas_names() -> None:
    message = {
        "MessageId": "1",
        "ReceiptHandle": "r",
        "Body": "{}",
        "MD5OfBody": "m",
        "Attributes": {"A": "1"},
    }

    assert events.of_queue([message], "arn:queue") == {
        "Records": [
            {
                "messageId": "1",
                "receiptHandle": "r",
                "body": "{}",
                "attributes": {"A": "1"},
                "messageAttributes": {},
                "md5OfBody": "m",
                "eventSource": "aws:sqs",
                "awsRegion": "eu-central-1",
                "eventSourceARN": "arn:queue",
            }
        ]
    }
