"""Check what docs/your-page.md says about calls to the API from a page at another origin."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from local import server_file, sign_in
from tests.e2e.servers import Server

HIDDEN = "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present"
REFUSED_BEFORE = "blocked by CORS policy: Response to preflight request doesn't pass access control check"
ALWAYS_SHOWN = {"cache-control", "content-length", "content-type"}
FETCH = """async ([url, options]) => {
  try {
    const response = await fetch(url, options);
    const headers = Object.fromEntries(response.headers);
    return { status: response.status, headers, body: await response.json() };
  } catch (error) {
    return error.name;
  }
}"""


class Origin:
    """Calls the API from a page at the given origin."""

    def __init__(self, page: Page, origin: str, server: Server) -> None:
        self._page = page
        self._server = server
        page.goto(f"{origin}/server.json")

    def fetch(self, method: str, path: str, headers: dict[str, str], body: str | None = None) -> Any:
        """Return the response's status, headers and body, or the name of the error that the browser threw."""
        options = {"method": method, "headers": headers, "body": body}
        return self._page.evaluate(FETCH, [self._server.url + path, options])

    def why_hidden(self, method: str, path: str, headers: dict[str, str]) -> str:
        """Check that the browser hides the response. Return the console's message about CORS."""
        with self._page.expect_console_message(lambda message: "CORS" in message.text) as shown:
            assert self.fetch(method, path, headers) == "TypeError"
        return shown.value.text


@pytest.fixture
def allowed(browser: Browser, server: Server, port: int) -> Iterator[Origin]:
    with browser.new_page() as page:
        yield Origin(page, f"http://localhost:{port}", server)


@pytest.fixture
def foreign(browser: Browser, server: Server, port: int) -> Iterator[Origin]:
    with browser.new_page() as page:
        yield Origin(page, f"http://127.0.0.1:{port}", server)


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def id_token(server: Server) -> str:
    return sign_in.tokens(server_file.read(server.data), "bob")["IdToken"]


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        ("/api/clients", None, 401),
        ("/api/clients", "not a token", 401),
        ("/api/clients", id_token, 403),
        ("/api/nothing", None, 404),
    ],
)
def test_the_gateways_own_refusals_are_hidden(
    allowed: Origin, server: Server, path: str, token: Any, status: int
) -> None:
    headers = bearer(token(server) if callable(token) else token) if token else {}
    assert server.send("GET", path, headers=headers).status_code == status
    assert HIDDEN in allowed.why_hidden("GET", path, headers)


def test_the_refusals_of_the_api_are_shown(allowed: Origin, server: Server) -> None:
    refused = allowed.fetch("GET", "/api/clients/1", bearer(server.token("bob")))
    assert (refused["status"], refused["body"]["code"]) == (404, "not_found")


def test_a_page_of_another_origin_sees_nothing(foreign: Origin, server: Server) -> None:
    assert HIDDEN in foreign.why_hidden("GET", "/api/providers", {})
    assert REFUSED_BEFORE in foreign.why_hidden("GET", "/api/clients", bearer(server.token("bob")))


def test_a_page_may_send_only_the_headers_and_methods_that_the_api_uses(allowed: Origin) -> None:
    known = {"content-type": "application/json", "idempotency-key": "1", "if-match": '"1"'}
    assert allowed.fetch("GET", "/api/providers", known)["status"] == 200
    assert "field x-mine is not allowed" in allowed.why_hidden("GET", "/api/providers", {"x-mine": "1"})
    assert "PATCH is not allowed" in allowed.why_hidden("PATCH", "/api/providers", {})


def test_a_page_reads_the_headers_that_the_api_exposes(allowed: Origin, server: Server) -> None:
    made = allowed.fetch("POST", "/api/clients", bearer(server.token("bob")), '{"name": "Ana"}')
    assert made["headers"].keys() == {"etag", "location", *ALWAYS_SHOWN}
    assert made["headers"]["location"] == f"/api/clients/{made['body']['id']}"
