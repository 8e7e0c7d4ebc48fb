"""The schemas of what comes in, of what goes out, and of each problem."""

from typing import Any, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from holdfast import answers, errors, requests
from holdfast.answers import AppointmentAnswer, Instant
from holdfast.errors import AppointmentTaken, Invalid, Problem, TooSoon

Json = dict[str, Any]

_REQUESTS = (
    requests.NewProvider,
    requests.ProviderChange,
    requests.NewClient,
    requests.ClientChange,
    requests.Block,
    requests.Reservation,
)
_ANSWERS = (
    answers.ProviderAnswer,
    answers.ProviderPage,
    answers.ClientAnswer,
    answers.ClientPage,
    answers.AppointmentAnswer,
    answers.AppointmentPage,
    answers.OpenedAnswer,
    answers.ClosedAnswer,
)
_MESSAGE = {
    "type": "object",
    "description": "What the gateway refuses by itself.",
    "properties": {"message": {"type": ["string", "null"]}},
    "required": ["message"],
}


class FieldError(TypedDict):
    field: str
    detail: str


class _Taken(TypedDict):
    alternatives: list[AppointmentAnswer]
    available_at: NotRequired[Instant]


class _Invalid(TypedDict):
    errors: list[FieldError]


class _TooSoon(TypedDict):
    earliest_start: Instant


_MEMBERS: dict[type[Problem], Any] = {AppointmentTaken: _Taken, Invalid: _Invalid, TooSoon: _TooSoon}
PROBLEMS = {
    name: found
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, Problem) and found is not Problem
}


def all_of_them() -> Json:
    """Return the document's schemas by name."""
    bodies = _schemas(*_REQUESTS) | _schemas(*_ANSWERS) | _schemas(FieldError)
    problems = {name: _problem(problem) for name, problem in PROBLEMS.items()}
    return {name: tidy(schema) for name, schema in sorted((bodies | problems).items())} | {
        "GatewayMessage": _MESSAGE
    }


def _schemas(*types: Any) -> Json:
    inputs: Any = [(each, "validation", TypeAdapter(each)) for each in types]
    _, found = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
    schemas: Json = found.get("$defs", {})
    return schemas


def _problem(problem: type[Problem]) -> Json:
    own = (
        TypeAdapter(_MEMBERS[problem]).json_schema(ref_template="#/components/schemas/{model}")
        if problem in _MEMBERS
        else {}
    )
    fixed = {"title": problem.title(), "status": problem.status, "code": problem.code}
    return {
        "type": "object",
        "description": problem.detail,
        "properties": {
            **{name: {"const": value} for name, value in fixed.items()},
            "detail": {"type": "string"},
            **own.get("properties", {}),
        },
        "required": [*fixed, "detail", *own.get("required", [])],
    }


def present(schema: Json) -> Json:
    """Return the schema of a parameter that is there: in a URL or a header nothing is null."""
    if "anyOf" in schema:
        (schema,) = (each for each in schema["anyOf"] if each != {"type": "null"})
    tidied: Json = tidy({name: value for name, value in schema.items() if name != "description"})
    return tidied


def tidy(schema: Any) -> Any:
    """Leave out the titles, which repeat the names, and write whole numbers as such."""
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
