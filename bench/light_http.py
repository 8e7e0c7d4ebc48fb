"""A minimal HTTP/1.1 server, for the DynamoDB stub and for the Runtime API of the measured functions.

It does little work for each request, because it runs on the same machine as the measured function. More work
would push the function's data out of the CPU caches.
"""

import socket
from collections.abc import Callable, Mapping
from socketserver import StreamRequestHandler, ThreadingTCPServer

# A Respond function takes the method, the headers by lower-case name, and the body. It returns the whole
# response.
Respond = Callable[[str, Mapping[str, str], bytes], bytes]


class Server(ThreadingTCPServer):
    """Listens on loopback. Each connection has its own thread, which does not keep the process alive."""

    daemon_threads = True

    def __init__(self, respond: Respond) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.respond = respond
        self.port: int = self.server_address[1]


class _Connection(StreamRequestHandler):
    server: Server

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
            self.request.sendall(self.server.respond(request.split()[0].decode(), headers, body))


def response(status: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body
