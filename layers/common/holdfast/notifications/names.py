"""Names and other texts as mails show them. People choose them, so they may contain anything."""

import re
import unicodedata

from holdfast.model.client import Client
from holdfast.model.provider import Provider
from holdfast.model.service import Service


def of(named: Provider | Client | Service | None) -> str | None:
    return plain(named.name) if named else None


def plain(text: str) -> str:
    """Return the text on one line, without control characters.

    A text never looks like a link: somebody could enter another person's address together with a name that
    leads to a page of his own. Nor does it look like an encoded word (RFC 2047), which may contain line ends.
    """
    words = re.sub(r"=+\?", "?", text.replace("://", " ")).split()  # whatever character ends a line
    return "".join(each for each in " ".join(words) if unicodedata.category(each) not in {"Cc", "Cs"})


def summary(service: str | None, person: str | None) -> str:
    """Return what a calendar calls a booking of this service with this person."""
    what = service or "Appointment"
    return f"{what} with {person}" if person else what
