"""From the table to the consumer: no name, address or phone number, and in a log no URL or secret."""

import json
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import Table

from testkit import webhook_items
from testkit.api import Api, invoke
from testkit.clients import stand_in
from testkit.clock import Clock
from testkit.event_bus import EventBus
from testkit.logs import written
from testkit.mails import record
from testkit.scenario import Practice, new_client
from testkit.stream import WITH_STREAM, Stream
from testkit.tables import fresh_table
from testkit.webhook_items import SECRET, delivery_of
from testkit.webhooks import Office

NAME, EMAIL, PHONE = "Canary Peregrine", "canary@peregrine.example", "+49 555 0190190"
DANA, SUBJECT = "dana@peregrine.example", "canary-subject"
PERSONAL = [NAME, EMAIL, PHONE, DANA, SUBJECT, "peregrine"]
URL = "https://hooks.example.com/in/canary-path?key=canary-key"
OF_WEBHOOKS = [URL, "hooks.example.com", "canary-path", "canary-key", SECRET, "till"]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    with mock_aws(), fresh_table(boto3.resource("dynamodb"), monkeypatch, **WITH_STREAM) as table:
        yield table


def test_no_person_is_in_what_is_sent_and_no_webhook_in_what_is_logged(
    office: Office, table: Table, clock: Clock, bus: EventBus, capsys: pytest.CaptureFixture[str]
) -> None:
    practice = Practice(Api.signed_in(SUBJECT, "admins"), name=NAME, email=DANA)
    practice.client = new_client(practice.api, name=NAME, email=EMAIL, phone=PHONE)
    webhook_items.stored_webhook(url=URL, email=DANA)
    first, second, third = practice.slots[:3]
    practice.book(first)
    practice.reschedule(first, second)
    practice.cancel(second)
    practice.cancel(practice.hold(third))
    invoke("publish_events", {"Records": Stream(table).records})
    events = [json.loads(entry["Detail"]) for entry in bus.entries]
    written(capsys)

    bodies = [json.dumps({"detail": each}) for each in events]
    planning = {"Records": [record(str(number), body) for number, body in enumerate(bodies)]}
    assert invoke("plan_deliveries", planning) == {"batchItemFailures": []}
    asked = [message.body for message in office.queue]
    office.outcomes = ["500", "timeout"]  # the others are parked
    for number, body in enumerate(asked):
        assert invoke("send_deliveries", {"Records": [record(str(number), body)]}) == {
            "batchItemFailures": []
        }
    clock.advance(3600)
    office.queue.clear()
    assert invoke("retry_deliveries", {})["sent"] == len(events) - 2
    (again, *_) = office.queue
    assert invoke("send_deliveries", {"Records": [record("1", again.body)]}) == {"batchItemFailures": []}

    assert {json.loads(request.body)["data"]["type"] for request in office.requests}
    assert len(office.requests) == 3
    for each in events:
        assert json.loads(delivery_of(4, each["id"]).body)["data"] == each
    sent = f"{[delivery_of(4, each['id']).body for each in events]} {office.requests} {asked}"
    logged = capsys.readouterr().out
    assert '"Deliveries":1' in logged
    assert '"FailedAttempts":1' in logged
    assert '"outcome":"timeout"' in logged
    assert not [secret for secret in PERSONAL if secret in sent + logged]
    assert not [secret for secret in OF_WEBHOOKS if secret in logged]


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, office: Office) -> EventBus:
    bus = EventBus()
    stand_in(monkeypatch, bus, "events")
    return bus
