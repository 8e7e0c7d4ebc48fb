"""Checks responses against the API's OpenAPI document. `testkit.api` passes every response to `check`."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from local.template import ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "functions" / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
# The OpenAPI document does not describe web pages, calendar files, and the routes that serve it.
UNDOCUMENTED = {
    "GET /",
    "GET /calendar",
    "GET /assets/{file}",
    "GET /api/docs",
    "GET /api/docs/{file}",
    "GET /api/calendars/{file}",
    "GET /links/{token}",
    "POST /links/{token}/confirm",
    "POST /links/{token}/reschedule",
    "POST /links/{token}/cancel",
}
_NAMED = {"etag", "location", "retry-after"}


def check(route: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Fail unless the document describes this response: its status, its headers and every field."""
    if route in UNDOCUMENTED:
        return
    # Only a test can cause this 403, which means that the function refused the claims. On AWS, a route that
    # needs no token gets no claims.
    if status == 403 and not OPERATIONS[route]["security"]:
        return
    documented = response(route, status)
    names = {name.lower(): header for name, header in documented.get("headers", {}).items()}
    sent = {name.lower() for name in headers}
    assert sent & _NAMED <= names.keys(), (route, status, sent)
    assert {name for name, header in names.items() if header.get("required")} <= sent, (route, status)
    media_type = headers["Content-Type"]
    assert media_type in documented["content"], (route, status, media_type)
    schema = json.dumps(documented["content"][media_type]["schema"])
    _validator(schema).validate(json.loads(body))


def response(route: str, status: int) -> dict[str, Any]:
    """Return the document's description of a response with this status. Fail if there is none."""
    responses = OPERATIONS[route]["responses"]
    assert str(status) in responses, f"{route} does not document {status}"
    found: dict[str, Any] = responses[str(status)]
    if "$ref" in found:
        found = DOCUMENT["components"]["responses"][found["$ref"].rpartition("/")[2]]
    return found


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    whole = {**json.loads(schema), "components": {"schemas": _closed(DOCUMENT["components"]["schemas"])}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def _closed(schema: Any) -> Any:
    """Forbid fields that the schema does not name, so that a test fails if a response has such a field."""
    match schema:
        case dict():
            closed = {name: _closed(value) for name, value in schema.items()}
            named = isinstance(schema.get("properties"), dict)
            return {"additionalProperties": False, **closed} if named else closed
        case list():
            return [_closed(each) for each in schema]
    return schema
