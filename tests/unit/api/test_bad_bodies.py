"""Every route with a body refuses an invalid body, does not quote it, and changes nothing."""

import base64
import json
from typing import Any

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from local.routes import routes
from testkit.api import Api, invoke
from testkit.events import access_claims, http_event
from testkit.items import stored
from testkit.request_bodies import MARKER, Case, Offering, cases, refused

KB_16 = 16 * 1024


@pytest.fixture
def practice(api: Api) -> Offering:
    return Offering(api)


def test_the_cases_cover_every_route_with_a_body(practice: Offering) -> None:
    tested = {route for case in cases(practice) for route in routes() if route.match(case.method, case.path)}

    others = {route for route in routes() if route.method != "GET"} - tested
    assert {(route.method, route.path.rpartition("/")[0]) for route in others} == {
        ("DELETE", "/api"),  # calendars
        ("DELETE", "/api/providers"),
        ("DELETE", "/api/providers/hours"),
        ("DELETE", "/api/services"),
        ("DELETE", "/api/clients"),
        ("DELETE", "/api/webhooks"),
        ("POST", "/api/webhooks/{webhook_id}"),  # to rotate and to test
        ("POST", "/api/webhooks/{webhook_id}/deliveries/{delivery_id}"),  # to send again
        ("POST", "/api/appointments/confirm"),
        ("POST", "/api/appointments/cancel"),
        ("POST", "/api/links/{token}"),  # to confirm and to cancel
        ("POST", "/links/{token}"),  # forms
    }


MALFORMED_BODIES = [
    "{",
    MARKER,
    f"{{'name': '{MARKER}'}}",
    f'{{"{MARKER}"}}',
    f'{{"name": "{MARKER}"}} x',
    f'{{"name": "{MARKER}",}}',
    '{"name": NaN}',
    '{"client_id": Infinity}',
    '{"client_id": -Infinity}',
    '{"name": "a\nb"}',
    "NaN",
    "null",
    "true",
    "1",
    f'"{MARKER}"',
    f'["{MARKER}"]',
    "[" * 8000,
    '{"a":' * 3000,
    f'{{"a":{"[" * 8000}',
    '{"a":' + "[" * 8000 + "]" * 8000 + "}",
    '{"a":' + "[" * 32 + "]" * 32 + "}",
    '{"a":' * 33 + "1" + "}" * 33,
    f'{{"client_id": {"1" * 5000}}}',
    "\ufeff{}",
    "name=A",
    "\0",
    " ",
]


def test_a_body_that_is_not_a_proper_json_object_is_malformed(
    practice: Offering, table: Table, subtests: pytest.Subtests
) -> None:
    before = stored(table)

    for body in MALFORMED_BODIES:
        with subtests.test(body=body[:20]):
            for case in cases(practice):
                response = practice.api.send(case.method, case.path, body)
                assert refused(response) == (400, "malformed"), case
    assert stored(table) == before


def test_a_body_of_32_nested_levels_is_parsed(practice: Offering) -> None:
    for body in ('{"a":' + "[" * 31 + "]" * 31 + "}", '{"a":' * 32 + "1" + "}" * 32):
        for case in cases(practice):
            response = practice.api.send(case.method, case.path, body)
            assert refused(response) == (422, "invalid"), case


def test_brackets_in_text_do_not_count_as_nesting(practice: Offering) -> None:
    name = "[{" * 40
    for path in ("/api/providers", "/api/clients"):
        assert practice.api.send("POST", path, json.dumps({"name": name})).json["name"] == name


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain;charset=UTF-8", "multipart/form-data"]
)
def test_a_missing_body_is_invalid_whatever_its_type(
    practice: Offering, table: Table, content_type: str
) -> None:
    before = stored(table)
    headers = {"content-type": content_type}

    for case in cases(practice):
        for body in (None, ""):
            response = practice.api.send(case.method, case.path, body, headers=headers)
            assert refused(response) == (422, "invalid"), case
            assert response.json["errors"] == [{"field": "body", "detail": "A JSON object is required."}]
    assert stored(table) == before


def test_a_body_may_be_16_kb_but_not_larger(practice: Offering, table: Table) -> None:
    before = stored(table)
    for case in cases(practice):
        too_large = json.dumps(case.body).ljust(KB_16 + 1)
        assert refused(practice.api.send(case.method, case.path, too_large)) == (413, "too_large"), case
        wide = "é" * (KB_16 // 2) + "x"
        assert refused(practice.api.send(case.method, case.path, wide)) == (413, "too_large"), case
    assert stored(table) == before

    for case in cases(practice):
        largest = json.dumps(case.body).ljust(KB_16)
        assert practice.api.send(case.method, case.path, largest).status in {200, 201}, case


def encoded(case: Case, content: bytes, content_type: str = "application/json") -> dict[str, Any]:
    route = next(route for route in routes() if route.match(case.method, case.path))
    match = route.match(case.method, case.path)
    assert match
    event = http_event(
        case.method,
        case.path,
        route=route.path,
        path_parameters=match.groupdict(),
        query="",
        headers={"content-type": content_type},
        body=base64.b64encode(content).decode(),
        claims=access_claims("admin", "admins"),
    )
    result: dict[str, Any] = invoke(route.function, event | {"isBase64Encoded": True})
    return result


@pytest.mark.parametrize("content_type", ["application/json", "application/octet-stream", "text/plain", "x"])
def test_a_body_may_be_sent_in_base64_with_any_content_type(practice: Offering, content_type: str) -> None:
    for case in cases(practice):
        result = encoded(case, json.dumps(case.body).encode(), content_type)
        assert result["statusCode"] in {200, 201}, case


def test_a_body_in_base64_is_checked_like_any_other(practice: Offering, table: Table) -> None:
    before = stored(table)

    for content, status in (
        (b"\xff", 400),
        (b'{"name": "\xff"}', 400),
        (b'{"name": "\xc3\x28"}', 400),
        (b'{"name": "\xed\xa0\xbe"}', 400),
        ('{"name": "A"}'.encode("utf-16"), 400),
        (b'{"name": "A"}'.ljust(KB_16 + 1), 413),
    ):
        for case in cases(practice):
            result = encoded(case, content)
            assert result["statusCode"] == status, (case, content[:20])
            assert result["headers"]["Content-Type"] == "application/problem+json"
    assert stored(table) == before
