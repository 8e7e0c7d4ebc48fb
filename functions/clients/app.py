"""Clients: list, create, read, update, delete."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import answers, clients, http, paging
from holdfast.idempotency import RequestKey
from holdfast.models import CLIENTS
from holdfast.requests import ClientChange, ClientId, IdempotencyKey, IfMatch, NewClient, PageQuery

app = http.resolver()


@app.get("/api/clients")
def list_clients(query: Annotated[PageQuery, Query()]) -> Response[str]:
    caller = http.caller(app)
    items, last = clients.page(caller, paging.id_after(query, caller, CLIENTS), query.limit)
    shown = list(map(answers.of_listed_client, items))
    return http.answer(paging.page(shown, last, query, caller, CLIENTS))


@app.post("/api/clients")
def create_client(body: Annotated[NewClient, Body()], key: IdempotencyKey = None) -> Response[str]:
    caller = http.caller(app)
    request_key = RequestKey.of(key, caller, app.current_event, body.fields())
    client, new = clients.create(body.fields(), caller, request_key)
    location = f"/api/clients/{client.id}"
    return http.created(answers.of_client(client), location, new=new, version=client.version)


@app.get("/api/clients/<client_id>")
def read_client(client_id: ClientId) -> Response[str]:
    client = clients.read_own(client_id, http.caller(app))
    return http.answer(answers.of_client(client), version=client.version)


@app.put("/api/clients/<client_id>")
def update_client(
    client_id: ClientId, body: Annotated[ClientChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    caller = http.caller(app)
    client = clients.update(client_id, body.fields(), caller, http.version(if_match))
    return http.answer(answers.of_client(client), version=client.version)


@app.delete("/api/clients/<client_id>")
def delete_client(client_id: ClientId, if_match: IfMatch = None) -> Response[str]:
    client = clients.delete(client_id, http.caller(app), http.version(if_match))
    return http.answer(answers.of_client(client))


def handler(event: http.Event, context: LambdaContext) -> dict[str, Any]:
    return http.serve(app, event, context)
