"""Descriptions of the fields of webhooks and of their deliveries."""

_URL = (
    "Where events are sent: `https://`, and a host on the internet by its name; no user, no fragment, at "
    "most 500 characters."
)
_TYPES = "The types of events that are sent, such as `appointment.confirmed`; `[]` for all."
_TOLD = "Who is told by mail when the webhook is disabled; the provider's `email` if it is null."
_ACTIVE = "Whether events are sent. Nothing that happens while it is false is sent later."
_WEBHOOK = {
    "url": _URL,
    "description": "What the webhook is for; may be empty.",
    "types": _TYPES,
    "email": _TOLD,
    "active": _ACTIVE,
}
_SHOWN_WEBHOOK = _WEBHOOK | {
    "id": "The webhook's id, a whole number.",
    "provider_id": "The provider of whose bookings it is told, or null for all providers.",
    "disabled_at": (
        "When it was disabled because its endpoint failed for five days or said 410, in UTC; otherwise null."
    ),
}
FIELDS = {
    **{f"NewWebhook.{field}": text for field, text in _WEBHOOK.items()},
    "NewWebhook.provider_id": (
        "The provider of whose bookings it is told: one of your own. An administrator can name any, or none "
        "for all providers. It cannot be changed."
    ),
    **{f"WebhookChange.{field}": text for field, text in _WEBHOOK.items()},
    **{f"WebhookResponse.{field}": text for field, text in _SHOWN_WEBHOOK.items()},
    **{f"NewSecretResponse.{field}": text for field, text in _SHOWN_WEBHOOK.items()},
    "secret": (
        "The secret with which to verify what is sent: `whsec_` and base64. No other response shows it. A "
        "repeated creation shows it until the first rotation."
    ),
    "WebhookPage.items": "Webhooks, in the order of their ids.",
    "DeliveryResponse.id": "The id of the event, which each attempt sends as `webhook-id`.",
    "DeliveryResponse.type": "The type of the event, such as `appointment.confirmed`.",
    "DeliveryResponse.status": (
        "`waiting`: for its next attempt. `delivered`: the endpoint returned 2xx. `failed`: given up."
    ),
    "DeliveryResponse.attempts": "How many attempts there were, since it was last sent again by hand.",
    "DeliveryResponse.created_at": "When the event was first to be sent, in UTC.",
    "DeliveryResponse.attempted_at": "When the latest attempt was made, in UTC; null before the first.",
    "DeliveryResponse.next_at": "When the next attempt is due, in UTC, if it is known; otherwise null.",
    "DeliveryResponse.outcome": (
        "How the latest attempt ended: an HTTP status such as `503`, or a word such as `timeout`; null "
        "before the first."
    ),
    "DeliveryResponse.event": "The body of each attempt.",
    "SentEvent.type": "The type of the event.",
    "SentEvent.timestamp": "When it happened, in UTC.",
    "SentEvent.data": "What happened, without names, addresses and telephone numbers.",
    "DeliveryPage.items": "Deliveries, the newest event first.",
}
