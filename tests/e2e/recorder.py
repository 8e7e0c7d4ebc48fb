"""A proxy for DynamoDB that records every request."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_OF_THE_STREAM = {"DescribeStream", "GetShardIterator", "GetRecords"}
_DUE = ("HOLD#", "HOURS#", "DUE#", "RETRY#")  # partitions that a schedule looks into


@dataclass(frozen=True)
class Passed:
    operation: str
    body: dict[str, Any]

    @property
    def is_background(self) -> bool:
        """Tell whether the server may send this at any time: to follow the stream, or for a schedule."""
        values = self.body.get("ExpressionAttributeValues", {}).values()
        is_due = any(value.get("S", "").startswith(_DUE) for value in values)
        return self.operation in _OF_THE_STREAM or (self.operation == "Query" and is_due)


class Recorder(ThreadingHTTPServer):
    def __init__(self, endpoint: str) -> None:
        super().__init__(("127.0.0.1", 0), _Forward)
        self.behind = urlsplit(endpoint).netloc
        self.passed: list[Passed] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def operations(self) -> list[str]:
        """Return the operations in order, without those that no request causes."""
        return [passed.operation for passed in self.passed if not passed.is_background]


@contextmanager
def recording(endpoint: str) -> Iterator[Recorder]:
    with Recorder(endpoint) as recorder:
        thread = threading.Thread(target=recorder.serve_forever)
        thread.start()
        try:
            yield recorder
        finally:
            recorder.shutdown()
            thread.join()


class _Forward(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Recorder)
        body = self.rfile.read(int(self.headers["content-length"]))
        operation = self.headers["x-amz-target"].rpartition(".")[2]
        self.server.passed.append(Passed(operation, json.loads(body)))
        with closing(HTTPConnection(self.server.behind, timeout=30)) as connection:
            connection.request("POST", self.path, body, dict(self.headers))
            response = connection.getresponse()
            self._response(response.status, dict(response.headers), response.read())

    def _response(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in {"connection", "transfer-encoding", "content-length"}:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing. The overridden method prints a line for each request."""
