"""Inject every fault into requests that create or read records."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from testkit.api import Api, Response
from testkit.scenario import listed
from testkit.users import signed_in
from tests.simulation.invariants import check_stored
from tests.simulation.matrix import attempt, every_fault
from tests.simulation.world import World, alice, beginnings, dana

HEADERS = {"Idempotency-Key": "one"}
lee = signed_in("lee")
DAYS = {"from": "2026-12-01T12:00:00Z", "to": "2026-12-03T00:00:00Z"}


@pytest.mark.parametrize("path", ["/api/clients", "/api/providers"])
@pytest.mark.parametrize("retries", [False, True])
def test_a_create_request_makes_one_thing_or_none(world: World, path: str, retries: bool) -> None:
    def create() -> Response:
        return lee.post(path, {"name": "Lee"}, headers=HEADERS)

    for label, response in every_fault(world.engine, path, create):
        made = _created(response, label)
        if retries:
            again = _created(attempt(world.engine, create), label)
            assert again, label
            assert made in {None, again}, label
            made = again
        check_stored(world)
        found = [item["id"] for item in listed(lee, path) if item["name"] == "Lee"]
        assert len(found) <= 1, label
        assert made is None or found == [made], label


def _created(response: Response | None, label: str) -> int | None:
    if response is None or response.status == 503:
        return None
    assert response.status in {200, 201}, label
    number: int = response.json["id"]
    return number


def reads(world: World) -> dict[str, Callable[[], Any]]:
    mine = DAYS | {"client_id": world.clients["alice"]}
    return {
        "open time": partial(pages, alice, "/api/appointments/reserve", **DAYS),
        "everybody's time": partial(pages, alice, "/api/appointments", **DAYS),
        "one's own appointments": partial(pages, alice, "/api/appointments", **mine),
        "a provider's time": partial(pages, dana, f"/api/providers/availability/{world.provider}", **DAYS),
        "clients": partial(pages, alice, "/api/clients"),
        "providers": partial(pages, alice, "/api/providers"),
        "a slot": lambda: alice.get(f"/api/appointments/{world.slot.id}").json,
        "a provider": lambda: alice.get(f"/api/providers/{world.provider}").json,
        "a client": lambda: alice.get(f"/api/clients/{world.clients['alice']}").json,
    }


def pages(api: Api, path: str, **query: Any) -> Any:
    """Return all items of a list, or the body of the first response that is an error."""
    items: list[Any] = []
    cursor: dict[str, Any] = {}
    while (response := api.get(path, limit=2, **cursor, **query)).status == 200:
        items += response.json["items"]
        if response.json["next_cursor"] is None:
            return items
        cursor = {"cursor": response.json["next_cursor"]}
    return response.json


@pytest.mark.parametrize("beginning", ["free", "held", "confirmed"])
def test_a_list_is_complete_or_refused(world: World, beginning: str) -> None:
    beginnings(world)[beginning]()
    for name, read in reads(world).items():
        whole = read()
        for label, response in every_fault(world.engine, name, read):
            refused = isinstance(response, dict) and response.get("code") == "unavailable"
            assert refused or response in (None, whole), label
            assert attempt(world.engine, read) == whole, label
