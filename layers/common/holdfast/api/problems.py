"""Refusals as RFC 9457 problem documents."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from holdfast.api import render
from holdfast.api.responses import PRIVATE, PROBLEM, to_json
from holdfast.api.words import TIME_REASONS, WORDS
from holdfast.core import telemetry, utc
from holdfast.core.errors import (
    AppointmentTaken,
    HoldLimit,
    Invalid,
    InvalidTimes,
    NotFound,
    Problem,
    TooLate,
    TooSoon,
    Unavailable,
)


def refuse(problem: Problem) -> Response[str]:
    """Return the response for the problem, and add the problem's code to the log line."""
    if isinstance(problem, InvalidTimes):
        problem = _field_by_field(problem)
    words = WORDS[type(problem)]
    telemetry.annotate(message="refused", code=words.code, Refusals=1)
    if words.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        telemetry.annotate(level="WARN", error=telemetry.error_name(problem.__cause__))
    detail = words.detail.format(kind=problem.kind) if isinstance(problem, NotFound) else words.detail
    document = {"title": words.title, "status": words.status, "code": words.code, "detail": detail}
    headers = PRIVATE | _retry_after(problem)
    return Response(words.status, PROBLEM, to_json(document | _members(problem)), headers)


def _field_by_field(problem: InvalidTimes) -> Invalid:
    return Invalid(
        *((f"{end}_datetime", TIME_REASONS[reason].format(days=days)) for end, reason, days in problem.faults)
    )


def _members(problem: Problem) -> dict[str, Any]:
    match problem:
        case AppointmentTaken(alternatives=alternatives, available_at=available_at):
            until = {} if available_at is None else {"available_at": utc.text(available_at)}
            return {"alternatives": [render.of_slot(each) for each in alternatives], **until}
        case TooSoon(earliest_start=earliest_start):
            return {"earliest_start": utc.text(earliest_start)}
        case TooLate(latest=latest):
            return {"latest": utc.text(latest)}
        case Invalid(errors=faults):
            return {"errors": [{"field": field, "detail": detail} for field, detail in faults]}
    return {}


def _retry_after(problem: Problem) -> dict[str, str]:
    match problem:
        case HoldLimit(retry_after=seconds):
            return {"Retry-After": str(seconds)}
        case Unavailable():
            return {"Retry-After": "1"}
    return {}
