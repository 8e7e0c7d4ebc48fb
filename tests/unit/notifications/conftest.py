"""Fixtures: a table with a stream, stand-ins for the event bus and for the mail service, a queue of mails."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.settings import mail_settings
from testkit import event_bus, mails
from testkit.api import Api
from testkit.event_bus import EventBus
from testkit.mails import Outbox
from testkit.reminders import MailQueue
from testkit.scenario import Practice
from testkit.stream import WITH_STREAM, Stream
from testkit.tables import fresh_table
from tests.unit.notifications.office import Office


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(boto3.resource("dynamodb"), monkeypatch, **WITH_STREAM) as table:
        yield table


@pytest.fixture
def stream(table: Table, practice: Practice) -> Stream:
    """Return the stream after the practice was made."""
    stream = Stream(table)
    assert stream.new() == []
    return stream


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> EventBus:
    return event_bus.used(monkeypatch)


@pytest.fixture
def mail(table: Table, monkeypatch: pytest.MonkeyPatch) -> MailQueue:
    queue = MailQueue.made()
    monkeypatch.setenv("MAIL_QUEUE_URL", queue.url)
    monkeypatch.setenv("MAIL_FROM", mails.SENDER)
    mail_settings.cache_clear()
    return queue


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return mails.outbox(monkeypatch)


@pytest.fixture
def office(api: Api, table: Table, outbox: Outbox) -> Office:
    return Office(api, table)
