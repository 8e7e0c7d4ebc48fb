"""What was cancelled, or moved to another provider, is told to those whose calendars have it."""

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core import utc
from holdfast.core.utc import DAY
from holdfast.model.gone import Gone
from testkit.api import Api, invoke
from testkit.clock import Clock
from testkit.events import load_event
from testkit.feeds import events, note, said, subscribe
from testkit.items import stored
from testkit.mails import held, record
from testkit.reminders import messages
from testkit.users import signed_in
from tests.unit.feeds.conftest import Office

GONE = ("Cancelled", 2, "CANCELLED")


@pytest.fixture
def files(office: Office, clock: Clock) -> list[str]:
    """Return the addresses of all three feeds, from a minute before anything is booked."""
    made = [
        subscribe("provider", office.provider),
        subscribe("busy", office.provider),
        subscribe("client", office.client),
    ]
    clock.advance(60)
    return made


def gone(table: Table) -> list[Gone]:
    return [Gone.from_item(each) for each in stored(table) if str(each["SK"]).startswith("GONE#")]


def test_a_cancelled_booking_is_told_to_all_calendars_with_its_uid(
    office: Office, files: list[str], table: Table
) -> None:
    booked = office.booked(2, office.consultation)
    uids = [events(file)[0]["uid"] for file in files]

    assert note(office.cancelled(booked)) == {"batchItemFailures": []}

    for file, uid in zip(files, uids, strict=True):
        (event,) = events(file)
        assert said(file) == [GONE]
        assert (event["uid"], str(event["transp"])) == (uid, "TRANSPARENT")
        assert event.decoded("dtstart").timestamp() == office.slots[2].start
    start, end = office.slots[2].start, office.slots[5].start
    assert [dict(item) for item in stored(table) if str(item["SK"]).startswith("GONE#")] == [
        {
            "PK": partition,
            "SK": f"GONE#2026-12-02T09:30Z#{booked['booking_id']}",
            "version": 2,
            "end": end,
            "at": utc.instant("2026-12-01T08:01:00Z"),
            "expires_at": end + 30 * DAY,
        }
        for partition in (f"CLIENT#{office.client}", f"PROVIDER#{office.provider}")
    ]
    assert {each.start for each in gone(table)} == {start}


def test_until_the_event_arrives_the_booking_is_just_missing(office: Office, files: list[str]) -> None:
    office.cancelled(office.booked(2))

    assert [said(file) for file in files] == [[], [], []]


def test_what_moves_within_its_provider_is_not_noted(office: Office, files: list[str], table: Table) -> None:
    booked = office.booked(2)

    note(booked, office.moved(booked, office.slots[12]))

    assert gone(table) == []
    assert [said(file)[0][1:] for file in files] == [(2, "CONFIRMED")] * 3


def test_the_provider_that_a_booking_leaves_is_told(office: Office, files: list[str]) -> None:
    booked = office.booked(2, office.check_up)
    provider, _, client = files
    new = subscribe("provider", office.lee)

    note(office.moved(booked, office.other))

    assert said(provider) == [GONE]
    assert said(new) == [("Consultation with alice", 2, "CONFIRMED")]
    assert said(client) == [("Consultation with Dr. Lee", 2, "CONFIRMED")]


def test_a_booking_that_moves_away_and_back_is_shown_as_it_stands(office: Office, files: list[str]) -> None:
    away = office.moved(office.booked(2, office.check_up), office.other)
    back = office.moved(away, office.slots[2])

    note(away, back)

    assert said(files[0]) == [("Consultation with alice", 3, "CONFIRMED")]
    note(office.cancelled(back))
    assert [said(file) for file in files] == [[("Cancelled", 4, "CANCELLED")]] * 3


def test_a_cancelled_booking_is_told_until_thirty_days_after_its_end(
    office: Office, files: list[str], clock: Clock
) -> None:
    event = office.cancelled(office.booked(2))
    note(event)
    end = office.slots[2].end

    clock.now = end + 30 * DAY - 1
    assert [said(file) for file in files] == [[GONE]] * 3
    clock.now += 1  # TTL may delete the items days later
    assert [said(file) for file in files] == [[]] * 3


def test_a_long_visit_is_told_until_thirty_days_after_its_end_not_its_start(
    office: Office, files: list[str], table: Table, clock: Clock
) -> None:
    end = office.slots[0].start
    visit = Gone(f"PROVIDER#{office.provider}", 5, 2, end - 8 * 3600, end, clock.now)
    table.put_item(Item=visit.to_item())
    clock.now = end + 30 * DAY - 1

    assert said(files[0]) == [GONE]


def test_an_event_that_comes_too_late_is_not_noted(
    office: Office, files: list[str], table: Table, clock: Clock
) -> None:
    event = office.cancelled(office.booked(2))
    clock.now = office.slots[2].end + 30 * DAY

    assert note(event) == {"batchItemFailures": []}
    assert gone(table) == []


def test_an_address_tells_nothing_of_what_was_cancelled_before_it_was_made(
    office: Office, files: list[str], clock: Clock
) -> None:
    note(office.cancelled(office.booked(2)))
    same_second = subscribe("busy", office.provider)
    clock.advance(1)

    later = subscribe("provider", office.provider)

    assert [said(file) for file in (same_second, later, files[2])] == [[GONE], [], [GONE]]


def test_a_provider_made_anew_does_not_get_what_the_first_one_left(api: Api, clock: Clock) -> None:
    dana = signed_in("dana")
    provider = dana.post("/api/providers", {"name": "A"}).json["id"]
    subscribe("provider", provider)
    clock.advance(1)
    event = load_event("note_cancellations")
    body = event["Records"][0]["body"].replace("2030-12-0", "2026-12-0")
    (message,) = event["Records"]
    body = body.replace("20301202", "20261202").replace("8773155746810891", str(provider))
    assert invoke("note_cancellations", {"Records": [message | {"body": body}]}) == {"batchItemFailures": []}
    assert dana.delete(f"/api/providers/{provider}").status == 200

    clock.advance(1)
    assert dana.post("/api/providers", {"name": "A"}).json["id"] == provider
    assert said(subscribe("provider", provider)) == []


def test_other_events_and_holds_are_not_noted(office: Office, table: Table) -> None:
    hold = held(office.hold(office.slots[2]).id)

    assert note(hold, office.booked(12)) == {"batchItemFailures": []}
    assert gone(table) == []


def test_a_message_that_cannot_be_read_comes_back_alone(office: Office, files: list[str]) -> None:
    event = office.cancelled(office.booked(2))
    (good,) = messages(event)["Records"]

    response = invoke("note_cancellations", {"Records": [record("bad", "{}"), good]})

    assert response == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert said(files[0]) == [GONE]
