"""What a route answers, as its decorator says it: names alone, which `tools/openapi` makes a document of."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from holdfast.errors import Problem

Responses = dict[int, Any]  # OpenAPI's Responses Object
PROBLEM = "application/problem+json"


def shows(answer: type, *refusals: type[Problem]) -> Responses:
    """Describe a route that answers 200, and what it refuses for reasons of its own.

    Whatever follows from the shape of a request, such as `invalid`, the document adds by itself.
    """
    return {HTTPStatus.OK.value: _content("application/json", [answer]), **_refusals(refusals)}


def creates(answer: type, *refusals: type[Problem]) -> Responses:
    """Describe a route that answers 201, or 200 to a repeat."""
    return {HTTPStatus.CREATED.value: _content("application/json", [answer]), **shows(answer, *refusals)}


def _refusals(problems: Iterable[type[Problem]]) -> Responses:
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    return {status: _content(PROBLEM, same) for status, same in by_status.items()}


def _content(media_type: str, things: Iterable[type]) -> dict[str, Any]:
    references = [{"$ref": f"#/components/schemas/{thing.__name__}"} for thing in things]
    return {"description": "", "content": {media_type: {"schema": {"oneOf": references}}}}
