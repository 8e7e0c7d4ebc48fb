"""Describes the responses of each operation, including the gateway's own responses."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from holdfast.api.responses import PROBLEM
from holdfast.api.words import WORDS, phrase
from holdfast.core import errors
from holdfast.core.errors import Problem
from tools.openapi import examples, links
from tools.openapi.schemas import PROBLEMS, detail_of

Json = dict[str, Any]

SECURITY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token of the user pool; an ID token is refused.",
}
_SCHEMA = "#/components/schemas/"
_ETAG = {"description": "The version, for If-Match.", "required": True, "schema": {"type": "string"}}
_VERSIONED = {
    "ProviderResponse",
    "OwnProviderResponse",
    "ProviderAccountResponse",
    "ClientResponse",
    "ServiceResponse",
    "BookingResponse",
    "HoursResponse",
    "WebhookResponse",
    "NewSecretResponse",
}
_LOCATION = {"description": "The path of the new resource.", "required": True, "schema": {"type": "string"}}
_RETRY_AFTER = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
_AUTHENTICATE = {
    "description": "What is wrong with the token.",
    "required": True,
    "schema": {"type": "string"},
}
_HEADERS = {
    401: {"WWW-Authenticate": _AUTHENTICATE},
    429: {"Retry-After": _RETRY_AFTER},
    503: {"Retry-After": _RETRY_AFTER},
}


def of(operation: Json, found: Json) -> Json:
    """Return all responses of an operation. `found` has the responses that its handler declares."""
    refusals = [*_named(found), *_implied(operation)]
    statuses = {WORDS[problem].status for problem in refusals} | set(_gateway(operation))
    return {
        **{
            status: _success(operation, int(status), found[status])
            for status in ("200", "201", "202")
            if status in found
        },
        **{str(status): _refusal(operation, status, refusals) for status in sorted(statuses)},
    }


def share(paths: Json) -> Json:
    """Replace repeated refusals with references, and return these refusals by name.

    For each status, only the most common refusal is replaced.
    """
    found = [operation["responses"] for methods in paths.values() for operation in methods.values()]
    counted = Counter(
        (status, json.dumps(response))
        for each in found
        for status, response in each.items()
        if status >= "400"
    )
    shared = {}
    for (status, text), times in counted.most_common():
        name = _shared_name(status)
        if times > 1 and name not in shared:
            shared[name] = json.loads(text)
    for each in found:
        for status, response in each.items():
            name = _shared_name(status)
            if shared.get(name) == response:
                each[status] = {"$ref": f"#/components/responses/{name}"}
    return dict(sorted(shared.items()))


def _shared_name(status: str) -> str:
    return phrase(int(status)).replace(" ", "")


def _named(found: Json) -> Iterator[type[Problem]]:
    for response in found.values():
        for reference in response["content"].get(PROBLEM, {}).get("schema", {}).get("oneOf", []):
            yield PROBLEMS[reference["$ref"].removeprefix(_SCHEMA)]


def _implied(operation: Json) -> Iterator[type[Problem]]:
    """Yield the problems that follow from the operation's parameters, body and security."""
    given = {parameter["in"] for parameter in operation["parameters"]}
    named = {parameter["name"] for parameter in operation["parameters"]}
    yield from (errors.Invalid, errors.Unavailable)
    if operation["security"]:
        yield errors.Forbidden
    if "path" in given:
        yield errors.NotFound
    if "requestBody" in operation:
        yield from (errors.Malformed, errors.TooLarge)
    if named & {"If-Match", "If-None-Match"}:
        yield errors.Stale
    if "Idempotency-Key" in named:
        yield errors.KeyReused


def _gateway(operation: Json) -> dict[int, str]:
    """Return the messages of the gateway's own responses, by status."""
    messages = {429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}
    if operation["security"]:
        messages |= {401: "Unauthorized", 403: "Forbidden"}
    if any(parameter["in"] == "path" for parameter in operation["parameters"]):
        messages[404] = "Not Found"
    if "requestBody" in operation:
        messages[413] = "Request Entity Too Large"
    return messages


def _success(operation: Json, status: int, found: Json) -> Json:
    (reference,) = found["content"]["application/json"]["schema"]["oneOf"]
    name = reference["$ref"].removeprefix(_SCHEMA)
    headers: Json = {"Location": _LOCATION} if status == HTTPStatus.CREATED else {}
    operation_id = operation["operationId"]
    if operation_id == "set_hours":  # a preview makes no version
        headers["ETag"] = _ETAG | {"required": False}
    if operation_id == "reschedule" or (name in _VERSIONED and not operation_id.startswith("delete")):
        headers["ETag"] = _ETAG
    if name.endswith("Page"):
        description = "A page; it may be short, and is the last if `next_cursor` is null."
    elif status == HTTPStatus.CREATED:
        description = "Created."
    elif status == HTTPStatus.ACCEPTED:
        description = "It is being sent."
    else:
        description = "The current state of the resource."
    example = examples.of_response(operation["operationId"], name)
    return {
        "description": description,
        **({"headers": headers} if headers else {}),
        "content": {"application/json": {"schema": reference, "example": example}},
        **links.of(operation["operationId"]),
    }


def _refusal(operation: Json, status: int, refusals: Iterable[type[Problem]]) -> Json:
    problems = [problem for problem in refusals if WORDS[problem].status == status]
    message = _gateway(operation).get(status)
    said = [f"`{WORDS[problem].code}`: {detail_of(problem)}" for problem in problems]
    content: Json = {}
    if problems:
        content[PROBLEM] = _problems(problems)
    if message:
        said.append("The gateway's own refusal." if problems else "The gateway's refusal.")
        content["application/json"] = {
            "schema": {"$ref": f"{_SCHEMA}GatewayMessage"},
            "example": {"message": message},
        }
    headers = {"headers": _HEADERS[status]} if status in _HEADERS else {}
    return {"description": " ".join(said), **headers, "content": content}


def _problems(problems: list[type[Problem]]) -> Json:
    references = [{"$ref": f"{_SCHEMA}{problem.__name__}"} for problem in problems]
    return {
        "schema": references[0] if len(references) == 1 else {"oneOf": references},
        "examples": {WORDS[problem].code: {"value": examples.of_problem(problem)} for problem in problems},
    }
