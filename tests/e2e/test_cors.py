"""The gateway's CORS headers tell a browser which pages may call the API."""

import requests

from tests.e2e.servers import Server

PAGE = "http://localhost:5173"  # the origin that the template allows by default


def cors(response: requests.Response) -> dict[str, str]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    start = "access-control-"
    return {name.removeprefix(start): value for name, value in headers.items() if name.startswith(start)}


def preflight(server: Server, origin: str, path: str = "/api/clients") -> requests.Response:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    return server.send("OPTIONS", path, headers=asked)


def test_a_preflight_needs_no_token(server: Server) -> None:
    for path in ("/api/clients", "/api/appointments/reserve/1-20261202T0900Z", "/api/nothing"):
        response = preflight(server, PAGE, path)
        assert (response.status_code, response.content) == (204, b"")
        assert cors(response) == {
            "allow-origin": PAGE,
            "allow-methods": "GET,POST,PUT,DELETE",
            "allow-headers": "authorization,content-type,idempotency-key,if-match,if-none-match",
            "max-age": "600",
        }


def test_other_origins_get_no_cors_headers(server: Server) -> None:
    for origin in ("http://localhost:5174", "https://localhost:5173", f"{PAGE}.example.com", "null"):
        response = preflight(server, origin)
        assert (response.status_code, cors(response)) == (204, {})
        assert cors(server.send("GET", "/api/providers", headers={"origin": origin})) == {}


def test_an_options_request_that_is_not_a_preflight_gets_no_cors_headers(server: Server) -> None:
    for headers in ({}, {"origin": PAGE}, {"access-control-request-method": "GET"}):
        response = server.send("OPTIONS", "/api/clients", headers=headers)
        assert (response.status_code, cors(response)) == (204, {})


def test_the_page_may_read_the_responses_of_functions(server: Server) -> None:
    for path, user, status in (("/api/providers", None, 200), ("/api/clients/1", "alice", 404)):
        response = server.send("GET", path, user, headers={"origin": PAGE})
        assert response.status_code == status
        assert cors(response) == {"allow-origin": PAGE, "expose-headers": "etag,location,retry-after"}
