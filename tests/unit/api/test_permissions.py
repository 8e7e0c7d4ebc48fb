"""Each route returns the status that the rules give for each kind of caller."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.permissions import RULES, Access
from local.routes import routes
from testkit.held_slot import ACTORS, HeldSlot
from testkit.items import contents

CREATED = {
    "POST /api/providers",
    "POST /api/services",
    "POST /api/clients",
    "POST /api/webhooks",
    "POST /api/appointments/reserve",
    "POST /api/appointments/reserve/{appointment_id}",
}
# These permitted requests get 409: the resource is in use, or Dana already has a provider.
CONFLICTS = {
    ("POST /api/providers", "dana"),
    ("DELETE /api/providers/{provider_id}", "dana"),
    ("DELETE /api/providers/{provider_id}", "admin"),
    ("DELETE /api/clients/{client_id}", "alice"),
    ("DELETE /api/clients/{client_id}", "admin"),
}
# These routes return only what the caller may see.
SHOWN = {
    "GET /api/appointments",
    "GET /api/appointments/{appointment_id}",
    "GET /api/appointments/why/{appointment_id}",
    "GET /api/clients",
    "GET /api/me",
}


NAMED = {"POST /api/services", "POST /api/webhooks"}
ACCEPTED = {
    "POST /api/webhooks/{webhook_id}/test",
    "POST /api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver",
}
REDIRECTED = {"POST /links/{token}/confirm": 303, "POST /links/{token}/reschedule": 303}


def is_own(route: str, actor: str) -> bool:
    """Tell whether the route's resource belongs to the actor.

    A new resource belongs to the actor. So does everything that the routes in SHOWN return.
    """
    if route in SHOWN or route in {"POST /api/providers", "POST /api/clients"}:
        return True
    if "cancel" in route or "reschedule" in route or "bookings" in route:
        return actor in {"alice", "dana"}
    is_danas = any(part in route for part in ("{provider_id}", "services", "webhooks", "calendars"))
    return actor == ("dana" if is_danas else "alice")


def expected(route: str, actor: str) -> int:
    access = RULES[route].of(ACTORS[actor])
    if access is Access.NO:
        return 403
    if access is Access.OWN and route in ("GET /api/webhooks", *(NAMED if actor == "lee" else ())):
        return 422  # it names no provider, or Dana's
    if access is Access.OWN and not is_own(route, actor):
        return 410 if "confirm" in route else 404
    if (route, actor) in CONFLICTS:
        return 409
    return {**REDIRECTED, **dict.fromkeys(CREATED, 201), **dict.fromkeys(ACCEPTED, 202)}.get(route, 200)


def test_each_route_has_a_rule() -> None:
    assert {route.key for route in routes()} == set(RULES)


@pytest.mark.usefixtures("deliveries")
@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("route", RULES)
def test_each_actor_gets_the_access_that_the_rules_give(
    held_slot: HeldSlot, table: Table, route: str, actor: str
) -> None:
    before = contents(table)

    response = held_slot.send(actor, route)

    assert response.status == expected(route, actor), response.body
    if response.status >= 400:
        assert contents(table) == before
