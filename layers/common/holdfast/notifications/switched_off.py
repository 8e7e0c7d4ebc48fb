"""The mail that tells the owner of a webhook that it was disabled."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from holdfast.core import utc
from holdfast.core.settings import mail_settings
from holdfast.dynamodb import keys, table, webhook_keys
from holdfast.model.provider import Provider
from holdfast.model.webhook import Webhook
from holdfast.notifications import delivery, letters, message, names, ses
from holdfast.notifications.letters import Letter

_OWNER = "owner"
_SUBJECT = "Switched off: the webhook to {host}"
_LEAD = (
    "A webhook of yours was switched off, because its address has failed for five days, or has said that it "
    "is gone. No event is sent to it any more."
)
_CLOSING = (
    "Once its address responds again, please make the webhook active. What it has failed to take can then be "
    "sent again; what happened while it was switched off cannot."
)


def steps_of(detail: Mapping[str, Any]) -> list[Callable[[], bool]]:
    """Return how to send the mail; raise LookupError, TypeError or ValueError for another kind of message."""
    return [partial(send, detail["webhook_id"], utc.instant(detail["time"]), detail["id"])]


def send(webhook_id: int, disabled_at: int, message_id: str) -> bool:
    """Send the mail unless it was sent before; return whether it was sent now.

    Return False too if the webhook is active again, or if nobody has an address to be told at. Raises errors
    as the mails about events do.
    """
    item = table.get(webhook_keys.webhook(webhook_id))
    webhook = Webhook.from_item(item) if item else None
    if not webhook or webhook.active or webhook.disabled_at != disabled_at or not mail_settings().sender:
        return False
    to = message.deliverable(webhook.email or _email_of(webhook))
    if not to:
        return False
    raw = message.compose_notice(f"{message_id}.{_OWNER}", to, _letter(webhook))
    return delivery.send_once(message_id, _OWNER, disabled_at, lambda: ses.send(raw, to.addr_spec))


def _email_of(webhook: Webhook) -> str | None:
    """Return the address of the provider that has the webhook, or None."""
    if webhook.provider_id is None:
        return None
    listing = table.get(webhook_keys.webhooks_of(webhook.provider_id)) or {}
    item = table.get(keys.provider(webhook.provider_id))
    is_its_own = item and webhook.id in listing.get("ids", ())  # not one that was made anew since
    return Provider.from_item(item).email if item and is_its_own else None


def _letter(webhook: Webhook) -> Letter:
    """Return the letter. It shows the host alone, because the rest of the URL may be a secret."""
    host = urlsplit(webhook.url).hostname or ""
    rows = [("Host", host), ("About", names.plain(webhook.description))]
    return letters.render(
        subject=_SUBJECT.format(host=host),
        lead=_LEAD,
        rows=[row for row in rows if row[1]],
        closing=_CLOSING,
    )
