"""The headers of an attempt, with its signatures. Standard Webhooks describes them."""

from datetime import UTC, datetime

from standardwebhooks import Webhook as Signer

from holdfast.model.delivery import Delivery
from holdfast.model.webhook import Webhook


def headers(webhook: Webhook, delivery: Delivery, now: int) -> dict[str, str]:
    """Return the headers of an attempt at `now`, in epoch seconds. Each valid secret has a signature."""
    moment = datetime.fromtimestamp(now, UTC)
    signatures = (
        Signer(secret).sign(delivery.event_id, moment, delivery.body) for secret in webhook.valid_secrets(now)
    )
    return {
        "content-type": "application/json",
        "user-agent": "Holdfast",
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(now),
        "webhook-signature": " ".join(signatures),
    }
