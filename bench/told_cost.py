"""Prints what telling people costs, as docs/operations.md has it: `python -m bench.told_cost`.

The table is for a million bookings, of clients and providers who all have an address. A booking has 1.25
reservations, a quarter of which end unconfirmed. It is confirmed once, and its client is reminded once. One
webhook gets every event.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bench.cost import _GB, _GB_SECOND, _INVOCATION, _METRIC, _MONTH, _READ_UNIT, _RESERVED, _WRITE_UNIT
from bench.report import Row

# AWS's prices in us-east-1 in November 2026, in US dollars, without free tiers.
_EVENT, _QUEUE_REQUEST, _MAIL, _MAILED_GIGABYTE = 1.00e-6, 0.40e-6, 0.10e-3, 0.12
_BOOKINGS = 1_000_000
_HELD, _RELEASED, _CONFIRMED, _REMINDED = _RESERVED, _RESERVED - 1, 1, 1
# The records of the stream that pass the mapping's filters: a hold that is confirmed makes two.
_RECORDS = _HELD + _RELEASED + 2 * _CONFIRMED
_EVENTS = _HELD + _RELEASED + _CONFIRMED
_MAIL_MESSAGES = _HELD + _CONFIRMED + _REMINDED
_MAILS = _HELD + 2 * _CONFIRMED + _REMINDED
# As tests/integration/test_webhooks.py measures them: every event, and each delivery of one.
_DELIVERY_READS, _DELIVERY_WRITES = 6, 6
_DELIVERY_MESSAGES = 2  # the event, and the request for its attempt
_REQUESTS_A_MESSAGE = 3  # put into the queue, received, deleted
# As tests/integration/test_mails.py and test_reminders.py measure them.
_MAIL_READS, _MARK_WRITES = 4, 2
_REMINDER_READS, _REMINDER_WRITES = 2, 4
# Assumed: the seconds of a run for a record, a message of mails, and a booking's reminders; a mail's size.
_PUBLISH_SECONDS, _MAIL_SECONDS, _PLAN_SECONDS, _MAIL_BYTES = 0.010, 0.4, 0.020, 8_000
# Assumed: the seconds of a run that sends an event to an endpoint, which takes most of them to respond.
_SEND_SECONDS = 0.3
# Lambda keeps five long polls of 20 s open for each queue.
_POLLS = 5 * _MONTH / 20


class Line(NamedTuple):
    """A line of the table, in dollars for all bookings."""

    what: str
    dollars: float


def lines() -> Iterator[Line]:
    yield Line(f"EventBridge, {_EVENTS:g} events", _EVENTS * _BOOKINGS * _EVENT)
    yield _lambda(f"Lambda, events: {_RECORDS:g} records", _RECORDS, _PUBLISH_SECONDS)
    reads, writes = _MAIL_MESSAGES * _MAIL_READS, _MAILS * _MARK_WRITES
    yield _dynamodb(f"DynamoDB, mails: {reads:g} + {writes:g} units", reads, writes)
    yield _dynamodb(
        f"DynamoDB, reminders: {_REMINDER_READS} + {_REMINDER_WRITES} units",
        _REMINDER_READS,
        _REMINDER_WRITES,
    )
    messages = _MAIL_MESSAGES + _CONFIRMED
    requests = messages * _REQUESTS_A_MESSAGE
    yield Line(
        f"SQS, {_REQUESTS_A_MESSAGE} requests for each of {messages:g} messages",
        requests * _BOOKINGS * _QUEUE_REQUEST,
    )
    yield _lambda(f"Lambda, mails: {_MAIL_MESSAGES:g} messages", _MAIL_MESSAGES, _MAIL_SECONDS)
    yield _lambda("Lambda, reminders: planned once", _CONFIRMED, _PLAN_SECONDS)
    yield Line(f"SES, {_MAILS:g} mails", _MAILS * _BOOKINGS * _MAIL)
    gigabytes = _MAILS * _BOOKINGS * _MAIL_BYTES / 1e9
    yield Line(f"SES, {gigabytes:g} GB", gigabytes * _MAILED_GIGABYTE)
    yield from _webhook()
    yield Line("idle, a month's: Lambda asks five queues", 5 * _POLLS * _QUEUE_REQUEST)
    yield Line("a month's: 4 metrics, of events, mails and deliveries", 4 * _METRIC)


def _webhook() -> Iterator[Line]:
    """Yield the costs of a webhook that gets every event."""
    reads, writes = _EVENTS * _DELIVERY_READS, _EVENTS * _DELIVERY_WRITES
    yield _dynamodb(f"DynamoDB, a webhook: {reads:g} + {writes:g} units", reads, writes)
    messages = _EVENTS * _DELIVERY_MESSAGES
    requests = messages * _REQUESTS_A_MESSAGE
    yield Line(
        f"SQS, a webhook: {_REQUESTS_A_MESSAGE} requests for each of {messages:g} messages",
        requests * _BOOKINGS * _QUEUE_REQUEST,
    )
    yield _lambda(f"Lambda, a webhook: {_EVENTS:g} events planned", _EVENTS, _PLAN_SECONDS)
    yield _lambda(f"Lambda, a webhook: {_EVENTS:g} events sent", _EVENTS, _SEND_SECONDS)


def rows() -> Iterator[Row]:
    reads = _MAIL_MESSAGES * _MAIL_READS + _REMINDER_READS + _EVENTS * _DELIVERY_READS
    writes = _MAILS * _MARK_WRITES + _REMINDER_WRITES + _EVENTS * _DELIVERY_WRITES
    what = "of being told of a booking, by mails, a reminder and a webhook"
    yield Row(f"units {what}", f"{reads:g} + {writes:g}", reads + writes)
    dollars = sum(line.dollars for line in lines())
    mails = _MAILS * _BOOKINGS * _MAIL
    yield Row(f"dollars {what}", f"its mails by SES: {mails / _BOOKINGS:.6f}", round(dollars / _BOOKINGS, 6))


def _lambda(what: str, runs: float, seconds: float) -> Line:
    return Line(what, runs * _BOOKINGS * (_INVOCATION + seconds * _GB * _GB_SECOND))


def _dynamodb(what: str, reads: float, writes: float) -> Line:
    return Line(what, _BOOKINGS * (reads * _READ_UNIT + writes * _WRITE_UNIT))


def main() -> None:
    print("| for each booking | dollars |\n|---|---|")
    found = list(lines())
    for line in [*found, Line("**together**", sum(each.dollars for each in found))]:
        print(f"| {line.what} | {line.dollars:.2f} |")


if __name__ == "__main__":
    main()
