"""Users see their own clients and appointments. Other users' appointments are shown as taken slots."""

from typing import Any

import pytest

from holdfast.api.permissions import RULES, Access
from testkit.api import Api, Response
from testkit.held_slot import ACTORS, HOUR, HeldSlot, acting
from testkit.users import subject

IN_FULL = {"client_email", "client_phone", "client_id", "client_name", "expires_at"}
UNKNOWN = 4_000_000_000_000_001
OF_ANY_SLOT = ("GET /api/appointments/{appointment_id}", "GET /api/appointments/why/{appointment_id}")
BY_ID = [route for route in RULES if "{" in route]


def held_item(response: Response, held_slot: HeldSlot) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in response.json["items"] if item["id"] == held_slot.held)
    return found


@pytest.mark.parametrize("actor", ["alice", "dana", "admin"])
@pytest.mark.parametrize("query", ["", "?provider_id={}"])
def test_its_owners_and_an_administrator_see_an_appointment_in_full(
    held_slot: HeldSlot, actor: str, query: str
) -> None:
    one = held_slot.send(actor, "GET /api/appointments/{appointment_id}").json
    listed = acting(actor).get("/api/appointments" + query.format(held_slot.provider_id))

    assert one["status"] == "held"
    assert (one["client_id"], one["client_name"]) == (held_slot.client_id, "Alice")
    contact = {"client_email": "alice@example.com", "client_phone": None}
    assert held_item(listed, held_slot) | contact == one


@pytest.mark.parametrize("actor", ["bob", "lee"])
@pytest.mark.parametrize("query", ["", "?provider_id={}"])
def test_another_users_appointment_is_shown_as_taken(held_slot: HeldSlot, actor: str, query: str) -> None:
    one = held_slot.send(actor, "GET /api/appointments/{appointment_id}").json
    listed = acting(actor).get("/api/appointments" + query.format(held_slot.provider_id))

    assert one["status"] == "taken"
    assert not IN_FULL & one.keys()
    assert held_item(listed, held_slot) == one


def test_filters_apply_to_what_the_caller_sees(held_slot: HeldSlot) -> None:
    statuses = {
        actor: [
            acting(actor).get("/api/appointments", status=s).json["items"] != [] for s in ("held", "taken")
        ]
        for actor in ("alice", "bob")
    }

    assert statuses == {"alice": [True, False], "bob": [False, True]}
    assert acting("bob").get("/api/appointments", client_id=held_slot.client_id).json["items"] == []
    assert acting("alice").get("/api/appointments", client_id=held_slot.client_id).json["items"] != []


def test_a_user_lists_only_their_own_clients_and_an_administrator_lists_all(held_slot: HeldSlot) -> None:
    bobs = acting("bob").post("/api/clients", {"name": "Bob"}).json["id"]

    listed = {
        actor: {item["id"] for item in acting(actor).get("/api/clients").json["items"]}
        for actor in ("alice", "bob", "dana", "admin")
    }

    all_clients = {held_slot.client_id, bobs}
    assert listed == {"alice": {held_slot.client_id}, "bob": {bobs}, "dana": set(), "admin": all_clients}


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor not in {"alice", "dana", "admin"}])
@pytest.mark.parametrize("route", BY_ID)
def test_another_users_resource_looks_like_one_that_does_not_exist(
    held_slot: HeldSlot, route: str, actor: str
) -> None:
    if RULES[route].of(ACTORS[actor]) is not Access.OWN or route in OF_ANY_SLOT:
        return  # Other tests cover forbidden routes, open routes, and those that tell anybody about a slot.
    foreign = held_slot.send(actor, route)
    nowhere = [f"{UNKNOWN}-20261202T09{minute}Z" for minute in ("00", "15", "30")]
    missing = HeldSlot(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, *nowhere)

    unknown = missing.send(actor, route)

    assert (foreign.status, foreign.body, foreign.headers) == (unknown.status, unknown.body, unknown.headers)


def test_another_users_cursor_is_refused(held_slot: HeldSlot) -> None:
    page = acting("alice").get("/api/appointments", limit=1).json

    assert acting("bob").get("/api/appointments", limit=1, cursor=page["next_cursor"]).status == 422
    assert acting("alice").get("/api/appointments", limit=1, cursor=page["next_cursor"]).status == 200


def test_the_same_idempotency_key_from_two_users_does_not_collide(held_slot: HeldSlot) -> None:
    headers = {"Idempotency-Key": "the same"}

    first = acting("alice").post("/api/clients", {"name": "Alice's secret"}, headers=headers)
    other = acting("bob").post("/api/clients", {"name": "Bob"}, headers=headers)

    assert (first.status, other.status) == (201, 201)
    assert first.json["id"] != other.json["id"]
    assert other.json["name"] == "Bob"


@pytest.mark.parametrize("field", ["owner", "status", "expires_at", "version", "hold_id", "id", "PK"])
@pytest.mark.parametrize(
    ("actor", "route", "body"),
    [
        ("lee", "POST /api/providers", {"name": "x"}),
        ("dana", "PUT /api/providers/{provider_id}", {"name": "x"}),
        ("admin", "PUT /api/providers/{provider_id}", {"name": "x"}),
        ("dana", "POST /api/providers/availability/{provider_id}", HOUR),
        ("admin", "POST /api/services", {"name": "x", "duration_minutes": 15}),
        ("dana", "PUT /api/services/{service_id}", {"name": "x"}),
        ("dana", "PUT /api/webhooks/{webhook_id}", {}),
        ("alice", "POST /api/clients", {"name": "x"}),
        ("alice", "PUT /api/clients/{client_id}", {"name": "x"}),
        ("alice", "POST /api/appointments/reserve/{appointment_id}", {"client_id": 1}),
    ],
)
def test_a_field_that_the_caller_may_not_set_is_refused(
    held_slot: HeldSlot, actor: str, route: str, body: dict[str, Any], field: str
) -> None:
    assert held_slot.send(actor, route, {**body, field: subject("bob")}).status == 422


def test_an_administrator_sets_the_owner_of_a_provider(held_slot: HeldSlot) -> None:
    lee = Api.signed_in(subject("lee"), "providers")
    made = acting("admin").post("/api/providers", {"name": "Lee's", "owner": subject("lee")}).json["id"]

    assert lee.put(f"/api/providers/{made}", {"name": "Renamed"}).status == 200
    assert acting("dana").put(f"/api/providers/{made}", {"name": "Renamed"}).status == 404


def test_every_response_forbids_caching_and_content_sniffing(held_slot: HeldSlot) -> None:
    for actor, route in [("anyone", "GET /api/providers"), ("alice", "GET /api/clients/{client_id}")]:
        for response in (held_slot.send(actor, route), acting("anyone").get("/api/clients")):
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
