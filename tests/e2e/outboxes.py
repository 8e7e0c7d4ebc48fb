"""Reads the mails that a server has put into its outbox."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, NamedTuple

from icalendar import Calendar

from tests.e2e.servers import Server, eventually


class Mail(NamedTuple):
    to: str
    subject: str  # up to the colon
    text: str
    method: str | None  # of its calendar file, as what follows
    uid: str | None
    sequence: int | None

    @property
    def token(self) -> str:
        """Return the token of its link, which is the first URL."""
        found = re.search(r"https?://\S+/links/(\S+)", self.text)
        assert found, self.text
        return found[1]


def mails(server: Server, booking: Any, count: int) -> list[Mail]:
    """Wait for this many mails about the booking, and return them in the order in which they were sent."""
    outbox = server.data / "outbox"
    eventually(lambda: len(list(outbox.glob(f"*-{booking}-*.eml"))) >= count, server)
    return [_read(file.read_bytes()) for file in sorted(outbox.glob(f"*-{booking}-*.eml"))]


def _read(raw: bytes) -> Mail:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    text = mail.get_body(("plain",))
    assert text
    to, subject = mail["To"].addresses[0].addr_spec, str(mail["Subject"]).partition(":")[0]
    return Mail(to, subject, text.get_content(), *_calendar(mail))


def _calendar(mail: EmailMessage) -> tuple[str | None, str | None, int | None]:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(part.get_content())
            (event,) = calendar.events
            return str(calendar["method"]), str(event["uid"]), int(str(event["sequence"]))
    return None, None, None
