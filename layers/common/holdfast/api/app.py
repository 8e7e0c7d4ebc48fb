"""The application that each function runs: it turns an event from the gateway into a response."""

from collections.abc import Mapping
from typing import Any, NoReturn

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import authorization, field_errors
from holdfast.api.bodies import Event, json_object, with_json_body
from holdfast.api.parameters import refuse_unknown_parameters
from holdfast.api.problems import refuse
from holdfast.core import telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, Kind, NotFound, Problem

# What each parameter of a path identifies.
_KINDS: dict[str, Kind] = {
    "provider_id": "provider",
    "client_id": "client",
    "service_id": "service",
    "appointment_id": "appointment",
    "booking_id": "booking",
    "delivery_id": "delivery",
    "webhook_id": "webhook",
    "token": "link",
    "file": "file",
}


def resolver() -> APIGatewayHttpResolver:
    app = APIGatewayHttpResolver(enable_validation=True, json_body_deserializer=json_object)
    app.exception_handler(Problem)(refuse)
    app.exception_handler(RequestValidationError)(lambda error: _invalid(app, error))
    app.exception_handler(NotFoundError)(lambda _: refuse(_not_found(app.current_event)))
    app.exception_handler(Exception)(unexpected)
    app.use([refuse_unknown_parameters])
    return app


def serve(app: APIGatewayHttpResolver, event: Event, context: LambdaContext) -> dict[str, Any]:
    """Serve an HTTP API event (payload version 2.0). Read the body as JSON, whatever its media type."""
    request_id, route = event["requestContext"]["requestId"], event["routeKey"]
    # Start the log line with status 500, because the gateway sends a 500 if the function fails.
    with telemetry.serving(request_id, context, route=route, status=500):
        response = _response(app, event, context)
        telemetry.annotate(status=response["statusCode"])
        return response


def _response(app: APIGatewayHttpResolver, event: Event, context: LambdaContext) -> dict[str, Any]:
    try:
        app.context["caller"] = authorization.authorize(event)
        # The gateway decodes the path, so it may end in a newline. The resolver's patterns would ignore that.
        path = event["rawPath"].replace("\n", "%0A")
        return app.resolve(with_json_body(event | {"rawPath": path}), context)
    except Problem as problem:
        app.context.clear()
        refusal = refuse(problem)
        return {"statusCode": refusal.status_code, "headers": refusal.headers, "body": refusal.body}


def caller_of(app: APIGatewayHttpResolver) -> Caller:
    """Return the caller who sent the event that is being served."""
    caller: Caller = app.context["caller"]
    return caller


def unexpected(error: Exception) -> NoReturn:
    """Raise `Failed`, so that the gateway sends a 500 and the resolver does not log the error's message."""
    raise telemetry.failed(error) from None


def _not_found(event: Mapping[str, Any]) -> NotFound:
    """Return the refusal for a path that has no route or an id that is not valid."""
    names = event.get("pathParameters") or {}
    return NotFound(next((_KINDS[name] for name in names), "path"))


def _invalid(app: APIGatewayHttpResolver, error: RequestValidationError) -> Response[str]:
    errors = error.errors()
    if any(each["loc"][0] == "path" for each in errors):
        return refuse(_not_found(app.current_event))
    # Each member of a list may have the same error.
    return refuse(Invalid(*dict.fromkeys(map(field_errors.describe, errors))))
