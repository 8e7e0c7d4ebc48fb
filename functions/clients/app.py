"""Routes to list, create, show, change and delete clients, and to show who the caller is."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import authorization, lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import ClientId, IdempotencyKey, IfMatch, version_of
from holdfast.api.query_strings import PageQuery
from holdfast.api.render import of_client
from holdfast.api.request_keys import request_key_of
from holdfast.api.requests import ClientChange, NewClient
from holdfast.api.shapes import ClientPage, ClientResponse, MeResponse
from holdfast.core.errors import ClientLimit, InUse
from holdfast.profiles import clients
from holdfast.queries import owned, profiles

app = resolver()

PATH = "/api/clients/<client_id>"


@app.get(
    "/api/me",
    summary="Show who you are",
    description="An administrator gets no `client_ids`, because administrators may see every client.",
    responses=responses.ok(MeResponse),
)
def read_me() -> Response[str]:
    caller = caller_of(app)
    groups = authorization.groups_of(app.current_event)
    return responses.respond({"sub": caller.subject, "groups": groups, **owned.of(caller)._asdict()})


@app.get("/api/clients", summary="List your clients", responses=responses.ok(ClientPage))
def list_clients(query: Annotated[PageQuery, Query()]) -> Response[str]:
    return responses.respond(lists.clients(query, caller_of(app)))


@app.post("/api/clients", summary="Create a client", responses=responses.created(ClientResponse, ClientLimit))
def create_client(body: Annotated[NewClient, Body()], key: IdempotencyKey = None) -> Response[str]:
    request_key = request_key_of(app, key, body.fields())
    client, new = clients.create(body.fields(), caller_of(app), request_key)
    location = f"/api/clients/{client.id}"
    return responses.respond_created(of_client(client), location, new=new, version=client.version)


@app.get(PATH, summary="Show a client", responses=responses.ok(ClientResponse))
def read_client(client_id: ClientId) -> Response[str]:
    client = profiles.read_own_client(client_id, caller_of(app))
    return responses.respond(of_client(client), version=client.version)


@app.put(PATH, summary="Change a client", responses=responses.ok(ClientResponse))
def update_client(
    client_id: ClientId, body: Annotated[ClientChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    client = clients.update(client_id, body.fields(), caller_of(app), version_of(if_match))
    return responses.respond(of_client(client), version=client.version)


@app.delete(PATH, summary="Delete a client", responses=responses.ok(ClientResponse, InUse))
def delete_client(client_id: ClientId, if_match: IfMatch = None) -> Response[str]:
    client = clients.delete(client_id, caller_of(app), version_of(if_match))
    return responses.respond(of_client(client))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
