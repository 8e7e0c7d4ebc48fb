"""The local gateway makes responses from the functions' return values."""

from typing import Any

import pytest

from local.returned import response_of


@pytest.mark.parametrize(
    ("returned", "status", "content_type", "body"),
    [
        ({"statusCode": 404, "body": "{}"}, 404, "application/json", b"{}"),
        ({"statusCode": "204"}, 204, "application/json", b""),
        (
            {"statusCode": 200, "headers": {"Content-Type": "text/html"}, "body": "é"},
            200,
            "text/html",
            "é".encode(),
        ),
        ({"statusCode": 200, "body": "/w==", "isBase64Encoded": True}, 200, "application/json", b"\xff"),
        ({"a": 1}, 200, "application/json", b'{"a": 1}'),
        (None, 200, "application/json", b"null"),
    ],
)
def test_a_response_follows_payload_format_2(
    returned: Any, status: int, content_type: str, body: bytes
) -> None:
    response = response_of(returned)
    assert (response.status_code, response.headers["content-type"]) == (status, content_type)
    assert response.get_data() == body


def test_each_cookie_has_its_own_header() -> None:
    response = response_of({"statusCode": 200, "cookies": ["a=1", "b=2; HttpOnly"]})
    assert response.headers.getlist("set-cookie") == ["a=1", "b=2; HttpOnly"]
