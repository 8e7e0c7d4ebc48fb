"""Each change of a confirmed booking adds one event to its history, and nothing else adds any.

A new route or schedule fails here until it is known what it does to a booking.
"""

from typing import Any, NamedTuple

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from local import template
from local.routes import by_key
from testkit.api import Api, invoke
from testkit.clock import HOLD, Clock
from testkit.deliveries import DeliveryQueue
from testkit.events import load_event
from testkit.interference import Call, pass_through
from testkit.items import contents
from testkit.links import token_of
from testkit.request_bodies import Offering
from testkit.scenario import range_body

# The routes that change a confirmed booking, each with the event that it adds and its actions on slots.
CHANGES = {
    "POST /api/appointments/confirm/{appointment_id}": ("confirmed", {"Update"}),
    "POST /api/appointments/reschedule/{appointment_id}": ("rescheduled", {"Delete", "Put"}),
    "POST /api/appointments/cancel/{appointment_id}": ("cancelled", {"Delete"}),
    "POST /api/links/{token}/confirm": ("confirmed", {"Update"}),
    "POST /api/links/{token}/reschedule": ("rescheduled", {"Delete", "Put"}),
    "POST /api/links/{token}/cancel": ("cancelled", {"Delete"}),
    "POST /links/{token}/confirm": ("confirmed", {"Update"}),
    "POST /links/{token}/reschedule": ("rescheduled", {"Delete", "Put"}),
    "POST /links/{token}/cancel": ("cancelled", {"Delete"}),
}
HOURS = {"weekly": {"wed": [["09:00", "12:00"]]}, "horizon_days": 3}
SCHEDULED = {function.folder.name for function in template.functions() if function.schedules}
EVERYTHING_ELSE = sorted({*by_key(), *SCHEDULED} - CHANGES.keys())

Transaction = list[tuple[str, str, str]]  # the kind of each action, and the key of its item


class Request(NamedTuple):
    """What the path names, the body, the status of the response, and the query string."""

    names: object = ""
    body: object = None
    status: int = 200
    query: str = ""

    def path(self, route: str) -> str:
        """Return the path of the route. `names` is a dict if it has several parameters."""
        if isinstance(self.names, dict):
            return by_key()[route].path.format(**self.names)
        return by_key()[route].path_with(str(self.names))


@pytest.fixture
def offering(api: Api) -> Offering:
    """Create an appointment in the last slot, a hold in the first, and working hours."""
    offering = Offering(api)
    offering.hold(offering.slots[0])
    assert offering.put_hours(HOURS).status == 200
    return offering


@pytest.fixture(autouse=True)
def _queue(deliveries: DeliveryQueue) -> None:
    """Create the queue to which the routes of webhooks send."""


@pytest.fixture
def transactions(offering: Offering, monkeypatch: pytest.MonkeyPatch) -> list[Transaction]:
    """Return a list of all transactions from now on. A single write counts as a transaction of its own."""
    seen: list[Transaction] = []

    def passing(real: Call, name: str, request: dict[str, Any]) -> Any:
        if name in {"put_item", "update_item", "delete_item"}:
            seen.append([_keyed(name.removesuffix("_item").title(), request)])
        elif "TransactItems" in request:
            seen.append([_keyed(*next(iter(action.items()))) for action in request["TransactItems"]])
        return real(name, **request)

    pass_through(monkeypatch, passing)
    return seen


def _keyed(kind: str, action: dict[str, Any]) -> tuple[str, str, str]:
    key = action.get("Key") or action["Item"]
    return kind, key["PK"]["S"], key["SK"]["S"]


