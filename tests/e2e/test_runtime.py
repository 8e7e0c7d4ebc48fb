"""Run each built function in Lambda's own runtime, with DynamoDB Local and the real clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import boto3
import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import clock, utc
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, webhook_keys
from holdfast.model.reminder import Reminder
from local import data, outbox, template
from local.dynamodb import ENDPOINT
from local.ministack import MiniStack
from testkit import mails, webhook_items
from testkit.api import Api
from testkit.appointment_life import EVENTS_IN_ORDER, check
from testkit.environment import SENT_TO
from testkit.events import called_by, load_event
from testkit.items import overwrite
from testkit.reminders import store, stored_reminders
from testkit.scenario import Practice, new_client
from tests.e2e import emulator
from tests.e2e.emulator import Emulator
from tests.e2e.event_queues import EventQueue


class Emulators(Protocol):
    def __call__(self, function: str) -> Emulator: ...


@pytest.fixture
def emulators(build: Path, table: Table) -> Iterator[Emulators]:
    """Yield a callable that takes a function's name and returns its emulator, started on first use."""
    endpoint = {ENDPOINT: table.meta.client.meta.endpoint_url}
    functions = {function.name: function for function in template.functions()}
    with ExitStack() as started:

        def start(name: str) -> Emulator:
            variables = template.environment_of(name, {"Table": table.name, **SENT_TO}) | endpoint
            return started.enter_context(emulator.running(build, functions[name], variables))

        yield cache(start)


def test_each_event_is_served(emulators: Emulators, build: Path, say: Callable[[str], None]) -> None:
    say(f"in Lambda's runtime, with the layer in {emulator.layer(build)}")
    for name, status in EVENTS_IN_ORDER:
        event = load_event(name)
        check(name, status, emulators(called_by(event)).invoke(event))


def test_the_schedules_event_clears_a_lapsed_hold(
    emulators: Emulators, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = clock.now() - 86_400
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: yesterday)
        practice = Practice(Api.signed_in("admin", "admins"), *hour_after(yesterday + 2 * 86_400))
        practice.hold(practice.slots[0])

    event = load_event("expire_holds")
    swept = emulators(called_by(event)).invoke(event)

    assert (swept["cleared"], swept["finished"]) == (1, True)
    assert "held" not in {item.get("status") for item in table.scan()["Items"]}


def test_the_hourly_event_opens_the_days_that_are_due(emulators: Emulators, table: Table) -> None:
    practice = Practice(Api.signed_in("admin", "admins"), *hour_after(clock.now() + 86_400))
    practice.put_hours({"weekly": {}, "horizon_days": 1})
    overwrite(table, keys.hours(practice.provider), rolled_until="2026-01-01", by_kind_sk=1)

    event = load_event("extend_calendars")
    run = emulators(called_by(event)).invoke(event)

    assert (run["finished"], run["failed"], run["oldest_age"] > 86_400) == (True, 0, True)
    assert table.get_item(Key=keys.hours(practice.provider)._asdict())["Item"]["by_kind_sk"] != 1


def test_the_streams_event_reaches_the_bus(build: Path, tmp_path: Path) -> None:
    event = load_event("publish_events")
    (function,) = [each for each in template.functions() if each.name == called_by(event)]
    with data.claimed(tmp_path) as lock, MiniStack(tmp_path, lock, "events", "sqs") as ministack:
        ministack.wait_until_ready()
        events: Any = boto3.client("events", endpoint_url=ministack.url)
        sqs: Any = boto3.client("sqs", endpoint_url=ministack.url)
        events.create_event_bus(Name="holdfast")
        queue = EventQueue(events, sqs, "holdfast")
        endpoints = dict.fromkeys(("AWS_ENDPOINT_URL_EVENTBRIDGE", "AWS_ENDPOINT_URL_SQS"), ministack.url)
        variables = template.environment_of(function.name, {"Table": "-", **SENT_TO}) | endpoints
        with emulator.running(build, function, variables) as running:
            assert running.invoke(event) == {"batchItemFailures": []}
        assert [(detail["type"], detail["client_id"]) for detail in queue.seen().values()] == [
            ("appointment.held", 5487967960716284)
        ]


def test_reminders_are_planned_and_those_that_are_too_late_are_dropped(
    emulators: Emulators, table: Table
) -> None:
    planned = emulators("PlanRemindersFunction").invoke(load_event("plan_reminders"))
    store(table, Reminder(5, Slot.from_id("7-20260101T0900Z"), version=1, minutes=1440))
    event = load_event("send_reminders")
    sent = emulators(called_by(event)).invoke(event)

    assert planned == {"batchItemFailures": []}
    assert (sent["dropped"], sent["failed"], sent["finished"]) == (1, 0, True)
    assert [each.booking_id for each in stored_reminders(table)] == [4503599627370497]


def test_the_functions_of_webhooks_plan_and_sign(build: Path, table: Table, tmp_path: Path) -> None:
    """The webhook's host does not exist, so that nothing is sent."""
    table.put_item(Item=webhook_items.webhook(6755399441055745, url="https://hooks.invalid/").to_item())
    listed = webhook_keys.webhooks_of(None)._asdict()
    table.put_item(Item={**listed, "ids": {6755399441055745}})
    with data.claimed(tmp_path) as lock, MiniStack(tmp_path, lock, "sqs") as ministack:
        ministack.wait_until_ready()
        sqs: Any = boto3.client("sqs", endpoint_url=ministack.url)
        url = sqs.create_queue(QueueName="deliveries")["QueueUrl"]
        for function in ("PlanDeliveriesFunction", "SendDeliveriesFunction"):
            (found,) = [each for each in template.functions() if each.name == function]
            known = {"Table": table.name, **SENT_TO, "DeliveryQueue": url}
            endpoints = {
                ENDPOINT: table.meta.client.meta.endpoint_url,
                "AWS_ENDPOINT_URL_SQS": ministack.url,
            }
            variables = template.environment_of(function, known) | endpoints
            with emulator.running(build, found, variables) as running:
                assert running.invoke(load_event(found.folder.name)) == {"batchItemFailures": []}
    delivery = table.get_item(Key=webhook_keys.delivery(6755399441055745, "4503599627370497-1")._asdict())
    assert (delivery["Item"]["outcome"], delivery["Item"]["attempts"]) == ("unknown_host", 1)


def test_the_mail_function_sends_a_mail_with_a_calendar_file(
    build: Path, table: Table, tmp_path: Path
) -> None:
    admin = Api.signed_in("admin", "admins")
    practice = Practice(admin, *hour_after(clock.now() + 86_400))
    client = new_client(admin, email="alice@example.com")
    slot = practice.book(practice.slots[0], client)
    booking = admin.get(f"/api/appointments/{slot}").json["booking_id"]
    function = next(each for each in template.functions() if each.name == "SendMailFunction")
    known = {"Table": table.name, "MailFrom": outbox.SENDER}

    with outbox.running(tmp_path) as service:
        endpoints = {ENDPOINT: table.meta.client.meta.endpoint_url, outbox.ENDPOINT: service}
        variables = template.environment_of(function.name, known) | endpoints
        with emulator.running(build, function, variables) as started:
            message = mails.message(*mails.history(booking))
            assert started.invoke({"Records": [message]}) == {"batchItemFailures": []}

    (file,) = tmp_path.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["Subject"].startswith("Confirmed: Appointment with Dr. Dana, ")
    assert [part.get_content_type() for part in mail.walk()][-1] == "application/ics"


def hour_after(moment: int) -> tuple[str, str]:
    start = moment - moment % 3600
    return utc.text(start), utc.text(start + 3600)
