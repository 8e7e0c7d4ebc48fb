"""Canary values that a request contains must not appear in a log line or in an error response."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.api.permissions import RULES
from holdfast.core import ids as random_ids
from holdfast.core.slots import Slot
from holdfast.dynamodb import table
from local.routes import by_key
from testkit.api import Api, Response, invoke
from testkit.clock import Clock
from testkit.deliveries import DeliveryQueue, stored_delivery
from testkit.events import load_event
from testkit.first_view import file_of
from testkit.held_slot import HOUR, HOURS
from testkit.items import stored
from testkit.layer_scenario import new_hold
from testkit.links import token_of
from testkit.logs import written
from testkit.scenario import ids
from testkit.users import ADMIN

NAME, EMAIL, PHONE = "Canary Peregrine", "canary@peregrine.example", "+49 555 0190190"
TOKEN, KEY, UNKNOWN = "eyJ-canary-token", "canary-key", "canary-field"
URL = "https://peregrine.example/canary-field"
SUBJECT, CURSOR = "canary-subject", "canary-cursor"
LINK = "canary-secret-of-links"
SECRETS = [NAME, EMAIL, PHONE, TOKEN, KEY, UNKNOWN, LINK, "peregrine", "whsec_"]
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": KEY}
SET_HOURS = "PUT /api/providers/hours/{provider_id}"
RESERVE_ANY = "POST /api/appointments/reserve"
RESERVE = "POST /api/appointments/reserve/{appointment_id}"
CONFIRM = "POST /api/appointments/confirm/{appointment_id}"
RESCHEDULE = "POST /api/appointments/reschedule/{appointment_id}"
MAKE_FEED, REVOKE_FEED = "POST /api/calendars", "DELETE /api/calendars"
LIST_FEEDS, SHOW_FEED = "GET /api/calendars", "GET /api/calendars/{file}"
LINKS = [
    "GET /api/links/{token}",
    "GET /links/{token}",
    "POST /api/links/{token}/confirm",
    "POST /links/{token}/confirm",
    "POST /api/links/{token}/reschedule",
    "POST /links/{token}/reschedule",
]
NEW_HOOK = "POST /api/webhooks"
LAST_LINKS = ["POST /api/links/{token}/cancel", "POST /links/{token}/cancel"]
MADE_FIRST = {
    *LINKS,
    *LAST_LINKS,
    MAKE_FEED,
    LIST_FEEDS,
    SHOW_FEED,
    REVOKE_FEED,
    "POST /api/providers",
    "POST /api/services",
    "POST /api/clients",
    "POST /api/providers/availability/{provider_id}",
    SET_HOURS,
    NEW_HOOK,
    RESERVE_ANY,
    RESERVE,
    CONFIRM,
    RESCHEDULE,
}
PERSON = {"name": NAME, "email": EMAIL, "phone": PHONE}


@pytest.fixture(autouse=True)
def _known_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give all bookings the same secret."""
    monkeypatch.setattr(random_ids, "random_secret", lambda: LINK)


