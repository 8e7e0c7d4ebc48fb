"""Routes to list a provider's available slots, and to open or close a range of time."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import ProviderId
from holdfast.api.query_strings import StartsQuery
from holdfast.api.render import of_closed, of_opened
from holdfast.api.requests import TimeRangeBody
from holdfast.api.shapes import AppointmentPage, ClosedResponse, OpenedResponse
from holdfast.schedule import opening

app = resolver()

PATH = "/api/providers/availability/<provider_id>"


@app.get(
    PATH,
    summary="List the available slots of a provider",
    description=responses.STARTS,
    responses=responses.ok(AppointmentPage),
)
def list_availability(provider_id: ProviderId, query: Annotated[StartsQuery, Query()]) -> Response[str]:
    return responses.respond(lists.open_slots_of(provider_id, query, caller_of(app)))


@app.post(
    PATH,
    summary="Open time",
    description="At most 31 days, within the next five years. Time that is already open stays open.",
    responses=responses.ok(OpenedResponse),
)
def open_time(provider_id: ProviderId, body: Annotated[TimeRangeBody, Body()]) -> Response[str]:
    return responses.respond(of_opened(opening.open_time(provider_id, body.time_range(), caller_of(app))))


@app.delete(
    PATH,
    summary="Close time",
    description="Holds in it can no longer be confirmed. Booked time stays booked.",
    responses=responses.ok(ClosedResponse),
)
def close_time(provider_id: ProviderId, body: Annotated[TimeRangeBody, Body()]) -> Response[str]:
    return responses.respond(of_closed(opening.close_time(provider_id, body.time_range(), caller_of(app))))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
