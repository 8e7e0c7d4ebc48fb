"""Which event is told to whom, by mail."""

import json
from collections.abc import Callable
from typing import NamedTuple

from holdfast.core.settings import mail_settings
from holdfast.notifications import delivery, facts, invitation, letters, message, ses, switched_off
from holdfast.notifications.facts import Facts
from holdfast.notifications.received import (
    CANCELLED,
    CONFIRMED,
    DISABLED,
    HELD,
    RELEASED,
    REMINDER,
    RESCHEDULED,
    Received,
)
from holdfast.notifications.sentences import Reader

READERS: dict[str, tuple[Reader, ...]] = {
    HELD: ("client",),
    RELEASED: (),
    CONFIRMED: ("client", "provider"),
    RESCHEDULED: ("client", "provider", "former"),
    CANCELLED: ("client", "provider"),
    REMINDER: ("client",),
}


class Mail(NamedTuple):
    """A mail that is due."""

    facts: Facts
    reader: Reader

    def send(self) -> bool:
        """Send the mail unless it was sent before; return whether it was sent now.

        Return False for a reader without an address too. Raises StillClaimed, Unavailable, and the errors of
        the mail service.
        """
        event = self.facts.event
        person = self.facts.person(self.reader)
        to = message.deliverable(person.email) if person else None
        if not to:
            return False
        letter = letters.write(self.facts, self.reader)
        file = invitation.make(self.facts, self.reader, to.addr_spec)
        raw = message.compose(self.facts, self.reader, to, letter, file)
        return delivery.send_once(event.id, self.reader, event.end, lambda: ses.send(raw, to.addr_spec))


def steps_of(body: str) -> list[Callable[[], bool]]:
    """Return how to send each mail about a message of the queue; raise errors as `Received` does."""
    detail = json.loads(body)["detail"]
    if detail["type"] == DISABLED:
        return switched_off.steps_of(detail)
    return [each.send for each in due(Received.from_message(body))]


def due(event: Received) -> list[Mail]:
    """Return the mails about the event: none if the stack sends no mail.

    What is no longer true is told only to the provider that the booking has left. No later event is told to
    her, and without this one the visit would stay in her calendar.
    """
    readers = READERS.get(event.type, ())
    known = facts.read(event) if readers and mail_settings().sender else None
    if not known:
        return []
    return [Mail(known, reader) for reader in readers if known.is_true or reader == "former"]