@pytest.fixture(autouse=True)
def _queue(deliveries: DeliveryQueue) -> None:
    """Create the queue to which the routes of webhooks send."""


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[io.StringIO]:
    """Collect the log lines of every level. Fail if the log or the printed output contains a canary value."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    # Skip moto's own log lines, because moto runs in tests only.
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.WARNING, "moto"):
        yield log
    logging.getLogger().removeHandler(handler)
    lines = [log.getvalue(), *capfd.readouterr()]
    assert not [secret for secret in SECRETS for line in lines if secret in line]


def through_every_route(api: Api) -> Iterator[tuple[str, Response]]:
    def send(route: str, body: object = None, **values: object) -> Response:
        method, _, path = route.partition(" ")
        return api.send(method, path.format(**values), body, headers=HEADERS)

    provider = send("POST /api/providers", {"name": NAME, "email": EMAIL})
    yield "POST /api/providers", provider
    client = send("POST /api/clients", PERSON)
    yield "POST /api/clients", client
    offer = {"name": NAME, "description": NAME, "duration_minutes": 15, "provider_ids": [provider.json["id"]]}
    service = send("POST /api/services", offer)
    yield "POST /api/services", service
    made = {"provider_id": provider, "client_id": client, "service_id": service}
    values = {name: response.json["id"] for name, response in made.items()}
    query = f"?provider_id={values['provider_id']}"
    feed = send(MAKE_FEED, {"provider_id": values["provider_id"]}, **values)
    yield MAKE_FEED, feed
    yield LIST_FEEDS, send(LIST_FEEDS + query)
    yield SHOW_FEED, send(SHOW_FEED, file=feed.json["url"].rpartition("/")[2])
    yield REVOKE_FEED, send(REVOKE_FEED + query)
    opened = send("POST /api/providers/availability/{provider_id}", HOUR, **values)
    yield "POST /api/providers/availability/{provider_id}", opened
    values["appointment_id"] = opened.json["opened"][0]["id"]
    yield SET_HOURS, send(SET_HOURS, HOURS, **values)
    hook = {"url": URL, "description": NAME, "email": EMAIL}
    made_hook = send(NEW_HOOK, hook | {"provider_id": values["provider_id"]})
    yield NEW_HOOK, made_hook
    values["webhook_id"] = made_hook.json["id"]
    values["delivery_id"] = stored_delivery(made_hook.json["id"]).event_id
    bodies = {
        "PUT /api/providers/{provider_id}": {"name": NAME, "email": EMAIL},
        "PUT /api/services/{service_id}": offer,
        "PUT /api/clients/{client_id}": PERSON,
        "PUT /api/webhooks/{webhook_id}": hook,
        "DELETE /api/providers/availability/{provider_id}": HOUR,
    }
    wish = {name: values[name] for name in ("client_id", "service_id")}
    held = send(RESERVE_ANY, wish | {"start": "2026-12-02T09:00:00Z"})
    yield RESERVE_ANY, held
    yield RESERVE, send(RESERVE, wish, **values)
    values["booking_id"] = held.json["booking_id"]
    yield CONFIRM, send(CONFIRM, **values)
    first, second, *others = ids(opened.json["opened"])
    token = token_of(first)
    forms = {LINKS[-2]: {"to": second}, LINKS[-1]: f"to={second}"}
    for route in LINKS:
        yield route, send(route, forms.get(route), token=token)
    values["appointment_id"] = second
    yield RESCHEDULE, send(RESCHEDULE, {"to": first}, **values)
    values["appointment_id"] = first
    for route, slot in zip(LAST_LINKS, others, strict=True):
        new_hold(Slot.from_id(slot), values["client_id"], ADMIN)
        yield route, send(route, token=token_of(slot))
    deletions = sorted((route for route in RULES if route[:6] == "DELETE"), key=len, reverse=True)
    deletions.remove(REVOKE_FEED)
    for route in [*(route for route in RULES if route not in {*deletions, *MADE_FIRST}), *deletions]:
        yield route, send(route, bodies.get(route), **values | {"file": file_of(route)})


def test_no_route_logs_personal_data(api: Api, logged: io.StringIO) -> None:
    responses = dict(through_every_route(api))
    invoke("expire_holds", load_event("expire_holds"))
    invoke("extend_calendars", load_event("extend_calendars"))
    invoke("plan_reminders", load_event("plan_reminders"))
    invoke("send_reminders", load_event("send_reminders"))
    for function in ("note_cancellations", "plan_deliveries", "send_deliveries", "retry_deliveries"):
        invoke(function, load_event(function))
    logging.getLogger("anybody").debug("listening")

    assert "listening" in logged.getvalue()
    assert responses.keys() == RULES.keys()
    assert not {
        route: response.body
        for route, response in responses.items()
        if response.status not in {200, 201, 202, 302, 303}
    }


def test_the_secret_of_a_link_is_only_on_its_page_and_on_its_booking(api: Api, table: Table) -> None:
    shown = []
    for route, response in through_every_route(api):
        shown += [route] if LINK in response.body else []
        with_it = [item for item in stored(table) if LINK in repr(item)]
        assert all(item["SK"].startswith("CAL#") and item["secret"] == LINK for item in with_it)

    assert shown == ["GET /links/{token}"]


def test_the_log_line_of_a_request_contains_no_subject_cursor_or_id(
    table: Table, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    api = Api.signed_in(SUBJECT, "admins")
    responses = dict(through_every_route(api))
    for path in ("/api/clients", "/api/appointments"):
        assert api.get(path, cursor=CURSOR).status == 422
    lines = written(capsys)

    # The pages write no line. The gateway's log has their requests.
    of_api = [route for route in responses if by_key()[route].function != "pages"]
    assert [line["route"] for line in lines[: len(of_api)]] == of_api
    made = [responses[f"POST /api/{kind}"].json for kind in ("providers", "services", "clients", "webhooks")]
    sent = {SUBJECT, CURSOR, "20261202T", LINK, *(str(thing["id"]) for thing in made)}
    assert not [line for line in lines if any(each in json.dumps(line) for each in sent)]


@pytest.mark.parametrize(
    "body",
    [
        {"name": NAME, "email": NAME, "phone": EMAIL},
        {"name": [NAME]},
        {"name": NAME * 20},
        {"name": f"{NAME}\0"},
        {**PERSON, UNKNOWN: NAME},
        f'{{"name": "{NAME}"',
        f'"{NAME}"',
        {"name": NAME, "phone": PHONE * 2000},
    ],
)
def test_errors_never_echo_what_was_sent(api: Api, logged: io.StringIO, body: object) -> None:
    response = api.post("/api/clients", body, headers=HEADERS)

    assert response.status in {400, 413, 422}
    # The response may name an unknown field, so that the caller finds the mistake.
    assert not [secret for secret in SECRETS if secret in response.body and secret != UNKNOWN]


def test_the_log_does_not_name_an_unknown_parameter(api: Api, logged: io.StringIO) -> None:
    assert api.get(f"/api/clients?{UNKNOWN}={KEY}", headers=HEADERS).status == 422


def test_a_failure_is_logged_without_its_message(
    api: Api, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError(f"{NAME} <{EMAIL}>")

    monkeypatch.setattr(table, "transact", fail)

    with pytest.raises(RuntimeError, match=r"^KeyError$") as failure:
        api.post("/api/clients", PERSON, headers=HEADERS)

    assert failure.value.__suppress_context__
    assert failure.traceback[-1].name == "fail"
