"""The file that calendar programs fetch (RFC 5545)."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from holdfast.core.settings import settings
from holdfast.feeds.entries import Entry, Shown

_REFRESH = timedelta(minutes=5)


def write(shown: Shown) -> str:
    """Return the whole file, with its line ends. The same entries make the same file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Holdfast//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what programs read instead
        calendar.add(name, shown.name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    created = datetime.fromtimestamp(shown.created_at, UTC)
    for entry in shown.entries:
        calendar.add_component(_event(entry, created))
    content: bytes = calendar.to_ical()
    return content.decode()


def _event(entry: Entry, created: datetime) -> Event:
    event = Event()
    # As in the calendar files of mails: a program that has both knows that it is one event.
    event.add("uid", f"{entry.booking_id}@{settings().service}")
    event.add("sequence", entry.version)
    # SEQUENCE says which version is the newest. DTSTAMP must only be the same each time.
    event.add("dtstamp", created)
    event.add("dtstart", datetime.fromtimestamp(entry.start, UTC))
    event.add("dtend", datetime.fromtimestamp(entry.end, UTC))
    event.add("summary", entry.summary)
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.status == "CONFIRMED" else "TRANSPARENT")
    return event
