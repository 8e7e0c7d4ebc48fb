"""Clients: list, create, read, update, delete."""

from typing import Annotated, Any

from holdfast.startup import ready

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import answers, clients, contract, http, paging
from holdfast.answers import ClientAnswer, ClientPage
from holdfast.errors import ClientLimit, InUse
from holdfast.idempotency import RequestKey
from holdfast.indexes import CLIENTS
from holdfast.requests import ClientChange, ClientId, IdempotencyKey, IfMatch, NewClient, PageQuery

app = http.resolver()

PATH = "/api/clients/<client_id>"


@app.get("/api/clients", summary="List your clients", responses=contract.shows(ClientPage))
def list_clients(query: Annotated[PageQuery, Query()]) -> Response[str]:
    caller = http.caller(app)
    items, last = clients.page(caller, paging.id_after(query, caller, CLIENTS), query.limit)
    shown = list(map(answers.of_listed_client, items))
    return http.answer(paging.page(shown, last, query, caller, CLIENTS))


@app.post("/api/clients", summary="Make a client", responses=contract.creates(ClientAnswer, ClientLimit))
def create_client(body: Annotated[NewClient, Body()], key: IdempotencyKey = None) -> Response[str]:
    caller = http.caller(app)
    request_key = RequestKey.of(key, caller, app.current_event, body.fields())
    client, new = clients.create(body.fields(), caller, request_key)
    location = f"/api/clients/{client.id}"
    return http.created(answers.of_client(client), location, new=new, version=client.version)


@app.get(PATH, summary="Show a client", responses=contract.shows(ClientAnswer))
def read_client(client_id: ClientId) -> Response[str]:
    client = clients.read_own(client_id, http.caller(app))
    return http.answer(answers.of_client(client), version=client.version)


@app.put(PATH, summary="Change a client", responses=contract.shows(ClientAnswer))
def update_client(
    client_id: ClientId, body: Annotated[ClientChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    caller = http.caller(app)
    client = clients.update(client_id, body.fields(), caller, http.version(if_match))
    return http.answer(answers.of_client(client), version=client.version)


@app.delete(PATH, summary="Delete a client", responses=contract.shows(ClientAnswer, InUse))
def delete_client(client_id: ClientId, if_match: IfMatch = None) -> Response[str]:
    client = clients.delete(client_id, http.caller(app), http.version(if_match))
    return http.answer(answers.of_client(client))


def handler(event: http.Event, context: LambdaContext) -> dict[str, Any]:
    return http.serve(app, event, context)


ready()
