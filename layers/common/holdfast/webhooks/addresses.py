"""The addresses to which webhooks may be sent."""

import re
from urllib.parse import SplitResult, urlsplit

from holdfast.core.settings import webhook_settings

MOST_CHARACTERS = 500
_PRINTABLE = re.compile(r"[!-~]+")
_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
# A name that ends in a number is read as an IPv4 address: in dotted, short, decimal, octal or hex form.
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_INTERNAL = {"localhost", "local", "internal"}
_LOOPBACK = {"127.0.0.1", "localhost"}


def check_url(url: str) -> None:
    """Return normally if a webhook may have this URL; raise ValueError, whose message the caller may see.

    It must be HTTPS to a name. What the name resolves to is checked when something is sent.
    """
    if len(url) > MOST_CHARACTERS:
        raise ValueError(f"This must have at most {MOST_CHARACTERS} characters.")
    parts = _parts(url)
    if webhook_settings().loopback and _is_loopback(parts):
        return
    if parts.scheme != "https":
        raise ValueError("This must begin with https://.")
    if not _is_public_name((parts.hostname or "").removesuffix(".")):
        raise ValueError("This must name a host on the internet, and not by its address.")


def _parts(url: str) -> SplitResult:
    """Return the parts; raise ValueError unless the URL means the same to every program that reads it."""
    wrong = ValueError("This must be a URL, such as https://example.com/hook.")
    if not _PRINTABLE.fullmatch(url) or "\\" in url:
        raise wrong
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if not parts.netloc or port == 0 or parts.netloc.endswith(":"):
        raise wrong
    if "@" in parts.netloc:
        raise ValueError("This must not contain a user or a password.")
    if "#" in url:
        raise ValueError("This must not contain a fragment.")
    return parts


def _is_loopback(parts: SplitResult) -> bool:
    return parts.scheme == "http" and parts.hostname in _LOOPBACK and parts.port is not None


def _is_public_name(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004 - a name and its domain
        return False
    return not _NUMBER.fullmatch(labels[-1]) and labels[-1] not in _INTERNAL
