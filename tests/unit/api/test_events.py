"""The sample events for `sam local invoke` follow one appointment from start to end."""

import pytest

from holdfast.core import utc
from local.routes import by_key, routes
from local.template import ROOT
from testkit import event_bus, mails
from testkit.api import Api, invoke
from testkit.appointment_life import EVENTS_IN_ORDER, check
from testkit.clock import Clock
from testkit.events import load_event


@pytest.fixture(autouse=True)
def _in_2030(clock: Clock) -> None:
    clock.now = utc.instant("2030-12-01T08:00:00Z")


def test_every_event_file_belongs_to_the_sequence_a_schedule_or_the_stream() -> None:
    files = {file.stem for file in (ROOT / "events").glob("*.json")}

    assert files == {name for name, _ in EVENTS_IN_ORDER} | {
        "expire_holds",
        "extend_calendars",
        "publish_events",
        "plan_reminders",
        "send_reminders",
        "send_mail",
        "plan_deliveries",
        "send_deliveries",
        "retry_deliveries",
        "note_cancellations",
    }


def test_every_route_has_an_event_with_its_function_and_path() -> None:
    events = {name: load_event(name) for name, _ in EVENTS_IN_ORDER}

    assert {event["routeKey"] for event in events.values()} == {route.key for route in routes()}
    for name, event in events.items():
        route = by_key()[event["routeKey"]]
        assert name.startswith(route.function)
        match = route.match(event["requestContext"]["http"]["method"], event["rawPath"])
        assert match
        assert event.get("pathParameters", {}) == match.groupdict()


@pytest.mark.usefixtures("deliveries")
def test_the_events_follow_one_appointment_in_order(api: Api) -> None:
    for name, status in EVENTS_IN_ORDER:
        event = load_event(name)
        check(name, status, invoke(by_key()[event["routeKey"]].function, event))


def test_the_streams_event_publishes_a_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    bus = event_bus.used(monkeypatch)

    assert invoke("publish_events", load_event("publish_events")) == {"batchItemFailures": []}
    assert bus.ids == ["5037190136075111-0"]


@pytest.mark.parametrize(
    "function", ["expire_holds", "extend_calendars", "send_reminders", "retry_deliveries"]
)
def test_a_scheduled_event_starts_its_function(api: Api, function: str) -> None:
    assert invoke(function, load_event(function))["finished"] is True


@pytest.mark.parametrize("function", ["plan_deliveries", "send_deliveries"])
def test_an_event_of_a_queue_of_webhooks_is_done_with(api: Api, function: str) -> None:
    """Here nobody wants the event, and there is no such delivery."""
    assert invoke(function, load_event(function)) == {"batchItemFailures": []}


def test_an_event_of_the_mail_queue_is_done_with(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cancels the appointment of the sequence, whose provider and client do not exist here."""
    sent = mails.outbox(monkeypatch)

    assert invoke("send_mail", load_event("send_mail")) == {"batchItemFailures": []}
    assert sent.take() == []


def test_the_event_of_the_mail_queue_is_told_to_the_client_of_the_sequence(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = mails.outbox(monkeypatch)
    for name in ("providers_create", "clients_create"):
        event = load_event(name)
        invoke(by_key()[event["routeKey"]].function, event)

    assert invoke("send_mail", load_event("send_mail")) == {"batchItemFailures": []}
    assert [each.subject.partition(":")[0] for each in sent.take()] == ["Cancelled"]
