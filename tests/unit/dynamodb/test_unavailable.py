"""When DynamoDB is unavailable, the API returns 503 and says when to retry."""

from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot
from holdfast.dynamodb import connection
from holdfast.dynamodb.connection import Conflict
from holdfast.model.link import Link
from local.routes import routes
from testkit.api import Api, Response
from testkit.held_slot import CHOOSING
from testkit.interference import Raising, client_error, no_sleep, raising
from testkit.items import stored
from testkit.scenario import NINE, TEN, Practice, problem, range_body

BODIES: dict[str, Any] = {
    "/api/providers": {"name": "A"},
    "/api/services": {"name": "A", "duration_minutes": 45},
    "/api/clients": {"name": "A"},
    "/api/webhooks": {"url": "https://example.com"},
    "/api/webhooks/{webhook_id}": {"url": "https://example.com"},
    "/api/providers/hours/{provider_id}": {"weekly": {}},
    "/api/providers/availability/{provider_id}": range_body(NINE, "2026-12-02T20:00:00Z"),
    "/api/appointments/reserve/{appointment_id}": {"client_id": 1},
    "/api/appointments/reserve": {"client_id": 1, "service_id": 1, "start": NINE},
    "/api/appointments/reschedule/{appointment_id}": {"to": "1-20261202T0900Z"},
    "/api/calendars": {"provider_id": 1},
    "/api/links/{token}/reschedule": {"to": "1-20261202T0900Z"},
}


def everything(practice: Practice) -> list[Response]:
    """Send a request to every route that uses DynamoDB, and return the responses."""
    known = {
        "provider_id": practice.provider,
        "service_id": 7,
        "client_id": practice.client,
        "appointment_id": practice.slots[0],
        "booking_id": 1,
        "webhook_id": 1,
        "delivery_id": "5-1",
        "file": f"p{practice.provider}-{'s' * 22}.ics",
        "token": Link(Slot.from_id(practice.slots[0]), 1, "s" * 22).token,
    }
    responses = []
    for route in routes():
        if route.function in {"docs", "pages"} or route.path.startswith("/links"):
            continue  # these do not use DynamoDB, and a page says it in words
        renamed = {"name": "A"} if route.method == "PUT" else None
        body = BODIES.get(route.path, renamed)
        sent = body if route.method in {"POST", "PUT", "DELETE"} else None
        query = f"?provider_id={practice.provider}" if route.key in CHOOSING else ""
        responses.append(practice.api.send(route.method, route.path.format(**known) + query, sent))
    return responses


@pytest.mark.parametrize(
    "error",
    [
        client_error("ThrottlingException"),
        client_error("InternalServerError", 500),
        ReadTimeoutError(endpoint_url="https://dynamodb.invalid"),
    ],
    ids=["throttled", "failed", "too slow"],
)
def test_every_route_returns_503_and_says_when_to_retry(
    api: Api, table: Table, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    practice = Practice(api)
    before = stored(table)
    with monkeypatch.context() as broken:
        broken.setattr(connection, "client", lambda: Raising(error))
        responses = everything(practice)

    for response in responses:
        assert problem(response) == (503, "unavailable")
        assert response.headers["Retry-After"] == "1"
    assert stored(table) == before


@pytest.mark.parametrize(
    "error", [Conflict(), client_error("TransactionCanceledException", reasons=["ThrottlingError"])]
)
def test_a_transaction_that_never_succeeds_is_unavailable(
    api: Api, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    practice = Practice(api)
    no_sleep(monkeypatch)
    raising(monkeypatch, "transact_write_items", [error] * 99)

    for response in (practice.reserve(practice.slots[0]), practice.close(NINE, TEN)):
        assert problem(response) == (503, "unavailable")
        assert response.headers["Retry-After"] == "1"


def test_an_invalid_request_is_not_reported_as_unavailable(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    error = client_error("ValidationException")
    monkeypatch.setattr(connection, "client", lambda: Raising(error))

    with pytest.raises(RuntimeError, match="ClientError ValidationException"):
        api.get("/api/providers/1")
