"""The whole mail, as it goes to the mail service: headers, text, HTML and the calendar file."""

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from holdfast.core import clock
from holdfast.core.settings import mail_settings
from holdfast.notifications import names
from holdfast.notifications.facts import Facts
from holdfast.notifications.invitation import Invitation
from holdfast.notifications.letters import Letter
from holdfast.notifications.sentences import Reader

_UNFOLDED = SMTP.clone(max_line_length=998)
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def deliverable(address: str | None) -> Address | None:
    """Return the address, or None if the mail service would refuse it.

    The API accepts more: the service takes only ASCII before the @, and a domain with a dot behind it.
    """
    name, _, domain = (address or "").rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        return None
    is_plain = _NAME.fullmatch(name) and _DOMAIN.fullmatch(ascii_domain)
    return Address(username=name, domain=ascii_domain) if is_plain else None


def compose(
    facts: Facts, reader: Reader, to: Address, letter: Letter, invitation: Invitation | None
) -> bytes:
    """Return the mail about an event in the format of RFC 5322."""
    named = Address(names.of(facts.person(reader)) or "", to.username, to.domain)
    # A provider may know how to reach the client. A client may not see the provider's own address.
    reply_to = deliverable(facts.client.email) if reader != "client" and facts.client else None
    if reply_to:
        reply_to = Address(names.of(facts.client) or "", reply_to.username, reply_to.domain)
    mail = _mail(f"{facts.event.id}.{reader}", named, letter, reply_to)
    if invitation:
        _attach(mail, invitation)
    return _text_of(mail, letter)


def compose_notice(message_id: str, to: Address, letter: Letter) -> bytes:
    """Return a mail without a calendar file in the format of RFC 5322."""
    return _text_of(_mail(message_id, to, letter), letter)


def _mail(message_id: str, to: Address, letter: Letter, reply_to: Address | None = None) -> EmailMessage:
    sender = mail_settings().sender
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(datetime.fromtimestamp(clock.now(), UTC))
    mail["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # so that no holiday reply comes back
    if reply_to:
        mail["Reply-To"] = reply_to
    mail.set_content(letter.text, cte=_encoding(letter.text))
    mail.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    return mail


def _text_of(mail: EmailMessage, letter: Letter) -> bytes:
    # To fit a subject into 78 characters, Python would leave its first line empty, which some programs show.
    return mail.as_bytes(policy=_UNFOLDED if letter.text.isascii() else SMTP)


def _encoding(text: str) -> str:
    """Return an encoding that leaves a link in one piece, if the text allows it."""
    return "7bit" if text.isascii() else "quoted-printable"


def _attach(mail: EmailMessage, invitation: Invitation) -> None:
    """Add the calendar file twice: the first copy is shown as an invitation, the second can be saved."""
    mail.add_alternative(
        invitation.text, subtype="calendar", cte="base64", params={"method": invitation.method}
    )
    mail.add_attachment(
        invitation.text.encode(), maintype="application", subtype="ics", filename="appointment.ics"
    )