def requests(offering: Offering) -> dict[str, Request]:
    """Return one request for each route."""
    first, second, third, booked = offering.slots
    whole = range_body("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z")
    booking = offering.api.get(f"/api/appointments/{booked}").json["booking_id"]
    anyone = {"client_id": offering.client, "service_id": offering.service, "start": "2026-12-02T09:15:00Z"}
    service = {"name": "Longer", "duration_minutes": 60}
    hook = {"url": "https://example.com", "provider_id": offering.provider}
    webhook = offering.webhook
    return {
        "POST /api/appointments/confirm/{appointment_id}": Request(first),
        "POST /api/appointments/reschedule/{appointment_id}": Request(booked, {"to": third}),
        "POST /api/appointments/cancel/{appointment_id}": Request(booked),
        "POST /api/appointments/reserve/{appointment_id}": Request(
            second, {"client_id": offering.client}, 201
        ),
        "POST /api/appointments/reserve": Request(body=anyone, status=201),
        "GET /api/appointments": Request(),
        "GET /api/appointments/reserve": Request(),
        "GET /api/appointments/{appointment_id}": Request(booked),
        "GET /api/appointments/why/{appointment_id}": Request(booked),
        "GET /api/bookings/{booking_id}": Request(booking),
        "GET /api/bookings/{booking_id}/history": Request(booking),
        "POST /api/providers": Request(body={"name": "Lee"}, status=201),
        "GET /api/providers": Request(),
        "GET /api/providers/{provider_id}": Request(offering.provider),
        "GET /api/providers/account/{provider_id}": Request(offering.provider),
        "PUT /api/providers/{provider_id}": Request(
            offering.provider, {"name": "Dana", "time_zone": "Asia/Kathmandu"}
        ),
        "DELETE /api/providers/{provider_id}": Request(offering.provider, status=409),
        "GET /api/providers/availability/{provider_id}": Request(offering.provider),
        "POST /api/providers/availability/{provider_id}": Request(offering.provider, whole),
        "DELETE /api/providers/availability/{provider_id}": Request(offering.provider, whole),
        "GET /api/providers/hours/{provider_id}": Request(offering.provider),
        "PUT /api/providers/hours/{provider_id}": Request(offering.provider, HOURS | {"horizon_days": 2}),
        "DELETE /api/providers/hours/{provider_id}": Request(offering.provider),
        "POST /api/clients": Request(body={"name": "Bob"}, status=201),
        "GET /api/clients": Request(),
        "GET /api/clients/{client_id}": Request(offering.client),
        "PUT /api/clients/{client_id}": Request(offering.client, {"name": "Alicia"}),
        "DELETE /api/clients/{client_id}": Request(offering.client, status=409),
        "GET /api/me": Request(),
        "POST /api/services": Request(body=service, status=201),
        "GET /api/services": Request(),
        "GET /api/services/{service_id}": Request(offering.service),
        "PUT /api/services/{service_id}": Request(offering.service, service),
        "DELETE /api/services/{service_id}": Request(offering.service),
        "POST /api/webhooks": Request(body=hook, status=201),
        "GET /api/webhooks": Request(),
        "GET /api/webhooks/{webhook_id}": Request(webhook),
        "PUT /api/webhooks/{webhook_id}": Request(webhook, {"description": "B"}),
        "DELETE /api/webhooks/{webhook_id}": Request(webhook),
        "POST /api/webhooks/{webhook_id}/rotate": Request(webhook),
        "POST /api/webhooks/{webhook_id}/test": Request(webhook, status=202),
        "GET /api/webhooks/{webhook_id}/deliveries": Request(webhook),
        "POST /api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": Request(
            {"webhook_id": webhook, "delivery_id": offering.delivery}, status=202
        ),
        "GET /api/links/{token}": Request(offering.token),
        "POST /api/links/{token}/confirm": Request(token_of(first)),
        "POST /api/links/{token}/reschedule": Request(offering.token, {"to": third}),
        "POST /api/links/{token}/cancel": Request(offering.token),
        "GET /links/{token}": Request(offering.token),
        "POST /links/{token}/confirm": Request(token_of(first), status=303),
        "POST /links/{token}/reschedule": Request(offering.token, f"to={third}", 303),
        "POST /links/{token}/cancel": Request(offering.token),
        "GET /api/calendars": Request(query=f"provider_id={offering.provider}"),
        "POST /api/calendars": Request(body={"client_id": offering.client}),
        "DELETE /api/calendars": Request(query=f"provider_id={offering.provider}"),
        "GET /api/calendars/{file}": Request(offering.calendar),
        "GET /": Request(),
        "GET /calendar": Request(),
        "GET /assets/{file}": Request("booking-ABCD2345.js", status=404),
        "GET /api/docs": Request(),
        "GET /api/docs/{file}": Request("openapi.json"),
    }


def send(offering: Offering, route: str) -> None:
    method, _, _ = route.partition(" ")
    request = requests(offering)[route]
    path = request.path(route)
    response = offering.api.send(method, f"{path}?{request.query}", request.body)
    assert response.status == request.status, response.body


def events(table: Table) -> list[str]:
    return sorted(item["type"] for (key, _), item in contents(table).items() if key.startswith("BOOKING#"))


@pytest.mark.parametrize("route", CHANGES)
def test_a_change_adds_one_event_in_its_transaction(
    offering: Offering, table: Table, transactions: list[Transaction], route: str
) -> None:
    kind, on_slots = CHANGES[route]
    before = events(table)

    send(offering, route)

    assert events(table) == sorted([*before, kind])
    (transaction,) = transactions
    assert [action for action, key, _ in transaction if key.startswith("BOOKING#")] == ["Put"]
    assert {action for action, _, sort in transaction if _is_slot(sort)} == on_slots


def _is_slot(sort: str) -> bool:
    return sort.startswith("CAL#") and "T" in sort


@pytest.mark.parametrize("place", EVERYTHING_ELSE)
def test_nothing_else_adds_an_event(
    offering: Offering, table: Table, transactions: list[Transaction], clock: Clock, place: str
) -> None:
    before = events(table)

    if place in SCHEDULED:
        clock.advance(HOLD)
        invoke(place, load_event(place))
    else:
        send(offering, place)

    assert events(table) == before == ["confirmed"]
    assert not [key for transaction in transactions for _, key, _ in transaction if "BOOKING#" in key]


@pytest.mark.parametrize("route", CHANGES)
def test_a_repeated_change_adds_no_second_event(offering: Offering, table: Table, route: str) -> None:
    request = requests(offering)[route]
    path = request.path(route)
    offering.api.post(path, request.body)
    before = events(table)

    offering.api.post(path, request.body)

    assert events(table) == before


def test_every_route_has_a_request(offering: Offering) -> None:
    assert requests(offering).keys() == by_key().keys()
