"""The events that `sam local invoke` takes: together they are the life of one appointment."""

import pytest

from holdfast import times
from local.template import ROOT
from testkit.api import Api, invoke, routes
from testkit.appointment_life import STORY, check, function_of
from testkit.clock import Clock
from testkit.events import load_event


@pytest.fixture(autouse=True)
def _in_2030(clock: Clock) -> None:
    clock.now = times.parse("2030-12-01T08:00:00Z")


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


def test_the_events_tell_one_story(api: Api) -> None:
    for name, status in STORY:
        event = load_event(name)
        check(name, status, invoke(function_of(event), event))


def test_the_schedules_event_starts_the_sweeper(api: Api) -> None:
    assert invoke("expire_holds", load_event("expire_holds"))["finished"] is True
