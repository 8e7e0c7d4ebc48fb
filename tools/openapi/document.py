"""Builds the OpenAPI 3.1 document.

Powertools derives a part of it from the handlers, and we add the rest.
"""

import json
import re
import tomllib
import warnings
from typing import Any

from aws_lambda_powertools.event_handler.openapi.merge import OpenAPIMerge

from holdfast.api.feed_body import FeedQuery
from holdfast.api.permissions import RULES, Access
from holdfast.api.query_strings import AppointmentsQuery, DeliveriesQuery, HoursQuery
from local import template
from local.routes import routes
from tools.openapi import descriptions, examples, responses, schemas
from tools.openapi.events import EVENTS

TOKEN = "accessToken"  # noqa: S105  # a name, not a password
DESCRIPTION = """\
Providers open time in 15-minute slots. Clients hold a slot and confirm it. A hold that is not confirmed in
time lapses by itself, and the slot is free again.

**A booking takes these steps.** The provider:

1. creates a provider: `POST /api/providers`;
2. sets working hours: `PUT /api/providers/hours/{provider_id}`, or opens time by hand:
   `POST /api/providers/availability/{provider_id}`.

Then the client:

1. creates a client: `POST /api/clients`;
2. lists available slots: `GET /api/providers/availability/{provider_id}`, which needs no token;
3. holds a slot: `POST /api/appointments/reserve/{appointment_id}`;
4. confirms the hold before its `expires_at`: `POST /api/appointments/confirm/{appointment_id}`.

**To get a token**, run `make -s token USER=dana` (a provider), `USER=alice` (a client) or `USER=admin` beside
`make run`. On a deployed stack, sign in to its user pool and use the access token. Press "Authorize" on this
page and paste the token. It is valid for one hour.

**Times** in responses are RFC 3339 in UTC, with the provider's local time beside them. Requests give times on
a quarter-hour, as RFC 3339 or as local time in the provider's time zone.

**A refusal** is an RFC 9457 problem document with a stable `code`. A refusal of the gateway itself is an
object with a `message`."""
TAGS = {
    "providers": "Providers offer time.",
    "availability": "Set working hours; open and close a provider's time by hand.",
    "services": "Services are what clients book.",
    "me": "Who you are.",
    "clients": "Clients reserve time.",
    "bookings": "Find a booking by its id, wherever it stands.",
    "links": "Show and change a booking by its link, without signing in.",
    "calendars": "The addresses of calendar feeds.",
    "appointments": "List slots; reserve, confirm and cancel.",
    "webhooks": "Let another program be told of each change of a booking.",
}

Json = dict[str, Any]

_QUERY: Json = {
    name: schema
    for query in (AppointmentsQuery, HoursQuery, FeedQuery)
    for name, schema in query.model_json_schema()["properties"].items()
}
# The one parameter that means something else on one route.
_OF_DELIVERIES: Json = {"status": DeliveriesQuery.model_json_schema()["properties"]["status"]}


def document() -> Json:
    merged = _merged()
    paths = {
        path: {method: _operation(method, path, found) for method, found in methods.items()}
        for path, methods in sorted(merged["paths"].items())
    }
    shared = responses.share(paths)
    return _published(
        {
            "openapi": merged["openapi"],
            "info": {"title": "Holdfast", "version": _version(), "description": DESCRIPTION},
            "servers": [{"url": "/"}],
            "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
            "paths": paths,
            "components": {
                "schemas": schemas.all_of_them(),
                "responses": shared,
                "securitySchemes": {TOKEN: responses.SECURITY_SCHEME},
            },
        }
    )


def _published(document: Json) -> Json:
    """In all references to schemas, replace the class names with the published names."""
    text = re.sub(
        r'(?<="#/components/schemas/)\w+', lambda name: schemas.published(name[0]), json.dumps(document)
    )
    renamed: Json = json.loads(text)
    return renamed


def _merged() -> Json:
    merge = OpenAPIMerge(title="Holdfast", version=_version(), on_conflict="error")
    for name in sorted({route.function for route in routes() if route.path.startswith("/api/")}):
        merge.add_file(template.ROOT / "functions" / name / "app.py")
    with warnings.catch_warnings(action="error"):  # otherwise, Powertools only warns about a failed import
        merged: Json = json.loads(merge.get_openapi_json_schema())
    return merged


def _version() -> str:
    project = tomllib.loads((template.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def _operation(method: str, path: str, found: Json) -> Json:
    route = f"{method.upper()} {path}"
    is_open = RULES[route].anyone is Access.OPEN
    operation = {
        "operationId": _name(found["operationId"], method, path),
        "summary": found["summary"],
        **({"description": found["description"]} if "description" in found else {}),
        "tags": [_tag(path)],
        "security": [] if is_open else [{TOKEN: []}],
        "parameters": [_parameter(parameter, route) for parameter in found.get("parameters", [])],
    }
    if body := found.get("requestBody"):
        content = body["content"]["application/json"]
        example = json.loads(EVENTS[route].get("body", "{}"))
        operation["requestBody"] = {
            "required": body.get("required", False),
            "content": {"application/json": {"schema": _required(content["schema"]), "example": example}},
        }
    return operation | {"responses": responses.of(operation, found["responses"])}


def _required(schema: Json) -> Json:
    """Return the schema of a body without null: a body may be left out, but not be null."""
    return schemas.present(schema) if "anyOf" in schema else schema


def _name(operation_id: str, method: str, path: str) -> str:
    """Return the handler's name. Powertools has appended the path and the method to it."""
    return operation_id.removesuffix(re.sub(r"\W", "_", path) + f"_{method}")


def _tag(path: str) -> str:
    _, _, first, *rest = path.split("/")
    return "availability" if {"availability", "hours"} & {*rest} else first


def _parameter(found: Json, route: str) -> Json:
    name, where = found["name"], found["in"]
    schema = found["schema"]
    if where == "query":
        # For a query parameter, Powertools knows just a basic type. These classes have the full types.
        schema = (_QUERY | (_OF_DELIVERIES if route.endswith("/deliveries") else {}))[name]
    public_name = name.title() if where == "header" else name
    parameter = {
        "name": public_name,
        "in": where,
        **descriptions.of_parameter(public_name, route),
        "required": found["required"],
        "schema": schemas.present(schema),
    }
    # Swagger UI sends every example: a date would empty a list, a key or a version would refuse a repeat.
    return parameter | ({"example": examples.of_path(EVENTS[route], name)} if found["required"] else {})
