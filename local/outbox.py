"""Takes the place of the mail service: keeps each mail as a file, and shows one line in the terminal.

It serves the one request to Amazon SES that the functions send, SendRawEmail.
"""

import base64
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from local import HOST
from local.template import ROOT

ENDPOINT = "AWS_ENDPOINT_URL_SES"
SENDER = "appointments@holdfast.example"  # `make run` needs no address of its own
_NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Accept mails on loopback and write them to the folder; yield the service's URL."""
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer((HOST, 0), partial(_Service, folder))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def response_to(body: str, folder: Path) -> tuple[int, str]:
    """Serve a request in the query protocol; return the status and the XML of the response."""
    fields = {name: values[0] for name, values in parse_qs(body).items()}
    if fields.get("Action") != "SendRawEmail":
        error = "<Error><Type>Sender</Type><Code>InvalidAction</Code></Error>"
        return 400, f'<ErrorResponse xmlns="{_NAMESPACE}">{error}</ErrorResponse>'
    file = _keep(base64.b64decode(fields["RawMessage.Data"]), folder)
    print(_line(file, fields["Destinations.member.1"]), flush=True)
    result = f"<SendRawEmailResult><MessageId>{uuid.uuid4()}</MessageId></SendRawEmailResult>"
    return 200, f'<SendRawEmailResponse xmlns="{_NAMESPACE}">{result}</SendRawEmailResponse>'


def _keep(raw: bytes, folder: Path) -> Path:
    """Write the mail to a file named after the time, the event and the reader."""
    about = _parsed(raw)["Message-ID"].strip("<>").partition("@")[0]
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    file = folder / f"{at}-{re.sub(r'[^A-Za-z0-9.-]', '_', about)}.eml"
    unfinished = file.with_suffix(".part")  # nobody finds half a mail
    unfinished.write_bytes(raw)
    return unfinished.rename(file)


def _line(file: Path, recipient: str) -> str:
    """Return the line for the terminal: it has the link, which is nowhere else, but not the address."""
    body = _parsed(file.read_bytes()).get_body(("plain",))
    link = re.search(r"https?://\S+", body.get_content() if body else "")
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    to = f"{recipient[:1]}***@{recipient.rpartition('@')[2]}"
    return f"{time.strftime('%H:%M:%S')} outbox {shown} to {to}{f' {link[0]}' if link else ''}"


def _parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - the policy makes it one
    return mail


class _Service(BaseHTTPRequestHandler):
    def __init__(self, folder: Path, *args: Any) -> None:
        self._folder = folder
        super().__init__(*args)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, text = response_to(body, self._folder)
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Write nothing: the terminal has its own line."""
