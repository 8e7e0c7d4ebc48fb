"""Load the API's documentation page as a browser does."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from testkit import contract
from tests.e2e.servers import Server

PAGE = "/api/docs"


class _Addresses(HTMLParser):
    """Collects the addresses in a page's `href` and `src` attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def addresses(server: Server) -> list[str]:
    page = _Addresses()
    page.feed(server.get(PAGE).text)
    return [urljoin(PAGE, found) for found in page.found if not found.startswith("data:")]


def test_the_page_and_its_files_load_from_this_server_without_a_token(server: Server) -> None:
    assert server.get(PAGE).headers["content-type"] == "text/html; charset=utf-8"
    found = addresses(server)
    assert [urlsplit(address).netloc for address in found] == [""] * 3
    for address in found:
        response = server.get(address)
        assert response.status_code == 200, address
        assert response.headers["content-type"].startswith("text/"), address
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert len(response.content) > 100


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_document_is_served_as_committed(server: Server, encoding: str) -> None:
    response = server.send("GET", f"{PAGE}/openapi.json", headers={"accept-encoding": encoding})
    assert response.headers.get("content-encoding", "identity") == encoding
    assert response.json() == contract.DOCUMENT


def test_the_page_loads_the_document_and_calls_no_other_server(server: Server) -> None:
    start = server.get(f"{PAGE}/start.js").text
    assert 'url: "docs/openapi.json"' in start
    assert "validatorUrl: null" in start
    assert "://" not in start
