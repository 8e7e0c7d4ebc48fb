"""The events that `sam local invoke` takes: together they are the life of one appointment."""

import json
from typing import Any

import pytest

from holdfast import times
from holdfast.idempotency import RequestKey
from local.template import ROOT
from tests.api import Api, invoke, routes
from tests.conftest import Clock
from tests.events import load_event

# In an order in which each of them is fulfilled.
STORY = [
    ("docs_page", 200),
    ("docs_file", 200),
    ("providers_create", 201),
    ("providers_read", 200),
    ("providers_list", 200),
    ("clients_create", 201),
    ("clients_read", 200),
    ("clients_list", 200),
    ("availability_open", 200),
    ("availability_list", 200),
    ("appointments_list_open", 200),
    ("appointments_reserve", 201),
    ("appointments_read", 200),
    ("appointments_confirm", 200),
    ("appointments_list", 200),
    ("appointments_cancel", 200),
    ("availability_close", 200),
    ("clients_update", 200),
    ("clients_delete", 200),
    ("providers_update", 200),
    ("providers_delete", 200),
]


@pytest.fixture(autouse=True)
def _in_2030(clock: Clock) -> None:
    clock.now = times.parse("2030-12-01T08:00:00Z")


def function_of(event: dict[str, Any]) -> str:
    (function,) = {
        route.function for route in routes() if f"{route.method} {route.path}" == event["routeKey"]
    }
    return function


def test_every_event_is_in_the_story_or_the_schedules() -> None:
    files = {file.stem for file in (ROOT / "events").glob("*.json")}

    assert files == {name for name, _ in STORY} | {"expire_holds"}


def test_every_route_has_an_event_of_its_function_and_its_path() -> None:
    events = {name: load_event(name) for name, _ in STORY}

    assert {event["routeKey"] for event in events.values()} == {f"{r.method} {r.path}" for r in routes()}
    for name, event in events.items():
        assert name.startswith(function_of(event))
        method, path = event["routeKey"].split()
        (route,) = (route for route in routes() if (route.method, route.path) == (method, path))
        match = route.match(event["requestContext"]["http"]["method"], event["rawPath"])
        assert match
        assert event.get("pathParameters", {}) == match.groupdict()


def test_the_events_tell_one_story(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, status in STORY:
        event = load_event(name)
        if status == 201 and "pathParameters" not in event:
            # What is created gets the id by which the other events know it.
            known = load_event(name.replace("create", "read"))["pathParameters"]
            monkeypatch.setattr(RequestKey, "number", int(*known.values()))
        answer = invoke(function_of(event), event)
        assert answer["statusCode"] == status, (name, answer)
        if answer["headers"]["Content-Type"] == "application/json":
            assert "items" not in (body := json.loads(answer["body"])) or body["items"], name


def test_the_schedules_event_starts_the_sweeper(api: Api) -> None:
    assert invoke("expire_holds", load_event("expire_holds"))["finished"] is True
