"""Disables a webhook whose endpoint failed for too long or is gone, and has its owner told once."""

from contextlib import suppress

from holdfast.core.settings import mail_settings, webhook_settings
from holdfast.dynamodb import actions, table, webhook_keys
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import DISABLE, EXISTS, NOTE_TOLD, SAME_VERSION
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.health import Health
from holdfast.model.webhook import Webhook
from holdfast.notifications import clients
from holdfast.notifications.disabled_message import message_of
from holdfast.webhooks import steps

GONE = "410"  # the status by which an endpoint says that it wants nothing more


def is_over(health: Health, outcome: str, now: int) -> bool:
    """Return True if the webhook must be disabled after an attempt that failed with this outcome."""
    has_failed_long = health.failing_since is not None and now >= health.failing_since + steps.LONGEST
    return has_failed_long or outcome == GONE


@retry_on_conflict
def disable(webhook: Webhook, now: int) -> Webhook | None:
    """Disable the webhook, unless it was changed since it was read.

    Returns the webhook as it is now, or None if it was deleted.
    """
    values = {"false": False, "now": now, "one": 1, "version": webhook.version}
    try:
        stored = table.write(actions.update(webhook_keys.webhook(webhook.id), DISABLE, SAME_VERSION, values))
    except ConditionFailed as failed:
        found = failed.found[0]
        return Webhook.from_item(found) if found else None
    return Webhook.from_item(stored)


def tell(webhook: Webhook, health: Health) -> None:
    """Have the owner told by mail that the webhook was disabled, unless that was done before.

    The message always has the same id, so that a repeat sends no second mail. Raises botocore's errors.
    """
    if webhook.active or webhook.disabled_at in (None, health.told) or not mail_settings().sender:
        return
    clients.client("sqs").send_message(
        QueueUrl=webhook_settings().mail_queue_url,
        MessageBody=message_of(webhook.id, webhook.disabled_at),
    )
    _note_told(webhook.id, webhook.disabled_at)


@retry_on_conflict
def _note_told(webhook_id: int, disabled_at: int) -> None:
    with suppress(ConditionFailed):  # the webhook was activated since, or deleted
        table.write(
            actions.update(webhook_keys.health(webhook_id), NOTE_TOLD, EXISTS, {"disabled_at": disabled_at})
        )
