"""Providers: list, create, read, update, delete."""

from typing import Annotated, Any

from holdfast.startup import ready

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import answers, contract, directory, http, paging, providers
from holdfast.answers import ProviderAnswer, ProviderPage
from holdfast.errors import AlreadyExists, InUse, Invalid
from holdfast.idempotency import RequestKey
from holdfast.indexes import PROVIDERS
from holdfast.requests import IdempotencyKey, IfMatch, NewProvider, PageQuery, ProviderChange, ProviderId

app = http.resolver()

PATH = "/api/providers/<provider_id>"


@app.get("/api/providers", summary="List providers", responses=contract.shows(ProviderPage))
def list_providers(query: Annotated[PageQuery, Query()]) -> Response[str]:
    caller = http.caller(app)
    items, last = directory.page(PROVIDERS, paging.id_after(query, caller, PROVIDERS), query.limit)
    shown = list(map(answers.of_listed_provider, items))
    return http.answer(paging.page(shown, last, query, caller, PROVIDERS))


@app.post(
    "/api/providers",
    summary="Make a provider",
    description="One of your own; an administrator makes any number, for any `owner`.",
    responses=contract.creates(ProviderAnswer, AlreadyExists),
)
def create_provider(body: Annotated[NewProvider, Body()], key: IdempotencyKey = None) -> Response[str]:
    caller = http.caller(app)
    request_key = RequestKey.of(key, caller, app.current_event, body.model_dump())
    if body.owner and not caller.is_admin:
        raise Invalid([("owner", "is for administrators to name")])
    provider, new = providers.create(body.fields(), caller, request_key, body.owner)
    location = f"/api/providers/{provider.id}"
    return http.created(answers.of_provider(provider), location, new=new, version=provider.version)


@app.get(PATH, summary="Show a provider", responses=contract.shows(ProviderAnswer))
def read_provider(provider_id: ProviderId) -> Response[str]:
    provider = providers.read(provider_id)
    return http.answer(answers.of_provider(provider), version=provider.version)


@app.put(PATH, summary="Change a provider", responses=contract.shows(ProviderAnswer))
def update_provider(
    provider_id: ProviderId, body: Annotated[ProviderChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    caller = http.caller(app)
    provider = providers.update(provider_id, body.fields(), caller, http.version(if_match))
    return http.answer(answers.of_provider(provider), version=provider.version)


@app.delete(PATH, summary="Delete a provider", responses=contract.shows(ProviderAnswer, InUse))
def delete_provider(provider_id: ProviderId, if_match: IfMatch = None) -> Response[str]:
    provider = providers.delete(provider_id, http.caller(app), http.version(if_match))
    return http.answer(answers.of_provider(provider))


def handler(event: http.Event, context: LambdaContext) -> dict[str, Any]:
    return http.serve(app, event, context)


ready()
