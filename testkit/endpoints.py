"""Endpoints of webhooks on loopback: a consumer that keeps what it gets, and servers that misbehave."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Taken(NamedTuple):
    headers: dict[str, str]
    body: bytes
    at: float  # by the monotonic clock

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


class Consumer(ThreadingHTTPServer):
    """Responds with `status` after `seconds`. `taken` has all requests, in order."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, status: int = 204, seconds: float = 0, **headers: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.seconds, self.headers = status, seconds, headers
        self.taken: list[Taken] = []
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in"


@contextmanager
def consuming(status: int = 204, seconds: float = 0, **headers: str) -> Iterator[Consumer]:
    consumer = Consumer(status, seconds, **headers)
    thread = threading.Thread(target=consumer.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield consumer
    finally:
        consumer.ended.set()
        consumer.shutdown()
        thread.join()
        consumer.server_close()


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Accept one connection, let `talk` use it, and yield the port. It may break when it is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.settimeout(10)
                talk(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)
        assert not thread.is_alive()


def dripping(first: bytes) -> Callable[[socket.socket], None]:
    """Send the first bytes, then another one every 20 ms, until the other side closes the connection."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(first)
        for _ in range(500):
            connection.sendall(b"a")
            time.sleep(0.02)
        raise AssertionError("nobody has closed the connection")

    return talk


class _Handler(BaseHTTPRequestHandler):
    server: Consumer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.taken.append(Taken(headers, body, time.monotonic()))
        self.server.ended.wait(self.server.seconds)
        with suppress(OSError):  # nobody waits any more
            self.send_response(self.server.status)
            for name, value in self.server.headers.items():
                self.send_header(name, value)
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing. The overridden method prints a line for each request."""
