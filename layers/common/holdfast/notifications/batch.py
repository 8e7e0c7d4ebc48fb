"""Send the mails of a batch of messages. One message that fails does not keep the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from holdfast.core.telemetry import error_name
from holdfast.notifications import mail
from holdfast.notifications.mail import Mail
from holdfast.notifications.received import Received


@dataclass
class Run:
    """`failed` are the ids of the messages that must come back, `errors` the names of what went wrong."""

    sent: int = 0
    failed: list[str] = field(default_factory=list)
    errors: set[str] = field(default_factory=set)


def send_mails(messages: Iterable[dict[str, Any]], has_time: Callable[[], bool]) -> Run:
    """Send the mails of each message, as long as `has_time` returns True; the rest must come back."""
    run = Run()
    for message in messages:
        if not (has_time() and _tell(message["body"], has_time, run)):
            run.failed.append(message["messageId"])
    return run


def _tell(body: str, has_time: Callable[[], bool], run: Run) -> bool:
    """Return True if the message is done with: each of its mails was sent, or need not be."""
    mails: list[Mail] = []
    is_done = _try(lambda: mails.extend(mail.due(Received.from_message(body))), run)
    for each in mails:  # a mail to one reader must not wait for another reader's
        is_done &= has_time() and _try(partial(_send, each, run), run)
    return is_done


def _send(each: Mail, run: Run) -> None:
    run.sent += each.send()


def _try(step: Callable[[], None], run: Run) -> bool:
    try:
        step()
    except Exception as error:  # noqa: BLE001 - only its name is kept: its message may contain an address
        run.errors.add(error_name(error))
        return False
    return True
