"""The calendar files of a booking's mails invite to one event, update that event, and cancel it."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from testkit.mails import SENDER, Outbox, Sent, deliver
from testkit.scenario import Practice, new_service
from tests.unit.notifications.office import ALICE, DANA, Office


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, 2, hour, minute, tzinfo=UTC)


def whole_life(office: Office, outbox: Outbox) -> list[list[Sent]]:
    """Confirm, move and cancel a booking; return the mails of each event."""
    booked = office.confirmed()
    deliver(booked)
    first = outbox.take()
    moved = office.moved(booked, office.slots[4])
    deliver(moved)
    second = outbox.take()
    deliver(office.cancelled(moved))
    return [first, second, outbox.take()]


@pytest.mark.parametrize("reader", [ALICE, DANA])
def test_a_booking_is_one_event_from_invitation_to_cancellation(
    office: Office, outbox: Outbox, reader: str
) -> None:
    mails = [sent for told in whole_life(office, outbox) for sent in told if sent.to == reader]
    events = [sent.event for sent in mails]

    assert [sent.method for sent in mails] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["sequence"] for event in events] == [1, 2, 3]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    booking = mails[0].mail["Message-ID"].strip("<").partition("-")[0]
    assert {str(event["uid"]) for event in events} == {f"{booking}@holdfast"}
    times = [(event.decoded("dtstart"), event.decoded("dtend")) for event in events]
    assert times == [(at(9), at(9, 45)), (at(10), at(10, 45)), (at(10), at(10, 45))]


def test_times_are_in_utc_and_the_file_follows_the_standard(office: Office, outbox: Outbox) -> None:
    deliver(office.confirmed())
    file = outbox.take()[0].file

    assert "\r\nDTSTART:20261202T090000Z\r\nDTEND:20261202T094500Z\r\n" in file
    assert "\r\nDTSTAMP:20261201T080000Z\r\n" in file
    assert file.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert file.endswith("END:VCALENDAR\r\n")
    assert "\n" not in file.replace("\r\n", "")
    assert max(len(line.encode()) for line in file.split("\r\n")) <= 75
    assert Calendar.from_ical(file).to_ical().decode() == file


def test_the_file_is_shown_as_an_invitation_and_can_be_saved(office: Office, outbox: Outbox) -> None:
    deliver(office.confirmed())
    mail = outbox.take()[0].mail

    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "appointment.ics"


def test_a_hold_is_no_event_yet(office: Office, outbox: Outbox) -> None:
    deliver(office.held())
    (sent,) = outbox.take()

    assert [part.get_content_type() for part in sent.mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_the_sender_invites_and_each_reader_is_the_only_guest(office: Office, outbox: Outbox) -> None:
    deliver(office.confirmed())
    to_client, to_provider = (sent.event for sent in outbox.take())

    assert (str(to_client["summary"]), str(to_provider["summary"])) == (
        "Consultation with Dr. Dana",
        "Consultation with Alice",
    )
    for event, address, name in ((to_client, ALICE, "Alice"), (to_provider, DANA, "Dr. Dana")):
        assert (str(event["organizer"]), event["organizer"].params["cn"]) == (f"mailto:{SENDER}", "Dr. Dana")
        assert str(event["attendee"]) == f"mailto:{address}"
        assert dict(event["attendee"].params) == {
            "CN": name,
            "PARTSTAT": "ACCEPTED",
            "ROLE": "REQ-PARTICIPANT",
            "RSVP": "FALSE",
        }


def test_nobody_sees_the_others_address(office: Office, outbox: Outbox) -> None:
    """A provider may know how to reach the client. The provider's own address is private."""
    for told in whole_life(office, outbox):
        (to_client,) = (sent for sent in told if sent.to == ALICE)
        headers = [str(header) for header in to_client.mail.values()]
        shown = [*headers, to_client.text, to_client.html, to_client.event.to_ical().decode()]
        assert not [part for part in shown if DANA in part]


def test_calendars_get_no_link_because_people_share_them(office: Office, outbox: Outbox) -> None:
    event = office.confirmed()
    secret = office.token(office.slots[0]).rpartition("~")[2]
    deliver(event)

    file = outbox.take()[0].file
    assert secret not in file
    assert "://" not in file


def test_the_provider_that_a_booking_leaves_gets_a_cancellation_of_the_old_time(
    office: Office, outbox: Outbox
) -> None:
    other = Practice(office.api, name="Dr. Lee", email="lee@practice.example")
    office.service = new_service(office.api, office.provider, other.provider, start_every_minutes=15)
    booked = office.confirmed()
    deliver(booked)
    invited = outbox.take()[1].event

    deliver(office.moved(booked, other.slots[1]))
    client, provider, former = outbox.take()

    assert [(sent.method, sent.event["sequence"]) for sent in (client, provider, former)] == [
        ("REQUEST", 2),
        ("REQUEST", 2),
        ("CANCEL", 2),
    ]
    assert (former.to, former.event["uid"]) == (DANA, invited["uid"])
    assert former.event.decoded("dtstart") == invited.decoded("dtstart") == at(9)
    assert former.event.decoded("dtend") == invited.decoded("dtend") == at(9, 45)
    assert provider.event.decoded("dtstart") == at(9, 15)


def test_the_provider_that_a_booking_has_left_is_told_even_if_it_has_gone_on(
    office: Office, outbox: Outbox
) -> None:
    other = Practice(office.api, name="Dr. Lee", email="lee@practice.example")
    office.service = new_service(office.api, office.provider, other.provider, start_every_minutes=15)
    booked = office.confirmed()
    moved = office.moved(booked, other.slots[0])
    cancelled = office.cancelled(moved)

    deliver(cancelled, moved, booked)

    told = [(sent.to, sent.method, sent.event["sequence"]) for sent in outbox.take()]
    assert told == [
        (ALICE, "CANCEL", 3),
        ("lee@practice.example", "CANCEL", 3),
        (DANA, "CANCEL", 2),
    ]


def test_commas_and_quotes_in_names_stay_names(office: Office, outbox: Outbox) -> None:
    name = 'Ana "Nana", Müller; \\ and sons: '
    office.change_client(name=name)

    deliver(office.confirmed())
    to_client, to_provider = (sent.event for sent in outbox.take())

    assert str(to_provider["summary"]) == f"Consultation with {name.strip()}"
    # RFC 5545 has no way to write a quotation mark in a parameter; RFC 6868 has.
    assert to_client["attendee"].params["cn"] == name.strip()
    assert str(to_client["attendee"]) == f"mailto:{ALICE}"
