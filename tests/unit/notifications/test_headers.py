"""The headers of a mail say who sends it and to whom, whatever the people are called."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from holdfast.dynamodb import keys
from testkit.mails import SENDER, Outbox, deliver
from tests.unit.notifications.office import ALICE, DANA, Office

# What the API accepts as a name, and what only an older version may have stored.
HOSTILE = [
    "Alice\r\nBcc: eve@evil.example",
    "Alice\nBcc: eve@evil.example",
    "Alice\rBcc: eve@evil.example",
    "Alice\u2028Bcc: eve@evil.example",
    "Alice\x85Bcc: eve@evil.example",
    "Alice\x0bBcc: eve@evil.example",
    "Alice\x00\x1b[2JBcc: eve@evil.example",
    "Alice\r\n\r\n<h1>Hello</h1>",
    "=?utf-8?q?Alice=0D=0ABcc=3A_eve=40evil.example?=",
    '"Alice" <eve@evil.example>, ',
    "Alice; eve@evil.example",
]
LONG = ["Ä" * 100, "医" * 100, "😀" * 100, "a" * 100, "Ana " * 25, ("é" * 9 + " ") * 10, "\u202eecila"]


def test_a_mail_has_the_headers_that_it_needs(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()
    deliver(event)
    to_client, to_provider = (sent.mail for sent in outbox.take())

    assert dict(to_client.items()).keys() == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }
    assert (to_client["From"], to_client["To"]) == (SENDER, f"Alice <{ALICE}>")
    assert (to_client["Auto-Submitted"], to_client["Date"]) == (
        "auto-generated",
        "Tue, 01 Dec 2026 08:00:00 +0000",
    )
    assert to_client["Message-ID"] == f"<{event['id']}.client@practice.example>"
    assert to_provider["Message-ID"] == f"<{event['id']}.provider@practice.example>"
    assert to_provider["To"] == f'"Dr. Dana" <{DANA}>'


def test_a_provider_can_reply_to_the_client_but_not_the_other_way_round(
    office: Office, outbox: Outbox
) -> None:
    deliver(office.confirmed())
    to_client, to_provider = (sent.mail for sent in outbox.take())

    assert (to_client["Reply-To"], to_provider["Reply-To"]) == (None, f"Alice <{ALICE}>")


def test_nobody_can_reply_to_a_client_without_an_address(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()
    office.change_client(email=None)

    deliver(event)

    (to_provider,) = outbox.take()
    assert to_provider.mail["Reply-To"] is None


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_cannot_add_a_header_or_a_recipient(office: Office, outbox: Outbox, name: str) -> None:
    event = office.confirmed()
    for key in (keys.client(office.client), keys.provider(office.provider), keys.service(office.service)):
        office.rename(key, name)

    assert deliver(event) == []

    for sent, reader in zip(outbox.take(), (ALICE, DANA), strict=True):
        assert sent.to == reader
        assert [address.addr_spec for address in sent.mail["To"].addresses] == [reader]
        assert "Bcc" not in sent.mail
        assert not sent.mail.defects
        assert sent.mail.get_content_type() == "multipart/mixed"
        assert len(sent.subject.splitlines()) == 1
        head = outbox.raw.pop(0).partition(b"\r\n\r\n")[0]
        assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")]


@pytest.mark.parametrize("name", LONG)
def test_a_long_or_foreign_name_arrives_as_it_is(office: Office, outbox: Outbox, name: str) -> None:
    office.change_client(name=name)
    office.change_provider(name=name)

    assert deliver(office.confirmed()) == []

    to_client, _ = outbox.take()
    shown = name.strip()
    assert decoded(outbox.raw[0], "To") == f"{shown} <{ALICE}>"
    assert decoded(outbox.raw[1], "Reply-To") == f"{shown} <{ALICE}>"
    assert to_client.subject == f"Confirmed: Consultation with {shown}, Wed 2 Dec 2026, 10:00"
    assert f"With:   {shown}\n" in to_client.text
    assert to_client.event["organizer"].params["cn"] == shown
    for raw in outbox.raw:
        assert raw.isascii()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998  # RFC 5322
        assert not re.findall(rb"^[\w-]+:\s*$", raw.partition(b"\r\n\r\n")[0], re.MULTILINE)


def decoded(raw: bytes, header: str) -> str:
    """Return a header without Python's newer parser, which puts spaces between encoded words."""
    return str(make_header(decode_header(message_from_bytes(raw)[header]))).replace("\r\n", "")
