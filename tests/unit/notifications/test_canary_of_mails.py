"""From a change in the table to the mail: names and addresses are in the mails, and nowhere else."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import ids
from holdfast.core.settings import mail_settings
from testkit.api import Api, invoke
from testkit.clients import stand_in
from testkit.clock import Clock
from testkit.event_bus import EventBus
from testkit.events import load_event
from testkit.mails import Outbox, record
from testkit.reminders import MailQueue, stored_reminders
from testkit.scenario import Practice, new_client
from testkit.stream import Stream

NAME, EMAIL, PHONE = "Canary Peregrine", "canary@peregrine.example", "+49 555 0190190"
DANA, SECRET = "dana@peregrine.example", "canary-secret-of-links"
SECRETS = [NAME, EMAIL, PHONE, DANA, SECRET, "peregrine"]


class Ways:
    """The ways that events and reminders take. `seen` is what went along them."""

    def __init__(self, table: Table, mail: MailQueue, monkeypatch: pytest.MonkeyPatch) -> None:
        self._stream, self._mail, self._bus = Stream(table), mail, EventBus()
        self.seen: list[Any] = [self._bus.entries, self._bus.letters]
        stand_in(monkeypatch, self._bus, "events")

    def tell_events(self, *functions: str) -> None:
        """Publish what has happened since the last call, and give the events to these functions."""
        before = len(self._bus.entries)
        assert invoke("publish_events", {"Records": self._stream.take()}) == {"batchItemFailures": []}
        details = [json.loads(entry["Detail"]) for entry in self._bus.entries[before:]]
        self._give([{"detail": detail} for detail in details], *functions)

    def tell_reminders(self) -> None:
        invoke("send_reminders", load_event("send_reminders"))
        messages = self._mail.taken()
        self.seen += messages
        self._give(messages, "send_mail")

    def _give(self, bodies: Iterable[Mapping[str, Any]], *functions: str) -> None:
        messages = [record(str(number), json.dumps(body)) for number, body in enumerate(bodies)]
        for function in functions if messages else ():  # an empty batch never comes
            assert invoke(function, {"Records": messages}) == {"batchItemFailures": []}


@pytest.fixture
def ways(table: Table, mail: MailQueue, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(table, mail, monkeypatch)


@pytest.fixture
def practice(api: Api, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setattr(ids, "random_secret", lambda: SECRET)
    practice = Practice(api, name=NAME, email=DANA)
    practice.client = new_client(api, name=NAME, email=EMAIL, phone=PHONE)
    return practice


def test_nothing_personal_leaves_the_table_except_in_mails(
    practice: Practice, ways: Ways, outbox: Outbox, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = practice.slots[:2]
    practice.hold(first)
    ways.tell_events("send_mail")
    practice.confirm(first)
    ways.tell_events("send_mail", "plan_reminders")
    practice.reschedule(first, second)
    ways.tell_events("send_mail", "plan_reminders")
    clock.advance(2 * 3600)  # the reminder of the new time is due a day before it, at 09:15
    ways.tell_reminders()
    practice.cancel(second)
    ways.tell_events("send_mail")

    assert [(each.to, each.subject.partition(":")[0]) for each in outbox.take()] == [
        (EMAIL, "Please confirm"),
        *((EMAIL, "Confirmed"), (DANA, "Booked")),
        *((EMAIL, "Moved"), (DANA, "Moved")),
        (EMAIL, "Reminder"),
        *((EMAIL, "Cancelled"), (DANA, "Cancelled")),
    ]
    assert all(secret.encode() in b"".join(outbox.raw) for secret in (NAME, EMAIL, DANA, SECRET))
    elsewhere = f"{ways.seen} {capsys.readouterr().out}"
    assert '"MailsSent":2' in elsewhere
    assert not [secret for secret in SECRETS if secret in elsewhere]


def test_a_stack_that_sends_no_mail_drops_its_reminders(
    practice: Practice, ways: Ways, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.hold(practice.slots[0])
    ways.tell_events()
    practice.confirm(practice.slots[0])
    ways.tell_events("plan_reminders")
    assert len(stored_reminders(table)) == 1
    monkeypatch.setenv("MAIL_FROM", "")
    mail_settings.cache_clear()
    clock.advance(3600)

    ways.tell_reminders()

    assert (stored_reminders(table), len(ways.seen)) == ([], 2)
