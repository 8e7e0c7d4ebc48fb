"""A provider's availability: list what is open, open a block of time, close one."""

from typing import Annotated, Any

from holdfast.startup import ready

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import availability, contract, http, lists
from holdfast.answers import AppointmentPage, ClosedAnswer, OpenedAnswer
from holdfast.requests import Block, ProviderId, SlotsQuery

app = http.resolver()

PATH = "/api/providers/availability/<provider_id>"


@app.get(PATH, summary="List what can be reserved of a provider", responses=contract.shows(AppointmentPage))
def list_availability(provider_id: ProviderId, query: Annotated[SlotsQuery, Query()]) -> Response[str]:
    caller = http.caller(app)
    return http.answer(lists.open_slots_of(provider_id, query, caller))


@app.post(
    PATH,
    summary="Open time",
    description="31 days at most, within five years; what is open stays so.",
    responses=contract.shows(OpenedAnswer),
)
def open_time(provider_id: ProviderId, body: Annotated[Block, Body()]) -> Response[str]:
    return http.answer(availability.open_time(provider_id, body, http.caller(app)))


@app.delete(
    PATH,
    summary="Close time",
    description="What is held can no longer be confirmed; what is booked stays booked.",
    responses=contract.shows(ClosedAnswer),
)
def close_time(provider_id: ProviderId, body: Annotated[Block, Body()]) -> Response[str]:
    return http.answer(availability.close_time(provider_id, body, http.caller(app)))


def handler(event: http.Event, context: LambdaContext) -> dict[str, Any]:
    return http.serve(app, event, context)


ready()
