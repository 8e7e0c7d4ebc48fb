"""Routes to list, create, show, change and delete providers."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import IdempotencyKey, IfMatch, ProviderId, version_of
from holdfast.api.query_strings import PageQuery
from holdfast.api.render import of_account, of_own_provider, of_provider
from holdfast.api.request_keys import request_key_of
from holdfast.api.requests import NewProvider, ProviderChange
from holdfast.api.shapes import (
    OwnProviderResponse,
    ProviderAccountResponse,
    ProviderPage,
    ProviderResponse,
)
from holdfast.core.errors import AlreadyExists, InUse
from holdfast.profiles import providers
from holdfast.queries import profiles

app = resolver()

PATH = "/api/providers/<provider_id>"


@app.get("/api/providers", summary="List providers", responses=responses.ok(ProviderPage))
def list_providers(query: Annotated[PageQuery, Query()]) -> Response[str]:
    return responses.respond(lists.providers(query, caller_of(app)))


@app.post(
    "/api/providers",
    summary="Create a provider",
    description="You can have one of your own. An administrator can create any number, for any `owner`.",
    responses=responses.created(OwnProviderResponse, AlreadyExists),
)
def create_provider(body: Annotated[NewProvider, Body()], key: IdempotencyKey = None) -> Response[str]:
    request_key = request_key_of(app, key, body.hashed())
    provider, new = providers.create(body.fields(), caller_of(app), request_key, body.owner)
    location = f"/api/providers/{provider.id}"
    return responses.respond_created(of_own_provider(provider), location, new=new, version=provider.version)


@app.get(PATH, summary="Show a provider", responses=responses.ok(ProviderResponse))
def read_provider(provider_id: ProviderId) -> Response[str]:
    provider = profiles.read_provider(provider_id)
    return responses.respond(of_provider(provider), version=provider.version)


@app.get(
    "/api/providers/account/<provider_id>",
    summary="Show a provider with its owner and e-mail",
    responses=responses.ok(ProviderAccountResponse),
)
def read_account(provider_id: ProviderId) -> Response[str]:
    provider = profiles.read_own_provider(provider_id, caller_of(app))
    return responses.respond(of_account(provider), version=provider.version)


@app.put(PATH, summary="Change a provider", responses=responses.ok(OwnProviderResponse))
def update_provider(
    provider_id: ProviderId, body: Annotated[ProviderChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    provider = providers.update(provider_id, body.fields(), caller_of(app), version_of(if_match))
    return responses.respond(of_own_provider(provider), version=provider.version)


@app.delete(PATH, summary="Delete a provider", responses=responses.ok(ProviderResponse, InUse))
def delete_provider(provider_id: ProviderId, if_match: IfMatch = None) -> Response[str]:
    provider = providers.delete(provider_id, caller_of(app), version_of(if_match))
    return responses.respond(of_provider(provider))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
