"""Services: list, create, read, update, delete."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import IdempotencyKey, IfMatch, ServiceId, version_of
from holdfast.api.query_strings import ServicesQuery
from holdfast.api.render import of_service
from holdfast.api.request_keys import request_key_of
from holdfast.api.requests import NewService, ServiceChange
from holdfast.api.shapes import ServicePage, ServiceResponse
from holdfast.core.errors import ServiceLimit
from holdfast.profiles import services
from holdfast.queries import services as service_queries

app = resolver()

PATH = "/api/services/<service_id>"


@app.get(
    "/api/services",
    summary="List services",
    description="Services that are not `active` are listed too.",
    responses=responses.ok(ServicePage),
)
def list_services(query: Annotated[ServicesQuery, Query()]) -> Response[str]:
    return responses.respond(lists.services(query, caller_of(app)))


@app.post(
    "/api/services",
    summary="Create a service",
    description="Only your own providers may provide it. An administrator can name any providers, or none.",
    responses=responses.created(ServiceResponse, ServiceLimit),
)
def create_service(body: Annotated[NewService, Body()], key: IdempotencyKey = None) -> Response[str]:
    request_key = request_key_of(app, key, body.hashed())
    service, new = services.create(body.fields(), caller_of(app), request_key)
    location = f"/api/services/{service.id}"
    return responses.respond_created(of_service(service), location, new=new, version=service.version)


@app.get(PATH, summary="Show a service", responses=responses.ok(ServiceResponse))
def read_service(service_id: ServiceId) -> Response[str]:
    service = service_queries.read_service(service_id)
    return responses.respond(of_service(service), version=service.version)


@app.put(
    PATH,
    summary="Change a service",
    description="What is already booked stays as it is.",
    responses=responses.ok(ServiceResponse),
)
def update_service(
    service_id: ServiceId, body: Annotated[ServiceChange, Body()], if_match: IfMatch = None
) -> Response[str]:
    service = services.update(service_id, body.fields(), caller_of(app), version_of(if_match))
    return responses.respond(of_service(service), version=service.version)


@app.delete(
    PATH,
    summary="Delete a service",
    description="What is already booked stays as it is.",
    responses=responses.ok(ServiceResponse),
)
def delete_service(service_id: ServiceId, if_match: IfMatch = None) -> Response[str]:
    return responses.respond(of_service(services.delete(service_id, caller_of(app), version_of(if_match))))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
