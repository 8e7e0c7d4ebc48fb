"""The schemas of requests, responses and problems."""

from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from holdfast.api import feed_body, hours_body, link_body, requests, shapes, webhook_body
from holdfast.api.shapes import AppointmentResponse, Instant
from holdfast.api.words import WORDS
from holdfast.core.errors import AppointmentTaken, Invalid, Problem, TooLate, TooSoon
from tools.openapi import descriptions
from tools.openapi.descriptions import PROBLEM

Json = dict[str, Any]

_REQUESTS = (
    requests.NewProvider,
    requests.ProviderChange,
    requests.NewClient,
    requests.ClientChange,
    requests.NewService,
    requests.ServiceChange,
    requests.TimeRangeBody,
    hours_body.HoursBody,
    requests.Reservation,
    requests.ReservationWithAnyone,
    requests.BookingChoice,
    requests.Destination,
    link_body.LinkDestination,
    webhook_body.NewWebhook,
    webhook_body.WebhookChange,
    feed_body.FeedChoice,
)
_RESPONSES = (
    shapes.ProviderResponse,
    shapes.ProviderPage,
    shapes.OwnProviderResponse,
    shapes.ProviderAccountResponse,
    shapes.MeResponse,
    shapes.ClientResponse,
    shapes.ClientPage,
    shapes.ServiceResponse,
    shapes.ServicePage,
    shapes.AppointmentResponse,
    shapes.AppointmentPage,
    shapes.WhyResponse,
    shapes.BookingResponse,
    shapes.BookingHistory,
    link_body.LinkResponse,
    webhook_body.WebhookResponse,
    webhook_body.WebhookPage,
    webhook_body.NewSecretResponse,
    webhook_body.DeliveryResponse,
    webhook_body.DeliveryPage,
    feed_body.FeedResponse,
    feed_body.FeedAddressResponse,
    feed_body.FeedList,
    shapes.OpenedResponse,
    shapes.ClosedResponse,
    shapes.HoursResponse,
    shapes.ChangedHoursResponse,
)
_MESSAGE = {
    "type": "object",
    "description": "What the gateway refuses by itself.",
    "properties": {"message": {"type": ["string", "null"], "description": "What is wrong, for people."}},
    "required": ["message"],
}


class FieldError(TypedDict):
    field: str
    detail: str


class _Taken(TypedDict):
    alternatives: list[AppointmentResponse]
    available_at: NotRequired[Instant]


class _Invalid(TypedDict):
    errors: list[FieldError]


class _TooSoon(TypedDict):
    earliest_start: Instant


class _TooLate(TypedDict):
    latest: Instant


_MEMBERS: dict[type[Problem], Any] = {
    AppointmentTaken: _Taken,
    Invalid: _Invalid,
    TooLate: _TooLate,
    TooSoon: _TooSoon,
}
PROBLEMS = {problem.__name__: problem for problem in WORDS}
# Some classes were renamed. The document keeps their old names, because existing API clients use them.
_PUBLISHED = {
    "AppointmentResponse": "AppointmentAnswer",
    "ClientResponse": "ClientAnswer",
    "ClosedResponse": "ClosedAnswer",
    "OpenedResponse": "OpenedAnswer",
    "ProviderResponse": "ProviderAnswer",
    "TimeRangeBody": "Block",
}


def all_of_them() -> Json:
    """Return the document's schemas by name."""
    bodies = _schemas(*_REQUESTS) | _schemas(*_RESPONSES) | _schemas(FieldError)
    problems = {name: _described(name, tidy(_problem(problem))) for name, problem in PROBLEMS.items()}
    found = {published(name): _described(name, tidy(schema)) for name, schema in bodies.items()}
    return dict(sorted((found | problems).items())) | {"GatewayMessage": _MESSAGE}


def published(name: str) -> str:
    """Return the name that a class has in the document."""
    return _PUBLISHED.get(name, name)


def _described(name: str, schema: Json) -> Json:
    """Add a description to each field whose schema has none."""
    fields = {
        field: descriptions.of_field(name, field) | value for field, value in schema["properties"].items()
    }
    return schema | {"properties": fields}


def _schemas(*types: Any) -> Json:
    inputs: Any = [(each, "validation", TypeAdapter(each)) for each in types]
    _, found = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
    schemas: Json = found.get("$defs", {})
    return schemas


def detail_of(problem: type[Problem]) -> str:
    """Return the problem's `detail`. Where a response names a kind of resource, list all kinds."""
    return WORDS[problem].detail.format(
        kind=(
            "provider, client, service, appointment, booking, hours, link, webhook, delivery, calendar, "
            "file or path"
        )
    )


def _problem(problem: type[Problem]) -> Json:
    own = (
        TypeAdapter(_MEMBERS[problem]).json_schema(ref_template="#/components/schemas/{model}")
        if problem in _MEMBERS
        else {}
    )
    words = WORDS[problem]
    fixed = {"title": words.title, "status": words.status, "code": words.code}
    return {
        "type": "object",
        "description": detail_of(problem),
        "properties": {
            **{name: {"const": value, "description": PROBLEM[name]} for name, value in fixed.items()},
            "detail": {"type": "string", "description": PROBLEM["detail"]},
            **own.get("properties", {}),
        },
        "required": [*fixed, "detail", *own.get("required", [])],
    }


def present(schema: Json) -> Json:
    """Return a parameter's schema without null, because a URL or a header cannot contain null."""
    if "anyOf" in schema:
        (schema,) = (each for each in schema["anyOf"] if each != {"type": "null"})
    tidied: Json = tidy({name: value for name, value in schema.items() if name != "description"})
    return tidied


def tidy(schema: Any) -> Any:
    """Remove the titles, which repeat the names, and write whole numbers as integers."""
    match schema:
        case dict():
            return {
                name: tidy(value)
                for name, value in schema.items()
                if name != "title" or not isinstance(value, str)
            }
        case list():
            return [tidy(each) for each in schema]
        case float() if schema.is_integer():
            return int(schema)
    return schema
