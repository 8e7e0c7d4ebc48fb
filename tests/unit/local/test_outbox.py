"""The mail service of `make run` keeps each mail as a file, and shows one line in the terminal."""

import base64
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode

import pytest

from local import outbox

LINK = "http://127.0.0.1:3000/links/7-20261202T0900Z~5~oGlCvIhkkbc7zNTJ2Y6LGw"
MAIL = (
    "From: a@b.example\r\nTo: Alice <alice@example.com>\r\nMessage-ID: <5123-0.client@b.example>\r\n"
    f"Subject: Please confirm\r\n\r\nHello Alice,\r\n\r\n{LINK}\r\n"
).encode()


def request(raw: bytes = MAIL, action: str = "SendRawEmail") -> str:
    return urlencode(
        {
            "Action": action,
            "Version": "2010-12-01",
            "Source": "a@b.example",
            "Destinations.member.1": "alice@example.com",
            "RawMessage.Data": base64.b64encode(raw).decode(),
        }
    )


def test_a_mail_becomes_a_file_named_after_its_event(tmp_path: Path) -> None:
    status, xml = outbox.response_to(request(), tmp_path)

    (file,) = tmp_path.iterdir()
    assert (status, "<MessageId>" in xml) == (200, True)
    assert file.read_bytes() == MAIL
    assert file.name.endswith("-5123-0.client.eml")


def test_mails_sort_by_time_and_none_replaces_another(tmp_path: Path) -> None:
    for number in range(5):
        outbox.response_to(request(MAIL + str(number).encode()), tmp_path)

    assert [file.read_bytes()[-1:] for file in sorted(tmp_path.iterdir())] == [b"0", b"1", b"2", b"3", b"4"]


def test_the_terminal_shows_the_link_and_not_the_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outbox.response_to(request(), tmp_path)

    (line,) = capsys.readouterr().out.splitlines()
    assert line[8:].startswith(f" outbox {tmp_path}/")
    assert line.endswith(f".eml to a***@example.com {LINK}")
    assert "alice" not in line.lower()


def test_a_mail_without_a_link_has_a_line_without_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outbox.response_to(request(MAIL.replace(LINK.encode(), b"")), tmp_path)

    assert capsys.readouterr().out.endswith(".eml to a***@example.com\n")


def test_a_strange_message_id_stays_in_the_folder(tmp_path: Path) -> None:
    outbox.response_to(request(MAIL.replace(b"<5123-0.client", b"<../../etc/passwd")), tmp_path)

    (file,) = tmp_path.iterdir()
    assert file.name.endswith("-.._.._etc_passwd.eml")


def test_any_other_request_is_refused(tmp_path: Path) -> None:
    status, xml = outbox.response_to(request(action="VerifyEmailIdentity"), tmp_path)

    assert (status, "<Code>InvalidAction</Code>" in xml) == (400, True)
    assert not [*tmp_path.iterdir()]


def test_the_mail_is_kept_as_it_was_sent(tmp_path: Path) -> None:
    outbox.response_to(request(), tmp_path)

    mail = message_from_bytes(next(tmp_path.iterdir()).read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("Alice <alice@example.com>", "Please confirm")
