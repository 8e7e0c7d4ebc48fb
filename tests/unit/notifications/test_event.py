"""An event follows from what is stored, and its documents describe it."""

import json
import re
from dataclasses import replace

import jsonschema_rs
import pytest

from holdfast.core.slots import Slot
from holdfast.model.booking_event import BookingEvent
from holdfast.model.footprint import Footprint
from holdfast.notifications.event import Event
from local.template import ROOT
from testkit.stream import SCHEMA, check
from testkit.visits import visit

NINE = 1_796_202_000  # 2026-12-02T09:00:00Z
SLOT = Slot(7, NINE)
CHANGE = BookingEvent(
    booking_id=5,
    number=2,
    kind="rescheduled",
    at=NINE - 7200,
    by="canary-subject",
    role="client",
    slot=Slot(7, NINE + 900),
    end=NINE + 1800,
    client_id=9,
    owner="canary-owner",
    provider_owner="canary-provider",
    expires_at=NINE,
    service_id=3,
    previous=SLOT,
    request_id="canary-request",
    body_hash="canary-hash",
)
CANARY = "anary"


def test_a_change_has_the_id_of_its_booking_and_its_number() -> None:
    detail = Event.of_change(CHANGE).detail

    check(detail)
    assert detail == {
        "id": "5-2",
        "type": "appointment.rescheduled",
        "version": 2,
        "time": "2026-12-02T07:00:00Z",
        "booking_id": 5,
        "appointment_id": "7-20261202T0915Z",
        "previous": "7-20261202T0900Z",
        "provider_id": 7,
        "client_id": 9,
        "service_id": 3,
        "start": "2026-12-02T09:15:00Z",
        "end": "2026-12-02T09:30:00Z",
        "expires_at": None,
        "as": "client",
    }


def test_a_visit_has_its_own_times_without_the_buffers() -> None:
    hold = visit(SLOT, Footprint(quarters=3, before=1, after=2), expires_at=NINE - 60, service_id=3)
    detail = Event.of_hold("held", hold, NINE - 600).detail

    check(detail)
    assert (detail["start"], detail["end"]) == ("2026-12-02T09:00:00Z", "2026-12-02T09:45:00Z")
    assert (detail["time"], detail["expires_at"]) == ("2026-12-02T08:50:00Z", "2026-12-02T08:59:00Z")


def test_a_hold_without_an_id_has_no_event() -> None:
    with pytest.raises(ValueError, match="no id"):
        Event.of_hold("held", visit(SLOT, expires_at=NINE, hold_id=None), NINE)


def test_an_event_names_no_person_and_no_request() -> None:
    hold = visit(SLOT, expires_at=NINE, client_name="Canary", owner="canary", provider_owner="canary")
    events = [Event.of_hold("held", hold, 0), Event.of_hold("released", hold, 0), Event.of_change(CHANGE)]

    assert not [event for event in events if CANARY in json.dumps(event.detail)]


def test_the_schema_accepts_each_role_and_no_other() -> None:
    for role in ("client", "provider", "admin", "link"):
        check(Event.of_change(replace(CHANGE, role=role)).detail)
    with pytest.raises(jsonschema_rs.ValidationError):
        check(Event.of_change(CHANGE)._replace(role="stranger").detail)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "5-released"),
        ("id", "5"),
        ("version", 0),
        ("type", "appointment.lapsed"),
        ("time", "2026-12-02 07:00:00"),
        ("previous", None),
        ("appointment_id", "7-20261202T0905Z"),
        ("expires_at", "2026-12-02T07:00:00Z"),
        ("as", None),
        ("service_id", 0),
    ],
)
def test_the_schema_refuses_a_value_of_another_event(name: str, value: object) -> None:
    detail = Event.of_change(CHANGE).detail | {name: value}

    with pytest.raises(jsonschema_rs.ValidationError):
        check(detail)


@pytest.mark.parametrize("name", SCHEMA["properties"])
def test_the_schema_requires_each_member(name: str) -> None:
    detail = Event.of_change(CHANGE).detail
    del detail[name]

    with pytest.raises(jsonschema_rs.ValidationError):
        check(detail)


def test_the_document_shows_events_as_they_are_and_names_each_type_and_member() -> None:
    text = (ROOT / "docs/events.md").read_text("utf-8")
    examples = [
        json.loads(each) for each in re.findall(r"^```json\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    ]
    envelopes = [each for each in examples if "detail-type" in each and "detail" in each and "id" in each]

    assert envelopes
    for envelope in envelopes:
        check(envelope["detail"])
        assert envelope["detail-type"] == envelope["detail"]["type"]
    types = SCHEMA["properties"]["type"]["enum"]
    assert not [name for name in [*types, *SCHEMA["properties"]] if f"`{name}`" not in text]
