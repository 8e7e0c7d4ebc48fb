"""The request to the mail service, as botocore sends it."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from holdfast.core.settings import mail_settings
from holdfast.notifications import clients, ses
from local import outbox

SENDER = "appointments@practice.example"
RAW = (
    f"From: {SENDER}\r\nTo: Alice <alice@example.com>\r\nMessage-ID: <5-1.client@practice.example>\r\n"
    "Subject: =?utf-8?q?Best=C3=A4tigt?=\r\n\r\nHello & welcome + 1 = 2 %20\r\n"
).encode()


@pytest.fixture(autouse=True)
def _fresh_client(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MAIL_FROM", SENDER)
    mail_settings.cache_clear()
    clients.client.cache_clear()
    yield
    clients.client.cache_clear()


def test_the_whole_mail_goes_to_one_recipient() -> None:
    with mock_aws():
        boto3.client("ses").verify_email_identity(EmailAddress=SENDER)
        ses.send(RAW, "alice@example.com")
        (sent,) = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages

    assert (sent.source, sent.destinations[0]) == (SENDER, "alice@example.com")
    assert message_from_bytes(sent.raw_data.encode()).items() == message_from_bytes(RAW).items()


def test_a_sender_that_is_not_verified_is_an_error() -> None:
    with mock_aws(), pytest.raises(ClientError, match="MessageRejected"):
        ses.send(RAW, "alice@example.com")


def test_the_mail_service_of_make_run_understands_the_request(tmp_path: Path) -> None:
    def serve(request: Any, **_: Any) -> AWSResponse:
        status, xml = outbox.response_to(request.body, tmp_path)
        return AWSResponse(request.url, status, HTTPHeaders(), _Body(xml.encode()))

    clients.client("ses", ses.CONFIG).meta.events.register("before-send.ses.*", serve)
    ses.send(RAW, "alice@example.com")

    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == RAW
    with pytest.raises(ClientError, match="InvalidAction"):
        clients.client("ses", ses.CONFIG).get_send_quota()


class _Body:
    """The body of a response, as urllib3 passes it on."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self._content
