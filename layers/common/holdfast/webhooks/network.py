"""The network as attempts use it. Tests replace it."""

import socket
import ssl
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

SECONDS = 15.0  # that an attempt may take in all


class Network(NamedTuple):
    """`resolve` returns the IPv4 addresses of a host; it raises OSError or UnicodeError.

    `connect` opens a connection to an address and a port within some seconds, and raises OSError. `trust`
    returns how certificates are checked. An attempt may take `seconds`.
    """

    resolve: Callable[[str], list[str]]
    connect: Callable[[str, int, float], socket.socket]
    trust: Callable[[], ssl.SSLContext]
    seconds: float


def _resolve(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, socket.AF_INET, socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), seconds)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


INTERNET = Network(_resolve, _connect, _trust, SECONDS)
