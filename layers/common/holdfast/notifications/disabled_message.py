"""The message that asks for the mail about a disabled webhook. It looks like an event from the bus."""

import json

from holdfast.core import utc
from holdfast.notifications.received import DISABLED

_json = json.JSONEncoder(separators=(",", ":")).encode


def message_of(webhook_id: int, disabled_at: int) -> str:
    """Return the message as JSON. `disabled_at` is in epoch seconds.

    The id is the same in each message about the same disabling. One id gets one mail.
    """
    message_id, at = f"webhook-{webhook_id}-{disabled_at}", utc.text(disabled_at)
    detail = {"id": message_id, "type": DISABLED, "time": at, "webhook_id": webhook_id}
    envelope = {"version": "0", "id": message_id, "detail-type": DISABLED, "source": "holdfast", "time": at}
    return _json({**envelope, "detail": detail})
