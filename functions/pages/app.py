"""Serves the web pages: their HTML, and the scripts and styles that it names.

`make pages` writes the files into `built/`. Names of assets contain a hash of their content, so that browsers
keep them for a year. The HTML is filled in here, and tells the page where users sign in.

This module uses only the standard library, so that it starts fast.
"""

import base64
import gzip
import hashlib
import os
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

_BUILT = Path(__file__).parent / "built"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_SHARED = {
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address may contain a code of the login
}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_CHECKED = {"Cache-Control": "no-cache"}  # keep it, but ask each time whether it has changed
_NOT_FOUND = '{"title":"Not Found","status":404,"code":"not_found","detail":"No such file."}'
_PAGES = {"GET /": "booking.html", "GET /calendar": "calendar.html"}


@cache
def _page(route: str) -> bytes:
    """Return the HTML, with what the environment says about signing in."""
    values = {
        "client_id": os.environ["LOGIN_CLIENT_ID"],
        "login": os.environ["LOGIN_URL"],
        "cognito": os.environ["COGNITO_URL"],
        # for the UID of a calendar file, which is that of the mails
        "stack": os.environ["POWERTOOLS_SERVICE_NAME"],
    }
    source = Template((_BUILT / _PAGES[route]).read_text("utf-8"))
    return source.substitute({name: escape(value) for name, value in values.items()}).encode()


def _policy(route: str) -> str:
    """Return the page's Content-Security-Policy.

    Only the booking page may be shown in frames of other sites, because nobody signs in there.
    """
    embedding = os.environ["EMBED_ORIGINS"].replace(",", " ") if route == "GET /" else ""
    user_pool = sorted({_origin(os.environ[name]) for name in ("LOGIN_URL", "COGNITO_URL")})
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            f"connect-src 'self' {' '.join(user_pool)}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors " + (embedding or "'none'"),
        )
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Return the page or the asset of the event's route, in payload format 2.0."""
    if event["routeKey"] in _PAGES:
        return _show_page(event["routeKey"], event["headers"])
    return _send_asset(event.get("pathParameters", {}).get("file", ""), event["headers"])


def _show_page(route: str, headers: dict[str, str]) -> dict[str, Any]:
    page = _page(route)
    # A weak tag, because both encodings of a page have the same.
    tag = f'W/"{hashlib.sha256(page).hexdigest()[:32]}"'
    headed = _SHARED | _CHECKED | {"ETag": tag, "Content-Security-Policy": _policy(route)}
    if _has(headers, tag):
        return {"statusCode": 304, "headers": headed}
    encoding = "gzip" if _accepts(headers, "gzip") else ""
    body = gzip.compress(page, mtime=0) if encoding else page
    return _respond(body, encoding, headed | {"Content-Type": "text/html; charset=utf-8"})


def _send_asset(name: str, headers: dict[str, str]) -> dict[str, Any]:
    if name not in _assets():
        return {
            "statusCode": 404,
            "headers": _SHARED | {"Cache-Control": "no-store", "Content-Type": "application/problem+json"},
            "body": _NOT_FOUND,
        }
    headed = _SHARED | _FOREVER | {"Content-Type": _TYPES[Path(name).suffix]}
    if _accepts(headers, "br"):
        return _respond((_BUILT / "assets" / f"{name}.br").read_bytes(), "br", headed)
    packed = (_BUILT / "assets" / f"{name}.gz").read_bytes()
    if _accepts(headers, "gzip"):
        return _respond(packed, "gzip", headed)
    return _respond(gzip.decompress(packed), "", headed)


@cache
def _assets() -> frozenset[str]:
    return frozenset(path.stem for path in (_BUILT / "assets").iterdir())


def _respond(body: bytes, encoding: str, headers: dict[str, str]) -> dict[str, Any]:
    if not encoding:
        return {"statusCode": 200, "headers": headers, "body": body.decode()}
    return {
        "statusCode": 200,
        "headers": headers | {"Content-Encoding": encoding},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def _has(headers: dict[str, str], tag: str) -> bool:
    """Return whether the browser still has the page with this tag (RFC 9110, 13.1.2: a weak comparison)."""
    known = {each.strip().removeprefix("W/") for each in headers.get("if-none-match", "").split(",")}
    return "*" in known or tag.removeprefix("W/") in known


def _accepts(headers: dict[str, str], encoding: str) -> bool:
    """Return whether the Accept-Encoding names the encoding, and not with a weight of zero."""
    for each in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = each.partition(";")
        if name.strip() == encoding:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
