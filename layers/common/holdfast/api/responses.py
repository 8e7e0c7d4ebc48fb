"""Responses, and their descriptions for the OpenAPI document."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from holdfast.api.words import WORDS
from holdfast.core.errors import Problem

# Most responses contain personal data, and none is worth caching.
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
PROBLEM = "application/problem+json"

STARTS = (  # describes every list of available slots
    "With `service_id`, each item is a start at which a whole visit of the service fits, with its buffers."
)

Described = dict[int, Any]  # OpenAPI's Responses Object

# Bodies have no cycles, and looking for them takes time.
to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def ok(shape: type, *refusals: type[Problem]) -> Described:
    """Describe a route that returns 200, and the refusals that are particular to it.

    `tools/openapi` adds the refusals that follow from the form of a request, such as `invalid`. It also
    generates the schemas, so the description only refers to them by name.
    """
    return {HTTPStatus.OK.value: _content("application/json", [shape]), **_refusals(refusals)}


def accepted(shape: type, *refusals: type[Problem]) -> Described:
    """Describe a route that returns 202: what it asks for happens later."""
    return {HTTPStatus.ACCEPTED.value: _content("application/json", [shape]), **_refusals(refusals)}


def created(shape: type, *refusals: type[Problem]) -> Described:
    """Describe a route that returns 201, or 200 for a repeated request."""
    return {HTTPStatus.CREATED.value: _content("application/json", [shape]), **ok(shape, *refusals)}


def _refusals(problems: Iterable[type[Problem]]) -> Described:
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in problems:
        by_status.setdefault(WORDS[problem].status, []).append(problem)
    return {status: _content(PROBLEM, same) for status, same in by_status.items()}


def _content(media_type: str, shapes: Iterable[type]) -> dict[str, Any]:
    references = [{"$ref": f"#/components/schemas/{shape.__name__}"} for shape in shapes]
    return {"description": "", "content": {media_type: {"schema": {"oneOf": references}}}}


def respond(
    body: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
    *,
    version: int | None = None,
    location: str | None = None,
) -> Response[str]:
    """Return a response with this body. `version` becomes its ETag, and `location` its Location."""
    headers = {"ETag": f'"{version}"'} if version is not None else {}
    headers |= {"Location": location} if location else {}
    return Response(int(status), "application/json", to_json(body), PRIVATE | headers)


def respond_created(
    body: Mapping[str, Any], location: str, *, new: bool, version: int | None = None
) -> Response[str]:
    """Return 201 with Location if this request created the item, or 200 if an earlier request did."""
    if new:
        return respond(body, HTTPStatus.CREATED, version=version, location=location)
    return respond(body, version=version)
