"""HTTP: the resolver that each function makes its own of, answers, and problem documents."""

import base64
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from itertools import chain
from typing import Any, NoReturn

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import identity, telemetry
from holdfast.errors import Invalid, Malformed, NotFound, Problem, Stale, TooLarge
from holdfast.identity import Caller
from holdfast.times import Slot

MAX_BODY = 16 * 1024
MAX_DEPTH = 32  # nothing here nests, and each Python has a limit of its own
_READ_HEADERS = {"accept-encoding", "idempotency-key", "if-match"}
_ETAG = re.compile(r'"([0-9]{1,15})"')

# Most answers are about a person, and none is worth keeping.
_SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Event = dict[str, Any]


def resolver() -> APIGatewayHttpResolver:
    app = APIGatewayHttpResolver(enable_validation=True, json_body_deserializer=_json_object)
    app.exception_handler(Problem)(_problem)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(NotFoundError)(lambda _: _problem(NotFound()))
    app.exception_handler(Exception)(_unexpected)
    return app


def serve(app: APIGatewayHttpResolver, event: Event, context: LambdaContext) -> dict[str, Any]:
    """Answer one event of the HTTP API, payload version 2.0; a body is JSON whatever its type says."""
    request_id, route = event["requestContext"]["requestId"], event["routeKey"]
    # 500 is what the gateway makes of a failure.
    with telemetry.serving(request_id, context, route=route, status=500):
        answer = _answer(app, event, context)
        telemetry.note(status=answer["statusCode"])
        return answer


def _answer(app: APIGatewayHttpResolver, event: Event, context: LambdaContext) -> dict[str, Any]:
    try:
        app.context["caller"] = identity.authorize(event)
        return app.resolve(_with_json_body(event), context)
    except Problem as problem:
        app.context.clear()
        refusal = _problem(problem)
        return {"statusCode": refusal.status_code, "headers": refusal.headers, "body": refusal.body}


def caller(app: APIGatewayHttpResolver) -> Caller:
    """Return who sent the event that is being served."""
    authorized: Caller = app.context["caller"]
    return authorized


def _with_json_body(event: Event) -> Event:
    # Powertools copies the headers several times: it gets those that are read, and no token.
    headers = {name: text for name, text in event.get("headers", {}).items() if name in _READ_HEADERS}
    event = event | {"headers": headers | {"content-type": "application/json"}}
    if not (body := event.get("body")):
        return event
    content = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode(errors="surrogatepass")
    if len(content) > MAX_BODY:
        raise TooLarge
    try:
        text = content.decode(errors="strict")
    except UnicodeDecodeError:
        raise Malformed from None
    return event | {"body": text, "isBase64Encoded": False}


def answer(
    body: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
    *,
    version: int | None = None,
    location: str | None = None,
) -> Response[str]:
    """Answer with a thing, its version as ETag, and where it is if it was made."""
    headers = {"ETag": f'"{version}"'} if version is not None else {}
    headers |= {"Location": location} if location else {}
    return Response(int(status), "application/json", _json(body), _SAFE | headers)


def created(
    body: Mapping[str, Any], location: str, *, new: bool, version: int | None = None
) -> Response[str]:
    """Answer 201 with Location if this request made the thing, 200 if an earlier one did."""
    if new:
        return answer(body, HTTPStatus.CREATED, version=version, location=location)
    return answer(body, version=version)


def version(if_match: str | None) -> int | None:
    """Return the version that If-Match names; raise Stale for one that was never ours."""
    if if_match is None or if_match.strip() == "*":
        return None
    if not (match := _ETAG.fullmatch(if_match.strip())):
        raise Stale
    return int(match[1])


def slot_of(appointment_id: str) -> Slot:
    """Raise NotFound for what is no appointment's id."""
    try:
        return Slot.from_id(appointment_id)
    except ValueError:
        raise NotFound from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_read_json = json.JSONDecoder(parse_constant=_refuse).decode  # NaN and Infinity are no JSON


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = _read_json(text)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(value, dict) or _is_deep(value):
        raise Malformed
    return value


def _is_deep(value: dict[str, Any]) -> bool:
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        within = chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level)
        level = [each for each in within if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def _problem(problem: Problem) -> Response[str]:
    telemetry.note(message="refused", code=problem.code, Refusals=1)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        telemetry.note(level="WARN", error=telemetry.kind_of(problem.__cause__))
    body = {"title": problem.title(), "status": problem.status, "code": problem.code}
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after is not None else {}
    content = _json({**body, "detail": problem.detail, **problem.members})
    return Response(problem.status, "application/problem+json", content, _SAFE | headers)


def _unexpected(error: Exception) -> NoReturn:
    """Fail, so that the gateway answers 500, before the resolver logs the error's message."""
    raise telemetry.failed(error) from None


def _invalid(error: RequestValidationError) -> Response[str]:
    errors = error.errors()
    if any(each["loc"][0] == "path" for each in errors):
        return _problem(NotFound())
    return _problem(Invalid([_field_error(each) for each in errors]))


def _field_error(error: Mapping[str, Any]) -> tuple[str, str]:
    where, *names = error["loc"]
    if error["type"] == "extra_forbidden":
        return where, "has a field that is not known here"
    return str(names[-1]) if names else where, error["msg"].removeprefix("Value error, ")
