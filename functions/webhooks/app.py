"""Webhooks: list, create, show, change, delete, rotate, test; list deliveries and send them again."""

from http import HTTPStatus
from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import responses, webhook_lists
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import IdempotencyKey, IfMatch, version_of
from holdfast.api.query_strings import DeliveriesQuery, WebhooksQuery
from holdfast.api.request_keys import request_key_of
from holdfast.api.webhook_body import (
    DeliveryId,
    DeliveryPage,
    DeliveryResponse,
    NewSecretResponse,
    NewWebhook,
    WebhookChange,
    WebhookId,
    WebhookPage,
    WebhookResponse,
    event_id_of,
    of_delivery,
    of_new_webhook,
    of_rotated_webhook,
    of_webhook,
)
from holdfast.core.errors import WebhookLimit, WebhookOff
from holdfast.queries import webhooks
from holdfast.webhooks import redelivery, registration, rotation

app = resolver()

PATH = "/api/webhooks/<webhook_id>"


@app.get(
    "/api/webhooks",
    summary="List webhooks",
    description="Name your own provider. An administrator gets all webhooks, or those of one provider.",
    responses=responses.ok(WebhookPage),
)
def list_webhooks(query: Annotated[WebhooksQuery, Query()]) -> Response[str]:
    return responses.respond(webhook_lists.of_webhooks(query, caller_of(app)))


@app.post(
    "/api/webhooks",
    summary="Create a webhook",
    description=(
        "Each event of the provider's bookings is sent to `url`, signed with `secret`. Only this response "
        "and that of a rotation show the secret. An administrator can leave out `provider_id`, to be told of "
        "every provider."
    ),
    responses=responses.created(NewSecretResponse, WebhookLimit),
)
def create_webhook(body: Annotated[NewWebhook, Body()], key: IdempotencyKey = None) -> Response[str]:
    request_key = request_key_of(app, key, body.hashed())
    webhook, new = registration.create(body.fields(), caller_of(app), request_key)
    location = f"/api/webhooks/{webhook.id}"
    return responses.respond_created(of_new_webhook(webhook), location, new=new, version=webhook.version)


@app.get(PATH, summary="Show a webhook", responses=responses.ok(WebhookResponse))
def read_webhook(webhook_id: WebhookId) -> Response[str]:
    webhook = webhooks.read_own(webhook_id, caller_of(app))
    return responses.respond(of_webhook(webhook), version=webhook.version)


@app.put(
    PATH,
    summary="Change a webhook",
    description=(
        "With `active`, a webhook that was disabled gets events again, and its endpoint's failures are "
        "forgotten. What was not sent in the meantime is not made up for."
    ),
    responses=responses.ok(WebhookResponse),
)
def update_webhook(
    webhook_id: WebhookId, body: Annotated[WebhookChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    webhook = registration.update(webhook_id, body.fields(), caller_of(app), version_of(if_match))
    return responses.respond(of_webhook(webhook), version=webhook.version)


@app.delete(PATH, summary="Delete a webhook", responses=responses.ok(WebhookResponse))
def delete_webhook(webhook_id: WebhookId, if_match: IfMatch = None) -> Response[str]:
    return responses.respond(
        of_webhook(registration.delete(webhook_id, caller_of(app), version_of(if_match)))
    )


@app.post(
    f"{PATH}/rotate",
    summary="Give a webhook a new secret",
    description=(
        "The new secret signs at once, and the one before also signs for 24 hours. A repeat with the same "
        "Idempotency-Key returns the same secret."
    ),
    responses=responses.ok(NewSecretResponse),
)
def rotate_secret(
    webhook_id: WebhookId, key: IdempotencyKey = None, if_match: IfMatch = None
) -> Response[str]:
    request_key = request_key_of(app, key, {})
    webhook = rotation.rotate(webhook_id, caller_of(app), version_of(if_match), request_key)
    return responses.respond(of_rotated_webhook(webhook), version=webhook.version)


@app.post(
    f"{PATH}/test",
    summary="Send a test event",
    description=(
        "An event of the type `webhook.test` is sent at once, whatever `types` are wanted and even if the "
        "endpoint is paused. A repeat with the same Idempotency-Key returns the same delivery."
    ),
    responses=responses.accepted(DeliveryResponse, WebhookOff),
)
def send_test_event(webhook_id: WebhookId, key: IdempotencyKey = None) -> Response[str]:
    delivery = redelivery.send_test(webhook_id, caller_of(app), request_key_of(app, key, {}))
    return responses.respond(of_delivery(delivery), HTTPStatus.ACCEPTED)


@app.get(
    f"{PATH}/deliveries",
    summary="List what was sent to a webhook",
    description="The newest event first. A delivery is kept for 30 days.",
    responses=responses.ok(DeliveryPage),
)
def list_deliveries(webhook_id: WebhookId, query: Annotated[DeliveriesQuery, Query()]) -> Response[str]:
    return responses.respond(webhook_lists.of_deliveries(webhook_id, query, caller_of(app)))


@app.post(
    f"{PATH}/deliveries/<delivery_id>/redeliver",
    summary="Send an event again",
    description=(
        "It is sent at once, whether it arrived before or not, with the same id and body. If it fails, it is "
        "tried again as a new one is."
    ),
    responses=responses.accepted(DeliveryResponse, WebhookOff),
)
def redeliver(webhook_id: WebhookId, delivery_id: DeliveryId) -> Response[str]:
    delivery = redelivery.redeliver(webhook_id, event_id_of(delivery_id), caller_of(app))
    return responses.respond(of_delivery(delivery), HTTPStatus.ACCEPTED)


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
