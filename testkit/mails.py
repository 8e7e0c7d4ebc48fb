"""Events in a consumer's queue, made from what is stored, and a mail service that keeps what it is given."""

import json
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, NamedTuple

import pytest
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from holdfast.core import clock
from holdfast.core.settings import mail_settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, table
from holdfast.model.appointment import Appointment
from holdfast.notifications.event import Event
from holdfast.queries import bookings
from testkit import clients
from testkit.api import handler
from testkit.events import LambdaContext

SENDER, PUBLIC_URL = "appointments@practice.example", "https://book.practice.example"

Detail = dict[str, Any]


class Sent(NamedTuple):
    """A mail that the service accepted. `to` is to whom it goes, whatever its headers say."""

    to: str
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        body = self.mail.get_body((kind,))
        assert isinstance(body, EmailMessage)
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def file(self) -> str:
        """Return the attached calendar file, with its line ends."""
        (attachment,) = self.mail.iter_attachments()
        content = attachment.get_payload(decode=True)
        assert isinstance(content, bytes)
        return content.decode()

    @property
    def event(self) -> CalendarEvent:
        """Return the event of the calendar file. Fail unless both copies of the file are the same."""
        (shown,) = (part for part in self.mail.walk() if part.get_content_type() == "text/calendar")
        assert shown.get_payload(decode=True) == self.file.encode()
        calendar = Calendar.from_ical(self.file)
        assert shown.get_param("method") == str(calendar["method"])
        (event,) = calendar.events
        return event

    @property
    def method(self) -> str | None:
        methods = [part.get_param("method") for part in self.mail.walk()]
        return next((str(method) for method in methods if method), None)


class Outbox:
    """A mail service. Each of `errors` is raised once, before anything is accepted."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.raw: list[bytes] = []
        self.errors: list[Exception] = []

    def send_raw_email(self, *, Source: str, Destinations: list[str], RawMessage: dict[str, bytes]) -> None:  # noqa: N803
        if self.errors:
            raise self.errors.pop(0)
        mail = message_from_bytes(RawMessage["Data"], policy=policy.default)
        assert isinstance(mail, EmailMessage)
        assert Source == str(mail["From"]) == SENDER
        (to,) = Destinations
        self.raw.append(RawMessage["Data"])
        self.sent.append(Sent(to, mail))

    def take(self) -> list[Sent]:
        """Return the mails since the last call."""
        taken, self.sent = self.sent, []
        return taken


def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    """Send all mails from now on to the outbox that is returned, with links to PUBLIC_URL."""
    monkeypatch.setenv("MAIL_FROM", SENDER)
    monkeypatch.setenv("PUBLIC_URL", PUBLIC_URL)
    mail_settings.cache_clear()
    service = Outbox()
    clients.stand_in(monkeypatch, service, "ses")
    return service


def held(slot: str) -> Detail:
    """Return the event of the hold that is stored in the slot."""
    item = table.get(keys.appointment(Slot.from_id(slot)))
    assert item, f"nobody has {slot}"
    return Event.of_hold("held", Appointment.from_item(item), clock.now()).detail


def released(detail: Detail) -> Detail:
    """Return the event that ends a hold. `detail` is the event that began it."""
    return detail | {
        "id": f"{detail['booking_id']}-released",
        "type": "appointment.released",
        "expires_at": None,
    }


def history(booking_id: int) -> list[Detail]:
    """Return the events of all changes of a booking, the oldest first."""
    return [Event.of_change(event).detail for event in bookings.events(booking_id)]


def message(detail: Detail) -> dict[str, Any]:
    """Return the message that EventBridge puts into a consumer's queue."""
    envelope = {
        "version": "0",
        "id": "11111111-2222-4333-8444-555555555555",
        "detail-type": detail["type"],
        "source": "holdfast",
        "account": "123456789012",
        "time": detail["time"],
        "region": "eu-central-1",
        "resources": [],
        "detail": detail,
    }
    return record(detail["id"], json.dumps(envelope))


def record(name: str, body: str) -> dict[str, Any]:
    """Return a message with this id, as Lambda passes it to a function."""
    arn = "arn:aws:sqs:eu-central-1:123456789012:holdfast-MailQueue"
    return {"messageId": name, "body": body, "eventSource": "aws:sqs", "eventSourceARN": arn}


def deliver(*details: Detail) -> list[str]:
    """Let the function send the mails about these events; return the ids of those that must come back."""
    return deliver_messages(map(message, details))


def deliver_messages(messages: Iterable[dict[str, Any]], remaining_ms: int = 60_000) -> list[str]:
    context = LambdaContext("send_mail", remaining_ms=remaining_ms)
    response = handler("send_mail")({"Records": [*messages]}, context)
    return [failure["itemIdentifier"] for failure in response["batchItemFailures"]]
