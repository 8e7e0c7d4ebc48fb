"""How the function of the web pages serves them."""

import ast
import base64
import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from local import template
from local.template import ROOT
from testkit import api, first_view

BUILT = ROOT / "functions/pages/built"
BOOKING, CALENDAR = "GET /", "GET /calendar"


def built(page: str, kind: str) -> str:
    """Return the name of a page's built file."""
    return next(path.stem for path in (BUILT / "assets").glob(f"{page}-*.{kind}.gz"))


SCRIPT, STYLE = built("booking", "js"), built("booking", "css")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Load the function anew, because it keeps the pages that it has filled in."""
    api.handler.cache_clear()
    yield
    api.handler.cache_clear()


def page(route: str = BOOKING, **headers: str) -> dict[str, Any]:
    return invoke(route, {}, headers)


def asset(name: str, **headers: str) -> dict[str, Any]:
    return invoke("GET /assets/{file}", {"pathParameters": {"file": name}}, headers)


def invoke(route: str, event: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response: dict[str, Any] = api.invoke("pages", {"routeKey": route, "headers": named, **event})
    return response


def policy_of(route: str) -> str:
    policy: str = page(route)["headers"]["Content-Security-Policy"]
    return policy


def body(response: Mapping[str, Any]) -> bytes:
    sent: str = response["body"]
    return base64.b64decode(sent) if response.get("isBase64Encoded") else sent.encode()


@pytest.mark.parametrize(("route", "name"), [(BOOKING, "booking"), (CALENDAR, "calendar")])
def test_a_page_names_its_built_files_and_where_to_sign_in(
    monkeypatch: pytest.MonkeyPatch, route: str, name: str
) -> None:
    monkeypatch.setenv("LOGIN_URL", 'https://login.example/"><script>')
    monkeypatch.setenv("LOGIN_CLIENT_ID", "client-1")
    html = body(page(route)).decode()

    assert dict(re.findall(r'name="holdfast-([\w-]+)" content="([^"]*)"', html)) == {
        "client-id": "client-1",
        "login": "https://login.example/&quot;&gt;&lt;script&gt;",
        "cognito": "https://cognito-idp.eu-central-1.amazonaws.com/",
        "stack": "holdfast",
    }
    assert re.findall(r'(?:src|href)="(?!data:)([^"]+)"', html) == [
        f"/assets/{built(name, kind)}" for kind in ("css", "js")
    ]
    assert "<style" not in html
    assert not re.search(r"<script(?! type=\"module\" src=)", html)


@pytest.mark.parametrize("route", [BOOKING, CALENDAR])
def test_a_browser_that_has_the_page_gets_no_body(route: str) -> None:
    first = page(route, accept_encoding="gzip")
    tag = first["headers"]["ETag"]

    assert first["headers"]["Cache-Control"] == "no-cache"
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = page(route, if_none_match=known)
        assert (again["statusCode"], "body" in again) == (304, False), known
        assert again["headers"]["ETag"] == tag
        assert again["headers"]["Content-Security-Policy"] == first["headers"]["Content-Security-Policy"]
    for other in ("", '"other"', tag[:-2] + '"'):
        assert page(route, if_none_match=other)["statusCode"] == 200, other


def test_another_login_gives_the_page_another_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    before = page()["headers"]["ETag"]
    monkeypatch.setenv("LOGIN_CLIENT_ID", "client-2")
    api.handler.cache_clear()

    assert page(if_none_match=before)["statusCode"] == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP;q=1.0, BR;q=0.5", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0", None),
        ("brotli", None),
        ("identity", None),
        ("", None),
    ],
)
def test_an_asset_is_sent_in_an_encoding_that_the_browser_accepts(
    accepted: str, encoding: str | None
) -> None:
    response = asset(SCRIPT, accept_encoding=accepted)
    sent = body(response)

    assert response["headers"].get("Content-Encoding") == encoding
    assert response["headers"]["Vary"] == "Accept-Encoding"
    plain = gzip.decompress((BUILT / "assets" / f"{SCRIPT}.gz").read_bytes())
    if encoding == "br":
        assert sent == (BUILT / "assets" / f"{SCRIPT}.br").read_bytes()
    else:
        assert (gzip.decompress(sent) if encoding else sent) == plain


def test_the_page_is_sent_compressed_only_if_the_browser_accepts_that() -> None:
    packed, plain = page(accept_encoding="br, gzip"), page()

    assert (packed["headers"]["Content-Encoding"], packed["headers"]["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain["headers"]
    assert gzip.decompress(body(packed)) == body(plain)


@pytest.mark.parametrize(("name", "kind"), [(SCRIPT, "text/javascript"), (STYLE, "text/css")])
def test_assets_are_kept_for_a_year(name: str, kind: str) -> None:
    headers = asset(name)["headers"]

    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    ["booking-ABCD2345.js", f"{SCRIPT}.gz", "../booking.html", "..%2Fcalendar.html", "", "../../app.py"],
)
def test_no_other_file_is_served(name: str) -> None:
    response = asset(name)

    problem = {"title": "Not Found", "status": 404, "code": "not_found", "detail": "No such file."}
    assert (response["statusCode"], json.loads(response["body"])) == (404, problem)
    assert response["headers"]["Content-Type"] == "application/problem+json"
    assert response["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("route", [BOOKING, CALENDAR])
def test_a_page_may_load_and_call_only_its_own_origin_and_the_user_pool(
    monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    monkeypatch.setenv("LOGIN_URL", "https://login.example")
    policy = dict(each.split(" ", 1) for each in policy_of(route).split("; "))

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self' https://cognito-idp.eu-central-1.amazonaws.com https://login.example",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [("", "'none'"), ("https://a.example,http://b.example:8080", "https://a.example http://b.example:8080")],
)
def test_only_named_origins_may_embed_the_booking_page_and_none_the_calendar(
    monkeypatch: pytest.MonkeyPatch, origins: str, ancestors: str
) -> None:
    monkeypatch.setenv("EMBED_ORIGINS", origins)

    assert policy_of(BOOKING).endswith(f"; frame-ancestors {ancestors}")
    assert policy_of(CALENDAR).endswith("; frame-ancestors 'none'")


def test_the_function_needs_only_the_standard_library_and_no_permission() -> None:
    tree = ast.parse((ROOT / "functions/pages/app.py").read_text("utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in modules} <= sys.stdlib_module_names
    properties = template.function_properties()["PagesFunction"]
    assert not properties.keys() & {"Policies", "Role"}


@pytest.mark.parametrize(("path", "most"), [("/", 40_000), ("/calendar", 90_000)])
def test_the_first_view_fits_its_budget(path: str, most: int) -> None:
    """It takes three requests. Its size, in bytes, is what a browser gets."""
    sizes = first_view.sizes(path)

    assert [name.rpartition(".")[2] for name in sizes] == [path, "css", "js"]
    assert sum(sizes.values()) <= most, sizes
