"""The ids in the paths of webhooks, and the bodies of their requests and responses."""

import json
import re
from typing import Annotated, Any, Literal, NotRequired

from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import AfterValidator, Field, StringConstraints
from typing_extensions import TypedDict  # before Python 3.12, pydantic refuses typing.TypedDict

from holdfast.api.fields import Description, Digits, Email, Id, Whole
from holdfast.api.requests import StrictBody
from holdfast.api.shapes import Instant
from holdfast.core import utc
from holdfast.core.errors import NotFound
from holdfast.model.delivery import Delivery, Status
from holdfast.model.webhook import Webhook
from holdfast.webhooks.addresses import MOST_CHARACTERS, check_url

_DELIVERY = r"^[a-z0-9-]{1,64}$"


def _checked(url: str) -> str:
    check_url(url)
    return url


Url = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_CHARACTERS),
    AfterValidator(_checked),
    Field(json_schema_extra={"format": "https-url"}),
]
EventType = Literal[
    "appointment.held",
    "appointment.released",
    "appointment.confirmed",
    "appointment.rescheduled",
    "appointment.cancelled",
]
EventTypes = Annotated[list[EventType], Field(max_length=100)]
WebhookId = Annotated[Id, Digits, Path()]
DeliveryId = Annotated[str, Path(), Field(json_schema_extra={"pattern": _DELIVERY})]


def event_id_of(delivery_id: str) -> str:
    """Return the event's id, which is also its delivery's; raise NotFound for text that is no such id."""
    if not re.fullmatch(_DELIVERY, delivery_id):
        raise NotFound("delivery")
    return delivery_id


class NewWebhook(StrictBody):
    url: Url
    description: Description = ""
    types: EventTypes = Field(default_factory=list)
    provider_id: Annotated[Id, Whole] | None = None
    email: Email | None = None
    active: bool = True

    def fields(self) -> dict[str, Any]:
        return self.model_dump() | {"types": {*self.types}}

    def hashed(self) -> dict[str, Any]:
        """Return what a repeat with the same Idempotency-Key must have in common."""
        return self.model_dump()


class WebhookChange(StrictBody):
    """A field that is left out keeps its value; null resets it to the default."""

    # It may be left out, but has no default to which null could reset it. The factory's value is never used.
    url: Url = Field(default_factory=str)
    description: Description | None = None
    types: EventTypes | None = None
    email: Email | None = None
    active: bool | None = None

    def fields(self) -> dict[str, Any]:
        given = self.model_dump(exclude_unset=True)
        defaults: dict[str, Any] = {"description": "", "types": [], "email": None, "active": True}
        changed = {name: defaults[name] if value is None else value for name, value in given.items()}
        return changed | ({"types": {*changed["types"]}} if "types" in changed else {})


class WebhookResponse(TypedDict):
    id: int
    url: str
    description: str
    types: list[str]
    provider_id: int | None
    email: str | None
    active: bool
    disabled_at: Instant | None


class NewSecretResponse(WebhookResponse):
    """A webhook with its newest secret, which no other response shows."""

    secret: NotRequired[str]


class WebhookPage(TypedDict):
    items: list[WebhookResponse]
    next_cursor: str | None


class SentEvent(TypedDict):
    """The body of each attempt."""

    type: str
    timestamp: Instant
    data: dict[str, Any]


class DeliveryResponse(TypedDict):
    id: str
    type: str
    status: Status
    attempts: int
    created_at: Instant
    attempted_at: Instant | None
    next_at: Instant | None
    outcome: str | None
    event: SentEvent


class DeliveryPage(TypedDict):
    items: list[DeliveryResponse]
    next_cursor: str | None


def of_webhook(webhook: Webhook) -> WebhookResponse:
    """Return the body that shows the webhook, without its secrets."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "description": webhook.description,
        "types": sorted(webhook.types),
        "provider_id": webhook.provider_id,
        "email": webhook.email,
        "active": webhook.active,
        "disabled_at": _time(webhook.disabled_at),
    }


def of_new_webhook(webhook: Webhook) -> NewSecretResponse:
    """Return the body that shows the webhook with its first secret, unless that has been rotated."""
    shown = of_rotated_webhook(webhook)
    if webhook.rotation_id:
        del shown["secret"]
    return shown


def of_rotated_webhook(webhook: Webhook) -> NewSecretResponse:
    return {**of_webhook(webhook), "secret": webhook.secrets[0]}


def of_delivery(delivery: Delivery) -> DeliveryResponse:
    return {
        "id": delivery.event_id,
        "type": delivery.type,
        "status": delivery.status,
        "attempts": delivery.attempts,
        "created_at": utc.text(delivery.created_at),
        "attempted_at": _time(delivery.attempted_at),
        "next_at": _time(delivery.next_at),
        "outcome": delivery.outcome,
        "event": json.loads(delivery.body),
    }


def _time(instant: int | None) -> Instant | None:
    return None if instant is None else utc.text(instant)
