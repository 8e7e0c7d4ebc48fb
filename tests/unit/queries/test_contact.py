"""Who sees the contact details of an appointment's client, for how long, and in which responses."""

from typing import Any

import pytest

from holdfast.core import utc
from testkit.api import Api
from testkit.clock import Clock
from testkit.held_slot import HeldSlot, hold_slot

READ = "GET /api/appointments/{appointment_id}"
CONFIRM = "POST /api/appointments/confirm/{appointment_id}"
CONTACT = {"client_email": "alice@example.com", "client_phone": None}


def contact(held: HeldSlot, actor: str) -> dict[str, Any]:
    response = held.send(actor, READ)
    assert response.status == 200
    return {name: value for name, value in response.json.items() if name in CONTACT}


@pytest.mark.parametrize("confirmed", [False, True])
def test_provider_owner_and_administrator_see_how_to_reach_the_client(api: Api, confirmed: bool) -> None:
    held = hold_slot()
    if confirmed:
        assert held.send("alice", CONFIRM).status == 200

    for actor in ("dana", "alice", "admin"):
        assert contact(held, actor) == CONTACT
    for actor in ("bob", "lee"):
        assert contact(held, actor) == {}


def test_the_contact_is_the_clients_present_one(api: Api) -> None:
    held = hold_slot()

    changed = {"name": "Alice", "email": None, "phone": "+49 30 1234567"}
    assert held.send("alice", "PUT /api/clients/{client_id}", changed).status == 200
    assert contact(held, "dana") == {"client_email": None, "client_phone": "+49 30 1234567"}


def test_a_provider_sees_the_contact_until_30_days_after_the_appointment(api: Api, clock: Clock) -> None:
    held = hold_slot()
    assert held.send("alice", CONFIRM).status == 200
    end = utc.instant(held.send("dana", READ).json["end"])

    clock.now = end + 30 * utc.DAY - 1
    assert contact(held, "dana") == CONTACT
    clock.now += 1
    assert contact(held, "dana") == {}
    assert contact(held, "alice") == contact(held, "admin") == CONTACT


def test_no_other_response_shows_the_contact(api: Api) -> None:
    held = hold_slot()

    for actor in ("dana", "alice", "admin"):
        for route in ("GET /api/appointments", CONFIRM):
            response = held.send(actor, route)
            assert "alice@example.com" not in response.body
            assert "client_email" not in response.body


def test_a_deleted_client_has_no_contact(api: Api, clock: Clock) -> None:
    held = hold_slot()
    assert held.send("alice", CONFIRM).status == 200
    clock.now = utc.instant(held.send("dana", READ).json["end"]) + utc.DAY
    assert held.send("alice", "DELETE /api/clients/{client_id}").status == 200

    assert contact(held, "dana") == {}
