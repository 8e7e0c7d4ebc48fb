"""Names as mails and calendars show them. People choose names, so they may contain anything."""

import re
import unicodedata

from holdfast.model.client import Client
from holdfast.model.provider import Provider
from holdfast.model.service import Service


def of(named: Provider | Client | Service | None) -> str | None:
    """Return the name as mails and calendars show it, or None if there is nothing that has a name."""
    return plain(named.name) if named else None


def plain(name: str) -> str:
    """Return the name on one line, without control characters.

    A name never looks like a link: somebody could enter another person's address together with a name that
    leads to a page of his own. Nor does it look like an encoded word (RFC 2047), which may contain line ends.
    """
    text = re.sub(r"=+\?", "?", name.replace("://", " "))
    words = text.split()  # at the end of a line too, whatever character ends it
    return "".join(each for each in " ".join(words) if unicodedata.category(each) not in {"Cc", "Cs"})


def summary(service: str | None, person: str | None) -> str:
    """Return what a calendar calls a booking of this service with this person."""
    what = service or "Appointment"
    return f"{what} with {person}" if person else what
