"""The local gateway handles requests, writes log lines, and uses changed code."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e import work_trees
from tests.e2e.servers import Server
from tests.e2e.tokens import TokenMaker

ECHO = """
import json


def handler(event, context):
    seen = {"event": event, "arn": context.invoked_function_arn, "ms": context.get_remaining_time_in_millis()}
    headers = {"content-type": "application/problem+json"}
    return {"statusCode": 418, "headers": headers, "body": json.dumps(seen)}
"""
SCOPE = "aws.cognito.signin.user.admin"
BROKEN = """

def handler(event, context):
    raise RuntimeError("deliberately")
"""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("GET", "/api/nothing"),
        ("GET", "/api/providers/"),
        ("GET", "/api//providers"),
        ("PATCH", "/api/providers"),
        ("HEAD", "/api/providers"),
    ],
)
def test_an_unknown_route_is_not_found(server: Server, method: str, path: str) -> None:
    response = server.send(method, path)
    assert response.status_code == 404
    if method != "HEAD":
        assert response.json() == {"message": "Not Found"}


def test_a_body_over_10_mb_is_too_large(server: Server) -> None:
    response = server.send("POST", "/api/clients", data=b"." * 10_500_000)
    assert (response.status_code, response.json()) == (413, {"message": "Request Entity Too Large"})


@pytest.mark.parametrize(
    ("method", "path", "shown"),
    [
        ("GET", "/api/appointments?status=Ana", "GET /api/appointments 422"),
        ("PUT", "/api/clients/Ana%20Costa", "PUT /api/clients/{client_id} 404"),
        ("OPTIONS", "/api/clients/Ana", "OPTIONS /api/clients/{client_id} 204"),
        ("PATCH", "/api/clients/Ana", "PATCH /api/clients/{client_id} 404"),
        ("DELETE", "/api/people/Ana", "DELETE (no route) 404"),
    ],
)
def test_a_request_is_one_line_with_its_route_and_nothing_else_that_was_sent(
    server: Server, method: str, path: str, shown: str
) -> None:
    server.send(method, path, "alice", json={"name": "Ana"})
    server.wait_to_say(f" {shown} ")
    (line,) = (line for line in server.output.splitlines() if f" {shown} " in line)
    assert re.fullmatch(rf"\d\d:\d\d:\d\d {re.escape(shown)} \d+ ms", line)
    assert "Ana" not in server.output


def test_a_malformed_request_is_one_line_too(server: Server) -> None:
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET /api/clients?name=Ana Costa HTTP/1.1\r\n\r\n")
        assert b"400" in client.recv(1000)
    server.wait_to_say(" - (no route) 400 ")
    assert "Costa" not in server.output


def test_the_functions_log_lines_go_to_the_file_only(server: Server) -> None:
    server.get("/api/providers")
    lines = [json.loads(line) for line in server.log.splitlines()]
    assert "GET /api/providers" in {line.get("route") for line in lines}
    assert '{"' not in server.output


def test_changed_code_serves_the_next_request(work_tree: Path) -> None:
    handler = work_tree / "functions" / "providers" / "app.py"
    errors = work_tree / "layers" / "common" / "holdfast" / "core" / "errors.py"
    good = handler.read_text()
    with Server(root=work_tree) as server:
        assert server.get("/api/providers").status_code == 200
        handler.write_text(good + BROKEN)
        response = server.get("/api/providers")
        assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"})
        server.wait_to_say(
            "ProvidersReadFunction failed: RuntimeError: deliberately (functions/providers/app.py:"
        )
        handler.write_text(good)
        assert server.get("/api/providers").status_code == 200
        errors.write_text("def")
        assert server.get("/api/providers").status_code == 500
        server.wait_to_say("reloaded layers/common/holdfast/core/errors.py")
        server.wait_to_say("SyntaxError")
        assert "Traceback" not in server.output
    lines = map(json.loads, server.log.splitlines())
    tracebacks = [line["traceback"] for line in lines if "traceback" in line]
    assert {text.splitlines()[-1].partition(":")[0] for text in tracebacks} == {"RuntimeError", "SyntaxError"}


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server whose functions respond with the event that they got."""
    tree = work_trees.copied(tmp_path_factory.mktemp("echo"))
    for name in ("clients", "providers"):
        (tree / "functions" / name / "app.py").write_text(ECHO)
    with Server("--origins", "http://localhost:8080,https://*", root=tree) as server:
        yield server


def test_a_function_gets_what_the_gateway_would_send(echo: Server) -> None:
    response = echo.send(
        "PUT",
        "/api/clients/a%20b?x=1&x=2&y=%C3%A9",
        "alice",
        headers={"X-Thing": "1", "cookie": "a=b; c=d", "content-type": "application/json"},
        data='{"name": "é"}'.encode(),
    )
    assert response.status_code == 418
    assert response.headers["content-type"] == "application/problem+json"
    event = response.json()["event"]
    assert event["version"] == "2.0"
    assert event["routeKey"] == "PUT /api/clients/{client_id}"
    assert event["pathParameters"] == {"client_id": "a b"}
    assert event["queryStringParameters"] == {"x": "1,2", "y": "é"}
    assert event["cookies"] == ["a=b", "c=d"]
    assert event["headers"]["x-thing"] == "1"
    assert "cookie" not in event["headers"]
    assert json.loads(event["body"]) == {"name": "é"}
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert response.json()["arn"].endswith(":function:ClientsFunction")
    assert 0 < response.json()["ms"] <= 15_000


def test_a_function_gets_bytes_as_base64_and_no_keys_for_missing_parts(echo: Server) -> None:
    png = {"content-type": "image/png"}
    binary = echo.send("POST", "/api/clients", "alice", data=b"\xff", headers=png).json()["event"]
    assert binary["isBase64Encoded"] is True
    assert binary["body"] == "/w=="
    plain = echo.get("/api/clients", "alice").json()["event"]
    assert not {"body", "cookies", "pathParameters", "queryStringParameters"} & plain.keys()


def test_a_function_gets_the_claims_as_text(echo: Server) -> None:
    maker = TokenMaker(echo)
    changed: dict[str, Any] = {
        "cognito:groups": ["admins", "providers"],
        "flag": True,
        "scope": f"openid {SCOPE}",
    }
    bearer = {"authorization": f"Bearer {maker.sign(**changed)}"}
    protected, public = (
        echo.send("GET", path, headers=bearer).json()["event"]["requestContext"]
        for path in ("/api/clients", "/api/providers")
    )
    assert protected["authorizer"]["jwt"]["scopes"] == [SCOPE]
    assert protected["authorizer"]["jwt"]["claims"] == {
        **{name: str(value) for name, value in maker.claims.items()},
        "cognito:groups": "[admins providers]",
        "flag": "true",
        "scope": f"openid {SCOPE}",
    }
    assert "authorizer" not in public


def test_the_allowed_origins_can_be_set(echo: Server) -> None:
    def allowed(origin: str) -> str | None:
        asked = {"origin": origin, "access-control-request-method": "POST"}
        return echo.send("OPTIONS", "/api/clients", headers=asked).headers.get("access-control-allow-origin")

    for origin in ("http://localhost:8080", "https://anywhere.example.com"):
        assert allowed(origin) == origin
    assert allowed("http://localhost:5173") is None
