"""Error responses: every error has the same shape and its own code."""

import json
from typing import Any

import pytest

from holdfast.api.app import resolver, serve
from holdfast.api.problems import refuse
from holdfast.api.words import WORDS
from holdfast.core import errors
from holdfast.core.errors import Problem
from local.routes import routes
from testkit.api import invoke
from testkit.events import LambdaContext, http_event
from testkit.problems import a_problem


def event(path: str) -> dict[str, Any]:
    """Return an event with the path, for a route that needs no token."""
    return http_event(
        "GET", path, route="/api/providers", path_parameters={}, query="", headers={}, body=None
    )


def family(base: type[Problem] = Problem) -> list[type[Problem]]:
    return [each for child in base.__subclasses__() for each in (child, *family(child))]


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (errors.Malformed, 400, "malformed"),
        (errors.Forbidden, 403, "forbidden"),
        (errors.NotFound, 404, "not_found"),
        (errors.AppointmentTaken, 409, "taken"),
        (errors.AlreadyExists, 409, "already_exists"),
        (errors.ClientLimit, 409, "client_limit"),
        (errors.InUse, 409, "in_use"),
        (errors.SlotWithdrawn, 409, "slot_withdrawn"),
        (errors.AlreadyStarted, 409, "already_started"),
        (errors.TooLate, 409, "too_late"),
        (errors.HoldExpired, 410, "hold_expired"),
        (errors.Stale, 412, "stale"),
        (errors.TooLarge, 413, "too_large"),
        (errors.Invalid, 422, "invalid"),
        (errors.TooSoon, 422, "too_soon"),
        (errors.KeyReused, 422, "key_reused"),
        (errors.HoldLimit, 429, "hold_limit"),
        (errors.Unavailable, 503, "unavailable"),
    ],
)
def test_each_error_has_its_status_and_code(kind: type[Problem], status: int, code: str) -> None:
    assert WORDS[kind][:2] == (status, code)


def test_titles_are_the_same_under_every_python_version() -> None:
    assert WORDS[errors.TooLarge].title == "Content Too Large"
    assert WORDS[errors.Invalid].title == "Unprocessable Content"
    assert WORDS[errors.Stale].title == "Precondition Failed"


def test_no_two_errors_share_a_code() -> None:
    assert {*WORDS, errors.InvalidTimes} == {*family()}  # InvalidTimes is reported as Invalid
    codes = [words.code for words in WORDS.values()]

    assert len(codes) == len(set(codes)) == 24


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: WORDS[kind].code)
def test_every_error_becomes_a_problem_document(kind: type[Problem]) -> None:
    app = resolver()
    raised = a_problem(kind)

    @app.get("/refused")
    def fail() -> None:
        raise raised

    response = serve(app, event("/refused"), LambdaContext("any"))  # type: ignore[arg-type]

    assert response["statusCode"] == WORDS[kind].status
    assert response["headers"]["Content-Type"] == "application/problem+json"
    assert WORDS[kind].code in response["body"]
    assert ("Retry-After" in response["headers"]) == (kind in {errors.Unavailable, errors.HoldLimit})


def test_an_error_response_carries_its_members_and_retry_after() -> None:
    refused = refuse(errors.HoldLimit(retry_after=0))
    taken = json.loads(str(refuse(errors.AppointmentTaken([], 1_796_112_000)).body))

    assert refused.headers["Retry-After"] == "0"
    assert (taken["alternatives"], taken["available_at"]) == ([], "2026-12-01T08:00:00Z")


@pytest.mark.parametrize("function", sorted({route.function for route in routes()}))
def test_an_unknown_path_is_not_found_in_any_function(function: str) -> None:
    response = invoke(function, event("/api/nothing"))

    assert response["statusCode"] == 404
    assert response["headers"]["Content-Type"] == "application/problem+json"
