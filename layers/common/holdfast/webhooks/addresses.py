"""Which addresses webhooks may have. Nobody may use them to reach what is inside our own network.

A name may still lead to an address inside. So `is_public` checks every address that the name has, each time
that something is sent.
"""

import re
from ipaddress import IPv4Address
from typing import NamedTuple

from holdfast.core.settings import webhook_settings

MOST_CHARACTERS = 500
_HTTPS_PORT = 443
_LAST_PORT = 65535
_LONGEST_HOST = 253  # characters; DNS allows no more
_INSIDE = ("localhost", "local", "internal")
_ALLOWED = (
    "This must be an https URL that names a host on the internet, without a user and without a fragment."
)

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# No address of numbers, in whatever spelling, ends in a label that begins with a letter.
_HOST = rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?"
_PORT = r"[1-9][0-9]{0,4}"
_TARGET = r"(?:[/?][A-Za-z0-9._~!$&'()*+,;=:@/?%\[\]-]*)?"
# One pattern says all that is allowed, so that no two parsers can read a URL differently. What it does not
# name is refused: user info, fragments, escapes in the host, letters that are not ASCII, spaces.
_PUBLIC = re.compile(rf"https://(?P<host>(?i:{_HOST}))(?::(?P<port>{_PORT}))?(?P<target>{_TARGET})", re.ASCII)
_LOCAL = re.compile(
    rf"http://(?P<host>127\.0\.0\.1|localhost):(?P<port>{_PORT})(?P<target>{_TARGET})", re.ASCII
)


class Address(NamedTuple):
    """A URL in parts. `target` is its path and query, as it is sent."""

    is_loopback: bool
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        is_usual = self.port == _HTTPS_PORT and not self.is_loopback
        return self.host if is_usual else f"{self.host}:{self.port}"


def check_url(url: str) -> None:
    """Raise ValueError, with a sentence that says what is allowed, if no webhook may have this URL."""
    parse(url)


def parse(url: str) -> Address:
    """Return the parts of the URL; raise ValueError as `check_url` does."""
    if len(url) > MOST_CHARACTERS:
        raise ValueError(f"This must have at most {MOST_CHARACTERS} characters.")
    is_loopback = webhook_settings().loopback and bool(_LOCAL.fullmatch(url))
    found = (_LOCAL if is_loopback else _PUBLIC).fullmatch(url)
    if not found:
        raise ValueError(_ALLOWED)
    host, port = found["host"].lower(), int(found["port"] or _HTTPS_PORT)
    if port > _LAST_PORT:
        raise ValueError(_ALLOWED)
    if not is_loopback and (host.rpartition(".")[2] in _INSIDE or len(host) > _LONGEST_HOST):
        raise ValueError(_ALLOWED)
    target = found["target"]
    return Address(is_loopback, host, port, target if target.startswith("/") else f"/{target}")


def is_public(address: str) -> bool:
    """Return True for an IPv4 address of the public internet; raise ValueError for any other text."""
    parsed = IPv4Address(address)
    return parsed.is_global and not parsed.is_multicast
