"""A DynamoDB that always says the same: `python -m bench.dynamodb_stub answers.json [certificate.pem]`.

A real engine in its place would take most of both cores, and answer differently to the second reservation of
a slot. The answers are recorded from one: see `recording.py`. Prints its port.
"""

import json
import socket
import ssl
import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TARGET = "DynamoDB_20120810."


class _Stub(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answers: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Stub

    def setup(self) -> None:
        super().setup()
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body = self.server.answers[self.headers["X-Amz-Target"].removeprefix(_TARGET)]
        head = (
            "HTTP/1.1 200 OK\r\nServer: Server\r\nContent-Type: application/x-amz-json-1.0\r\n"
            f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\n"
            "x-amzn-RequestId: 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF0123\r\n"
            f"x-amz-crc32: {zlib.crc32(body)}\r\n\r\n"
        )
        self.wfile.write(head.encode() + body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    answers, *certificate = map(Path, sys.argv[1:])
    stub = _Stub({name: body.encode() for name, body in json.loads(answers.read_text()).items()})
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate[0])
        stub.socket = context.wrap_socket(stub.socket, server_side=True)
    print(stub.server_port, flush=True)
    stub.serve_forever()


if __name__ == "__main__":
    main()
