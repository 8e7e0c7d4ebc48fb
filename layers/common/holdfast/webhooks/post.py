"""Sends one request to an endpoint, which may be slow, hostile, or a machine of our own network."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Lock, Thread

from holdfast.webhooks.addresses import Address, is_public
from holdfast.webhooks.network import INTERNET, Network

_LOOPBACK = "127.0.0.1"
_MOST_READ = 1024  # bytes of the response's body; nobody looks at them
_TIMEOUT = "timeout"
# What an attempt without a status ends in. The first class that fits counts.
_WORDS: dict[type[Exception], str] = {
    TimeoutError: _TIMEOUT,
    ssl.SSLCertVerificationError: "bad_certificate",
    ssl.SSLError: "no_tls",
    socket.gaierror: "unknown_host",
    UnicodeError: "unknown_host",
    OSError: "no_connection",
    HTTPException: "no_http",
    ValueError: "no_http",
}


class _Forbidden(Exception):
    """The host has an address that is not public."""


def post(address: Address, headers: Mapping[str, str], body: bytes, network: Network = INTERNET) -> str:
    """Return the status of the response as text, or a word that says why there is none.

    Follows no redirect. Takes at most `network.seconds`, also if the endpoint never stops sending.
    """
    call = _Call(address, headers, body, network)
    # The limit covers the look-up of the host too, which nothing can interrupt. So another thread does it.
    thread = Thread(target=call.run, daemon=True)
    thread.start()
    thread.join(network.seconds)
    call.end()
    if call.error:
        raise call.error
    return call.outcome


class _Call:
    """Runs in one thread, and is ended by another."""

    def __init__(self, address: Address, headers: Mapping[str, str], body: bytes, network: Network) -> None:
        self._address, self._headers, self._body, self._network = address, headers, body, network
        self._lock, self._is_over = Lock(), False
        self._handle: socket.socket | None = None
        self.outcome = _TIMEOUT
        self.error: Exception | None = None

    def run(self) -> None:
        """Send the request, and set the outcome unless it comes too late."""
        outcome, error = _TIMEOUT, None
        try:
            outcome = self._send()
        except _Forbidden:
            outcome = "private_address"
        except Exception as raised:  # noqa: BLE001 - the other thread raises what is not expected
            known = [word for kind, word in _WORDS.items() if isinstance(raised, kind)]
            outcome, error = (known[0], None) if known else (outcome, raised)
        with self._lock:
            if not self._is_over:
                self.outcome, self.error = outcome, error
            if self._handle:
                self._handle.close()
                self._handle = None

    def end(self) -> None:
        """End the connection, whatever the other thread is doing with it."""
        with self._lock:
            self._is_over = True
            if self._handle:
                with suppress(OSError):  # the endpoint has closed it
                    self._handle.shutdown(socket.SHUT_RDWR)

    def _send(self) -> str:
        with self._connected() as connected:
            connection = HTTPConnection(self._address.host, self._address.port)
            connection.sock = connected
            connection.putrequest("POST", self._address.target, skip_host=True, skip_accept_encoding=True)
            lengths = {"content-length": str(len(self._body)), "connection": "close"}
            for name, value in {"host": self._address.host_header, **self._headers, **lengths}.items():
                connection.putheader(name, value)
            connection.endheaders(self._body)
            with connection.getresponse() as response:
                response.read(_MOST_READ)
                return str(response.status)

    def _connected(self) -> socket.socket:
        raw = self._network.connect(self._checked_address(), self._address.port, self._network.seconds)
        self._keep_handle(raw)
        if self._address.is_loopback:
            return raw
        return self._network.trust().wrap_socket(raw, server_hostname=self._address.host)

    def _checked_address(self) -> str:
        """Return the address to connect to. The host is looked up once, so that it cannot change its mind."""
        if self._address.is_loopback:
            return _LOOPBACK
        found = self._network.resolve(self._address.host)
        if not found or not all(map(is_public, found)):
            raise _Forbidden
        return found[0]

    def _keep_handle(self, raw: socket.socket) -> None:
        with self._lock:
            if self._is_over:
                raw.close()
                raise TimeoutError
            # A copy, because TLS takes the socket itself over.
            self._handle = raw.dup()
