"""As little of an HTTP/1.1 server as drives what is measured.

It runs on the same two cores: whatever it does between two requests it takes from the caches of the function.
"""

import socket
from collections.abc import Mapping
from socketserver import StreamRequestHandler, ThreadingTCPServer


class Server(ThreadingTCPServer):
    """On loopback, one thread a connection; ends with its process."""

    daemon_threads = True

    def __init__(self, handler: type["Handler"]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.port: int = self.server_address[1]


class Handler(StreamRequestHandler):
    """A connection; `answer` is asked for each request's answer."""

    def setup(self) -> None:
        super().setup()
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def handle(self) -> None:
        while request := self.rfile.readline():
            headers: dict[str, str] = {}
            while line := self.rfile.readline().strip():
                name, _, text = line.decode().partition(": ")
                headers[name.lower()] = text
            body = self.rfile.read(int(headers.get("content-length", "0")))
            self.request.sendall(self.answer(request.split()[0].decode(), headers, body))

    def answer(self, method: str, headers: Mapping[str, str], body: bytes) -> bytes:
        raise NotImplementedError


def response(status: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body
