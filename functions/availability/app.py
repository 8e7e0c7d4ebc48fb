"""Routes to list a provider's available slots, to open or close a range of time, and to set working hours."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import IfMatch, IfNoneMatch, ProviderId, version_of
from holdfast.api.hours_body import HoursBody
from holdfast.api.query_strings import HoursQuery, StartsQuery
from holdfast.api.render import of_changed_hours, of_closed, of_hours, of_opened
from holdfast.api.requests import TimeRangeBody
from holdfast.api.shapes import (
    AppointmentPage,
    ChangedHoursResponse,
    ClosedResponse,
    HoursResponse,
    OpenedResponse,
)
from holdfast.model.hours import NO_HOURS
from holdfast.queries import working_hours
from holdfast.schedule import hours, opening, still_booked

app = resolver()

PATH = "/api/providers/availability/<provider_id>"
HOURS = "/api/providers/hours/<provider_id>"


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


@app.get(HOURS, summary="Show working hours", responses=responses.ok(HoursResponse))
def read_hours(provider_id: ProviderId) -> Response[str]:
    found = working_hours.read_own(provider_id, caller_of(app))
    return responses.respond(of_hours(found.rules), version=found.version)


@app.put(
    HOURS,
    summary="Set working hours",
    description=(
        "Opens the days of the horizon. What was opened or closed by hand, and what is booked, stays. With "
        "`preview`, nothing is changed. With `If-None-Match: *`, hours that are there already stay."
    ),
    responses=responses.ok(ChangedHoursResponse),
)
def set_hours(
    provider_id: ProviderId,
    body: Annotated[HoursBody, Body()],
    query: Annotated[HoursQuery, Query()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
) -> Response[str]:
    version = NO_HOURS if if_none_match else version_of(if_match)
    caller, rules = caller_of(app), body.rules()
    if query.preview:
        outside = still_booked.with_rules(provider_id, rules, caller, version)
        return responses.respond(of_changed_hours(rules, outside))
    changed = hours.put(provider_id, rules, caller, version)
    now_outside = still_booked.now(provider_id, caller)
    return responses.respond(of_changed_hours(changed.rules, now_outside), version=changed.version)


@app.delete(
    HOURS,
    summary="Delete working hours",
    description="What was opened by hand stays open.",
    responses=responses.ok(ChangedHoursResponse),
)
def delete_hours(provider_id: ProviderId, if_match: IfMatch = None) -> Response[str]:
    caller = caller_of(app)
    deleted = hours.delete(provider_id, caller, version_of(if_match))
    return responses.respond(of_changed_hours(deleted.rules, still_booked.now(provider_id, caller)))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
