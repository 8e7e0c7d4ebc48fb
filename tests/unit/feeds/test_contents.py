"""A feed shows the bookings of a provider or a client, each as one event that keeps its UID."""

from datetime import UTC, datetime

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import QUARTER, Slot
from holdfast.core.utc import DAY
from holdfast.dynamodb import keys
from holdfast.model.footprint import Footprint
from holdfast.profiles import clients, services
from testkit import visits
from testkit.api import Api
from testkit.clock import HOLD, Clock
from testkit.feeds import calendar, events, fetch, said, subscribe
from testkit.items import hide, overwrite, stored
from testkit.layer_scenario import Owned, bare_provider
from testkit.users import ADMIN, ALICE
from tests.unit.feeds.conftest import Office

CONSULTATION = "Consultation with"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, 2, hour, minute, tzinfo=UTC)


def test_a_provider_sees_clients_and_services_and_a_client_sees_providers(office: Office) -> None:
    visit = office.booked(2, office.consultation)
    office.booked(12)

    provider, client = subscribe("provider", office.provider), subscribe("client", office.client)

    assert said(provider) == [
        (f"{CONSULTATION} alice", 1, "CONFIRMED"),
        ("Appointment with alice", 1, "CONFIRMED"),
    ]
    assert said(client) == [
        (f"{CONSULTATION} Dr. Dana", 1, "CONFIRMED"),
        ("Appointment with Dr. Dana", 1, "CONFIRMED"),
    ]
    for file in (provider, client):
        first = events(file)[0]
        assert (first.decoded("dtstart"), first.decoded("dtend")) == (at(9, 30), at(10, 15))
        assert first["uid"] == f"{visit['booking_id']}@holdfast"
        assert first.decoded("dtstamp") == datetime(2026, 12, 1, 8, tzinfo=UTC)
    names = [str(calendar(file)["x-wr-calname"]) for file in (provider, client)]
    assert names == ["Dr. Dana", "alice"]


def test_a_deleted_service_is_an_appointment(office: Office) -> None:
    office.booked(2, office.consultation)
    services.delete(office.consultation, ADMIN, None)

    assert said(subscribe("provider", office.provider)) == [("Appointment with alice", 1, "CONFIRMED")]


def test_a_client_sees_the_appointment_with_a_provider_that_was_deleted(office: Office, table: Table) -> None:
    office.booked(2)
    table.delete_item(Key=keys.provider(office.provider)._asdict())

    assert said(subscribe("client", office.client)) == [("Appointment", 1, "CONFIRMED")]


def test_busy_is_the_whole_time_that_is_taken_and_nothing_else(office: Office) -> None:
    office.booked(2, office.consultation)
    (busy,) = events(subscribe("busy", office.provider))

    assert (busy.decoded("dtstart"), busy.decoded("dtend")) == (at(9, 15), at(10, 45))
    assert str(busy["summary"]) == "Busy"


@pytest.mark.parametrize("kind", ["provider", "busy", "client"])
def test_a_hold_is_in_no_feed_until_it_is_confirmed(office: Office, kind: str) -> None:
    owner = office.client if kind == "client" else office.provider
    file = subscribe(kind, owner)  # type: ignore[arg-type]
    office.hold(office.slots[2], office.consultation)
    assert events(file) == []

    office.booked(12)
    assert len(events(file)) == 1


def test_a_moved_booking_keeps_its_uid_and_gets_a_higher_sequence(office: Office) -> None:
    files = [subscribe("provider", office.provider), subscribe("client", office.client)]
    booked = office.booked(2, office.consultation)
    before = [events(file)[0] for file in files]

    office.moved(booked, office.slots[3])  # some of its quarter-hours stay

    after = [events(file) for file in files]
    assert [[each["sequence"] for each in some] for some in after] == [[2], [2]]
    assert [some[0]["uid"] for some in after] == [each["uid"] for each in before]
    assert after[0][0].decoded("dtstart") == at(9, 45)


def test_a_client_sees_a_booking_that_the_index_does_not_have_yet(office: Office, table: Table) -> None:
    office.booked(2)
    hide(table, office.slots[2].id, "by_client")

    assert said(subscribe("client", office.client)) == [("Appointment with Dr. Dana", 1, "CONFIRMED")]


def test_an_appointment_is_shown_until_thirty_days_after_its_end(office: Office, clock: Clock) -> None:
    files = [subscribe("provider", office.provider), subscribe("client", office.client)]
    office.booked(2, office.consultation)
    end = office.slots[5].start

    clock.now = end + 30 * DAY - 1
    assert [len(events(file)) for file in files] == [1, 1]
    clock.now += 1
    assert [len(events(file)) for file in files] == [0, 0]


