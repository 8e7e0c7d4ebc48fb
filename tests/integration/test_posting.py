"""Requests to endpoints over real sockets: TLS, hosts that lead inside, redirects, endpoints that stall."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from holdfast.webhooks.addresses import Address
from holdfast.webhooks.network import INTERNET, SECONDS, Network
from holdfast.webhooks.post import post
from testkit.endpoints import consuming, dripping, talking

HOST, PUBLIC = "hooks.example.com", "93.184.216.34"
SHORT = 0.3


@dataclass
class Internet:
    """Every public address is this machine. `looked_up` and `connected` are what was asked for."""

    port: int
    lookups: list[list[str]] = field(default_factory=lambda: [[PUBLIC]])
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = 10.0
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)

    @property
    def network(self) -> Network:
        return Network(self._resolve, self._connect, self.trust, self.seconds)

    def post(self, host: str = HOST, body: bytes = b"{}") -> str:
        return post(Address(False, host, 443, "/in"), {"webhook-id": "5-1"}, body, self.network)

    def _resolve(self, host: str) -> list[str]:
        self.looked_up.append(host)
        return self.lookups.pop(0)

    def _connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), seconds)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a certificate for HOST, its key, and the authority that both trust: itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]
    )
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path_factory.mktemp("authority") / "all.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


def over_tls(authority: Path, talk: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)

    def secured(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as wrapped:
            talk(wrapped)

    return secured


def responding(response: bytes, seen: list[bytes]) -> Callable[[socket.socket], None]:
    """Read one request, and respond."""

    def talk(connection: socket.socket) -> None:
        text = b""
        while not text.endswith(b"\r\n\r\n{}"):
            text += connection.recv(4096)
        seen.append(text)
        connection.sendall(response)

    return talk


@pytest.fixture
def trusting(authority: Path) -> Callable[[], ssl.SSLContext]:
    return lambda: ssl.create_default_context(cafile=str(authority))


OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def test_the_certificate_is_checked_against_the_host_name(
    authority: Path, trusting: Callable[[], ssl.SSLContext]
) -> None:
    seen: list[bytes] = []
    with talking(over_tls(authority, responding(OK, seen))) as port:
        internet = Internet(port, trust=trusting)
        assert internet.post() == "204"

    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert (lines[0], body) == ("POST /in HTTP/1.1", b"{}")
    assert sorted(lines[1:]) == [
        "connection: close",
        "content-length: 2",
        f"host: {HOST}",
        "webhook-id: 5-1",
    ]
    assert (internet.looked_up, internet.connected) == ([HOST], [(PUBLIC, 443)])


@pytest.mark.parametrize("host", ["other.example.com", "example.com"])
def test_a_certificate_of_another_host_is_refused(
    authority: Path, trusting: Callable[[], ssl.SSLContext], host: str
) -> None:
    seen: list[bytes] = []
    with talking(over_tls(authority, responding(OK, seen))) as port:
        assert Internet(port, trust=trusting).post(host) == "bad_certificate"
    assert seen == []


def test_a_certificate_of_nobody_known_is_refused(authority: Path) -> None:
    seen: list[bytes] = []
    with talking(over_tls(authority, responding(OK, seen))) as port:
        assert Internet(port).post() == "bad_certificate"
    assert seen == []


def test_an_endpoint_without_tls_gets_nothing() -> None:
    with talking(lambda connection: connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")) as port:
        assert Internet(port).post() == "no_tls"


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["169.254.169.254"], [PUBLIC, "10.0.0.1"], ["192.168.1.1", PUBLIC], ["224.0.0.1"], []],
)
def test_a_host_with_an_address_inside_is_never_connected_to(found: list[str]) -> None:
    internet = Internet(1, lookups=[found])

    assert (internet.post(), internet.connected) == ("private_address", [])


def test_a_host_that_changes_its_mind_is_looked_up_once(
    authority: Path, trusting: Callable[[], ssl.SSLContext]
) -> None:
    seen: list[bytes] = []
    with talking(over_tls(authority, responding(OK, seen))) as port:
        internet = Internet(port, lookups=[[PUBLIC], ["127.0.0.1"]], trust=trusting)
        assert internet.post() == "204"

    assert (internet.looked_up, internet.connected) == ([HOST], [(PUBLIC, 443)])


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with consuming() as inside, consuming(status, location=inside.url) as outside:
        address = Address(True, "127.0.0.1", outside.server_port, "/in")
        assert post(address, {}, b"{}") == str(status)
        assert (len(outside.taken), inside.taken) == (1, [])


def closed_in_time(authority: Path | None, talk: Callable[[socket.socket], None], **how: object) -> str:
    """Return the outcome. `talking` fails unless the connection was closed."""
    with talking(over_tls(authority, talk) if authority else talk) as port:
        begun = time.monotonic()
        outcome = Internet(port, seconds=SHORT, **how).post()  # type: ignore[arg-type]
        assert SHORT <= time.monotonic() - begun < 8
        return outcome


@pytest.mark.parametrize(
    "first",
    [b"", b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n"],
    ids=["status", "header", "body"],
)
def test_an_endpoint_that_drips_is_cut_off(
    authority: Path, trusting: Callable[[], ssl.SSLContext], first: bytes
) -> None:
    # Its 20 ms for a byte are far from any limit of a single read.
    assert closed_in_time(authority, dripping(first), trust=trusting) == "timeout"


def test_an_endpoint_that_never_says_a_word_of_tls_is_cut_off() -> None:

    def listen(connection: socket.socket) -> None:
        while connection.recv(4096):
            pass

    assert closed_in_time(None, listen) == "timeout"


def test_an_endpoint_that_drips_in_the_middle_of_tls_is_cut_off() -> None:
    """A record of TLS that announces 16,000 bytes."""
    assert closed_in_time(None, dripping(b"\x16\x03\x03\x3e\x80")) == "timeout"


def test_a_host_that_is_looked_up_for_too_long_is_given_up() -> None:
    found = threading.Event()
    network = Internet(1, seconds=SHORT).network._replace(resolve=lambda _: [PUBLIC] * found.wait(5))
    assert post(Address(False, HOST, 443, "/"), {}, b"", network) == "timeout"
    found.set()


def test_a_connection_that_comes_too_late_is_closed_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        late = threading.Event()

        def connect(_address: str, _port: int, _seconds: float) -> socket.socket:
            late.wait(5)
            return socket.create_connection(listening.getsockname(), 5)

        network = Network(lambda _: [PUBLIC], connect, ssl.create_default_context, SHORT)
        assert post(Address(False, HOST, 443, "/"), {}, b"", network) == "timeout"
        late.set()
        with listening.accept()[0] as connection:
            connection.settimeout(5)
            assert connection.recv(1) == b""


def test_more_than_a_kilobyte_is_not_waited_for(
    authority: Path, trusting: Callable[[], ssl.SSLContext]
) -> None:
    """The rest would never come."""
    seen: list[bytes] = []
    response = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n" + b"a" * 1024

    def talk(connection: socket.socket) -> None:
        responding(response, seen)(connection)
        assert connection.recv(1) == b""

    with talking(over_tls(authority, talk)) as port:
        assert Internet(port, trust=trusting).post() == "200"


def unknown(_host: str) -> list[str]:
    raise socket.gaierror


@pytest.mark.parametrize(
    ("network", "outcome"),
    [
        (Internet(1).network._replace(resolve=unknown), "unknown_host"),
        (Internet(1).network, "no_connection"),
    ],
)
def test_other_failures_have_a_word(network: Network, outcome: str) -> None:
    assert post(Address(False, HOST, 443, "/"), {}, b"", network) == outcome


@pytest.mark.parametrize(
    "said", [b"nonsense\r\n\r\n", b"HTTP/1.1 banana\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200]
)
def test_what_is_no_http_has_a_word(said: bytes) -> None:
    with talking(responding(said, [])) as port:
        assert post(Address(True, "localhost", port, "/"), {}, b"{}") == "no_http"


def test_an_error_that_nobody_expects_is_raised() -> None:
    def broken(_host: str) -> list[str]:
        raise LookupError

    with pytest.raises(LookupError):
        post(Address(False, HOST, 443, "/"), {}, b"", Internet(1).network._replace(resolve=broken))


def test_an_attempt_takes_fifteen_seconds_and_trusts_known_authorities() -> None:
    context = INTERNET.trust()

    assert INTERNET.seconds == SECONDS == 15
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_name_of_this_machine_has_its_addresses() -> None:
    assert INTERNET.resolve("localhost") == ["127.0.0.1"]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    deadline = time.monotonic() + 8
    while threading.active_count() > before:
        assert time.monotonic() < deadline
        time.sleep(0.01)
