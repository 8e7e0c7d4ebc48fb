"""The examples in docs/mail.md: the text of each mail, as the function writes it."""

from collections.abc import Iterator

from holdfast.core import clock, utc
from holdfast.core.slots import Slot
from holdfast.model.client import Client
from holdfast.model.link import Link
from holdfast.model.provider import Provider
from holdfast.model.service import Service
from holdfast.notifications import letters
from holdfast.notifications.facts import Facts
from holdfast.notifications.received import CANCELLED, CONFIRMED, HELD, REMINDER, RESCHEDULED, Received
from holdfast.notifications.sentences import SENTENCES, Reader

PARAMETERS = {"MailFrom": "appointments@practice.example", "PublicUrl": "https://book.practice.example"}
NOW = utc.instant("2026-12-01T08:00:00Z")
_MARK = "<!-- Written by tools.mail: do not change by hand. -->\n"
_TITLES = {
    HELD: "A reservation",
    CONFIRMED: "A confirmation",
    RESCHEDULED: "A move",
    CANCELLED: "A cancellation",
    REMINDER: "A reminder",
}
_READERS = {
    "client": "to the client",
    "provider": "to the provider",
    "former": "to the provider that the booking has left",
}
_MADE = {"owner": "", "version": 1, "write_id": "", "request_id": "", "body_hash": ""}


def in_document(document: str) -> str:
    """Return the document with new examples. It needs the functions' environment, with PARAMETERS."""
    clock.now = lambda: NOW
    before, _, _ = document.partition(_MARK)
    return before + _MARK + "".join(f"\n{example}" for example in _examples())


def _examples() -> Iterator[str]:
    for kind, reader in SENTENCES:
        letter = letters.write(_facts(kind, reader), reader)
        title = f"**{_TITLES[kind]}, {_READERS[reader]}**"
        yield f"{title}\n\n```text\nSubject: {letter.subject}\n\n{letter.text}```\n"


def _facts(kind: str, reader: Reader) -> Facts:
    slot, earlier = (Slot.from_id(f"5487967960716284-20261202T{time}Z") for time in ("0900", "0815"))
    provider = _provider(slot.provider_id, "Dr. Dana Vogt")
    event = Received(
        id="4617315517961601-1",
        type=kind,
        version=1,
        time=NOW,
        booking_id=4617315517961601,
        slot=slot,
        previous=earlier if kind == RESCHEDULED else None,
        client_id=8464937460852550,
        service_id=3,
        end=slot.start + 45 * 60,
    )
    return Facts(
        event=event,
        is_true=True,
        provider=provider,
        former=provider if reader == "former" else None,
        client=_client(event.client_id),
        service=_service(),
        link=Link(slot, event.booking_id, "oGlCvIhkkbc7zNTJ2Y6LGw"),
        expires_at=NOW + 1800 if kind == HELD else None,
    )


def _provider(number: int, name: str) -> Provider:
    rules = {"time_zone": "Europe/Berlin", "min_notice_minutes": 60, "cancel_notice_minutes": 120}
    return Provider.from_item(
        {"PK": f"PROVIDER#{number}", "name": name, "calendar_version": 1, **rules, **_MADE}
    )


def _client(number: int) -> Client:
    own = {"name": "Alice Moreau", "email": "alice@example.com", "phone": None}
    return Client.from_item(
        {"PK": f"CLIENT#{number}", "in_owners_list": True, "recent_holds": [], **own, **_MADE}
    )


def _service() -> Service:
    minutes = {"duration_minutes": 45, "buffer_before_minutes": 0, "buffer_after_minutes": 15}
    default = {"description": "", "start_every_minutes": None, "min_notice_minutes": None, "active": True}
    return Service.from_item({"PK": "SERVICE#3", "name": "Consultation", **minutes, **default, **_MADE})