def test_a_visit_that_began_the_day_before_is_shown_as_long(owned: Owned, table: Table, clock: Clock) -> None:
    """Its end is what counts, and that is on another UTC day than its start."""
    long = Slot(owned.provider, owned.slots[0].start + DAY // 2 + 2 * 3600)  # 23:00
    visits.store(table, visits.visit(owned.slots[0], client_id=owned.client))
    item = visits.visit(long, Footprint(quarters=32), client_id=owned.client).to_item()
    table.put_item(Item=item)
    clock.now = long.start + 32 * QUARTER + 30 * DAY - 1

    for file in (subscribe("provider", owned.provider), subscribe("client", owned.client)):
        assert [each.decoded("dtstart") for each in events(file)] == [at(23)]


def test_only_its_own_bookings_are_in_a_feed(office: Office) -> None:
    office.booked(2)
    other = bare_provider()

    assert events(subscribe("provider", other)) == []
    assert events(subscribe("busy", other)) == []


@pytest.mark.parametrize("attribute", ["provider_owner", "owner"])
def test_the_bookings_of_an_earlier_owner_are_not_shown(office: Office, table: Table, attribute: str) -> None:
    """An id may come back, when a request to create is repeated after a deletion."""
    office.booked(2)
    overwrite(table, keys.appointment(office.slots[2]), **{attribute: "somebody else"})
    shown = {
        "provider": [subscribe("provider", office.provider), subscribe("busy", office.provider)],
        "client": [subscribe("client", office.client)],
    }
    hidden = shown.pop("provider" if attribute == "provider_owner" else "client")

    assert [events(file) for file in hidden] == [[] for _ in hidden]
    assert all(events(file) for files in shown.values() for file in files)


def test_a_booking_without_an_id_is_left_out(office: Office, table: Table) -> None:
    """An early version of the code stored it."""
    office.booked(2)
    overwrite(table, keys.appointment(office.slots[2]), hold_id=None)

    for file in (subscribe("provider", office.provider), subscribe("client", office.client)):
        assert events(file) == []


def test_the_busy_feed_contains_no_word_about_anybody(api: Api, clock: Clock) -> None:
    canary = {"name": "Canary Peregrine", "email": "canary@peregrine.example"}
    provider = api.post("/api/providers", canary).json["id"]
    client = api.post("/api/clients", canary | {"phone": "+49 555 0190190"}).json["id"]
    offer = {"name": "Canary treatment", "duration_minutes": 15, "provider_ids": [provider]}
    service = api.post("/api/services", offer).json["id"]
    hour = {"start_datetime": "2026-12-02T09:00:00Z", "end_datetime": "2026-12-02T10:00:00Z"}
    (slot, *_) = api.post(f"/api/providers/availability/{provider}", hour).json["opened"]
    wish = {"client_id": client, "service_id": service}
    assert api.post(f"/api/appointments/reserve/{slot['id']}", wish).status == 201
    assert api.post(f"/api/appointments/confirm/{slot['id']}").status == 200
    assert "Canary treatment with Canary Peregrine" in fetch(subscribe("provider", provider)).body

    response = fetch(subscribe("busy", provider))

    text = f"{response.body} {dict(response.headers)}".lower()
    told = ["canary", "peregrine", "treatment", "0190190", str(client), str(service), str(provider), "admin"]
    assert "busy" in text
    assert [word for word in told if word in text] == []


def test_a_feed_of_somebody_who_is_gone_is_not_found(office: Office, table: Table) -> None:
    """A deletion takes the feed along; this one was left by mistake."""
    file = subscribe("client", office.client)
    table.delete_item(Key=keys.client(office.client)._asdict())

    assert fetch(file).status == 404


def test_a_fetch_changes_nothing(office: Office, table: Table) -> None:
    office.booked(2)
    file = subscribe("provider", office.provider)
    before = stored(table)

    fetch(file)

    assert stored(table) == before


def test_a_program_that_has_the_latest_version_gets_no_second_copy(office: Office) -> None:
    file = subscribe("provider", office.provider)
    office.booked(2)
    response = fetch(file)
    tag = response.headers["ETag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = fetch(file, {"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, "", tag)
        assert again.headers["Cache-Control"] == "private, max-age=300"
    for known in ("", '"other"', tag.strip('"'), tag + "x"):
        assert fetch(file, {"If-None-Match": known}).body == response.body
    office.booked(12)
    assert fetch(file, {"If-None-Match": tag}).status == 200
    assert fetch(file).headers["ETag"] != tag


def test_the_headers_keep_the_calendar_private(office: Office) -> None:
    response = fetch(subscribe("provider", office.provider))

    assert {name: value for name, value in response.headers.items() if name != "ETag"} == {
        "Cache-Control": "private, max-age=300",
        "Content-Disposition": 'inline; filename="calendar.ics"',
        "Content-Type": "text/calendar; charset=utf-8",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }


def test_a_client_made_anew_gets_no_booking_of_the_first(owned: Owned, clock: Clock) -> None:
    owned.book(owned.slots[0])
    clock.advance(3 * DAY + HOLD)
    clients.delete(owned.client, ALICE, None)

    assert said(subscribe("provider", owned.provider)) == [("Appointment with alice", 1, "CONFIRMED")]
