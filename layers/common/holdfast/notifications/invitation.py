"""The calendar file of a mail (RFC 5545, RFC 5546): invitation, update or cancellation of one event.

A calendar knows the event by its UID, which a booking keeps for life, and prefers the highest SEQUENCE.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from icalendar import Calendar, Event, vCalAddress

from holdfast.core.settings import mail_settings, settings
from holdfast.notifications import names
from holdfast.notifications.facts import Facts
from holdfast.notifications.received import CANCELLED, HELD, REMINDER
from holdfast.notifications.sentences import Reader


class Invitation(NamedTuple):
    """`method` is REQUEST or CANCEL. `text` is the whole file, with its line ends."""

    method: str
    text: str


def make(facts: Facts, reader: Reader, address: str) -> Invitation | None:
    """Return the file for the reader with this address, or None if a calendar has nothing to learn.

    A hold is no appointment yet, and a reminder is of one that the calendar knows.
    """
    if facts.event.type in {HELD, REMINDER}:
        return None
    is_gone = facts.event.type == CANCELLED or reader == "former"
    method = "CANCEL" if is_gone else "REQUEST"
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Holdfast//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(facts, reader, address, "CANCELLED" if is_gone else "CONFIRMED"))
    return Invitation(method, calendar.to_ical().decode())


def _event(facts: Facts, reader: Reader, address: str, status: str) -> Event:
    visit, booking = facts.visit(reader), facts.event
    event = Event()
    # The stack's name never changes. The sender's domain may, and the UID must not change with it.
    event.add("uid", f"{booking.booking_id}@{settings().service}")
    event.add("sequence", booking.version)
    event.add("status", status)
    for name, instant in (("dtstamp", booking.time), ("dtstart", visit.start), ("dtend", visit.end)):
        event.add(name, datetime.fromtimestamp(instant, UTC))
    event.add("summary", _summary(facts, reader))
    # The provider's own address is private, so the sender of the mail invites.
    event.add("organizer", _person(mail_settings().sender, names.of(facts.provider)))
    event.add("attendee", _attendee(address, names.of(facts.person(reader))))
    return event


def _summary(facts: Facts, reader: Reader) -> str:
    whom = facts.provider if reader == "client" else facts.client
    return names.summary(names.of(facts.service), names.of(whom))


def _attendee(address: str, name: str | None) -> vCalAddress:
    """Return the reader as somebody who comes and need not reply: no program would read the reply."""
    attendee = _person(address, name)
    attendee.params |= {"role": "REQ-PARTICIPANT", "partstat": "ACCEPTED", "rsvp": "FALSE"}
    return attendee


def _person(address: str, name: str | None) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        person.params["cn"] = name
    return person
