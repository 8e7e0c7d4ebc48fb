"""The addresses of calendar feeds: make or replace one, list those that exist, revoke one."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.feed_body import (
    FeedAddressResponse,
    FeedChoice,
    FeedList,
    FeedQuery,
    FeedResponse,
    FeedsQuery,
    of_feed,
    of_made,
)
from holdfast.api.fields import IdempotencyKey
from holdfast.api.request_keys import request_key_of
from holdfast.core.errors import NotFound
from holdfast.core.settings import mail_settings
from holdfast.feeds import addresses

app = resolver()

PATH = "/api/calendars"


@app.get(
    PATH,
    summary="List the calendar feeds of a provider or a client",
    description="Name one of the two. The addresses are secret, and this does not show them.",
    responses=responses.ok(FeedList, NotFound),
)
def list_feeds(query: Annotated[FeedsQuery, Query()]) -> Response[str]:
    found = addresses.existing(query.all_of_them(), caller_of(app))
    return responses.respond({"items": list(map(of_feed, found))})


@app.post(
    PATH,
    summary="Make the address of a calendar feed, or replace it",
    description=(
        "Only this response shows the address; whoever has it can read the calendar. The address before it "
        "ends at once. A repeat with the same key returns the same address until another request replaces it."
    ),
    responses=responses.ok(FeedAddressResponse, NotFound),
)
def make_feed(body: Annotated[FeedChoice, Body()], key: IdempotencyKey = None) -> Response[str]:
    request_key = request_key_of(app, key, body.model_dump())
    made = addresses.make(body.of(), caller_of(app), request_key)
    return responses.respond(of_made(made, _public_url()))


@app.delete(
    PATH,
    summary="Revoke the address of a calendar feed",
    description="Name a provider or a client. The address ends at once.",
    responses=responses.ok(FeedResponse, NotFound),
)
def revoke_feed(query: Annotated[FeedQuery, Query()]) -> Response[str]:
    return responses.respond(of_feed(addresses.revoke(query.of(), caller_of(app))))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


def _public_url() -> str:
    """Return the stack's public address, or else the domain to which this request was sent."""
    domain = app.current_event["requestContext"]["domainName"]
    return mail_settings().public_url or f"https://{domain}"


finish_startup()
