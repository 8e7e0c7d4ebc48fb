"""Calendar feeds, as calendar programs fetch and read them, and the events that feeds follow."""

from collections.abc import Mapping
from typing import Any

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from holdfast.core.caller import Caller
from holdfast.feeds import addresses
from holdfast.model.feed import FeedOf, Kind
from testkit.api import Api, Response, invoke
from testkit.layer_scenario import fresh_key
from testkit.mails import Detail
from testkit.reminders import messages
from testkit.users import ADMIN


def subscribe(kind: Kind, number: int, caller: Caller = ADMIN) -> str:
    """Give the feed a new address, and return the address's last part."""
    return addresses.make(FeedOf(kind, number), caller, fresh_key()).file


def fetch(file: str, headers: Mapping[str, str] | None = None) -> Response:
    return Api(None).get(f"/api/calendars/{file}", headers=headers)


def calendar(file: str) -> Calendar:
    response = fetch(file)
    assert response.status == 200, response.body
    found = Calendar.from_ical(response.body)
    assert isinstance(found, Calendar)
    return found


def events(file: str) -> list[CalendarEvent]:
    return calendar(file).events


def said(file: str) -> list[tuple[str, int, str]]:
    """Return the summary, the sequence and the status of each event, in the file's order."""
    return [(str(each["summary"]), int(str(each["sequence"])), str(each["status"])) for each in events(file)]


def note(*details: Detail) -> Any:
    """Send these details of events to the function that notes cancellations."""
    return invoke("note_cancellations", messages(*details))
