"""Refuses parameters in the query string that the route does not have."""

from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.event_handler import ApiGatewayResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from holdfast.api.field_errors import name_of
from holdfast.core.errors import Invalid


def refuse_unknown_parameters(app: ApiGatewayResolver, next_middleware: NextMiddleware) -> Response[Any]:
    """Raise Invalid for an unknown parameter. If a misspelt filter were ignored, a list would be too long."""
    if given := app.current_event.get("queryStringParameters"):
        known = set(_parameters_of(app.context["_route"]))
        if unknown := {name_of(name) or "query" for name in given if name not in known}:
            raise Invalid(*((name, "There is no such parameter here.") for name in sorted(unknown)))
    return next_middleware(app)


def _parameters_of(route: Any) -> Iterable[str]:
    for query in route.dependant.query_params:  # at most one: a class of query_strings.py
        for name, field in query.field_info.annotation.model_fields.items():
            yield field.alias or name
