"""Routes to list open and taken slots, and to show, reserve, confirm and cancel one slot."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import AppointmentId, IdempotencyKey, slot_of
from holdfast.api.request_keys import request_key_of
from holdfast.api.requests import AppointmentsQuery, BookingChoice, OpenSlotsQuery, Reservation, WhyQuery
from holdfast.api.shapes import AppointmentPage, AppointmentResponse, WhyResponse, of_obstacles, of_slot
from holdfast.bookings.cancel import cancel as cancel_booking
from holdfast.bookings.confirm import confirm as confirm_hold
from holdfast.bookings.reserve import reserve as reserve_slot
from holdfast.core.errors import (
    AlreadyStarted,
    AppointmentTaken,
    HoldExpired,
    HoldLimit,
    SlotWithdrawn,
    TooSoon,
)
from holdfast.queries import appointments, why

app = resolver()

Choice = Annotated[BookingChoice | None, Body()]


@app.get(
    "/api/appointments",
    summary="List open and taken slots",
    description="A hold or an appointment has the status `taken` unless you own its client or provider.",
    responses=responses.ok(AppointmentPage),
)
def list_appointments(query: Annotated[AppointmentsQuery, Query()]) -> Response[str]:
    return responses.respond(lists.appointments(query, caller_of(app)))


@app.get(
    "/api/appointments/reserve",
    summary="List available slots",
    description=responses.STARTS,
    responses=responses.ok(AppointmentPage),
)
def list_open_slots(query: Annotated[OpenSlotsQuery, Query()]) -> Response[str]:
    return responses.respond(lists.open_slots(query, caller_of(app)))


@app.get(
    "/api/appointments/<appointment_id>",
    summary="Show a slot",
    responses=responses.ok(AppointmentResponse),
)
def read_appointment(appointment_id: AppointmentId) -> Response[str]:
    return responses.respond(of_slot(appointments.read(slot_of(appointment_id), caller_of(app))))


@app.get(
    "/api/appointments/why/<appointment_id>",
    summary="Say why a slot cannot be reserved",
    description=(
        "The list of reasons is empty if a client can reserve it. With `service_id`, the reasons are those "
        "against a visit of the service that starts there."
    ),
    responses=responses.ok(WhyResponse),
)
def say_why(appointment_id: AppointmentId, query: Annotated[WhyQuery, Query()]) -> Response[str]:
    obstacles = why.why(slot_of(appointment_id), query.service_id, caller_of(app))
    return responses.respond(of_obstacles(obstacles))


@app.post(
    "/api/appointments/reserve/<appointment_id>",
    summary="Hold a slot for a client",
    description=(
        "Until `expires_at`, nobody else can reserve the slot. If the client already has the slot, the "
        "response is its hold or appointment. A repeat of a request whose hold has ended returns 410, for at "
        "least one hold period."
    ),
    responses=responses.created(AppointmentResponse, AppointmentTaken, HoldExpired, TooSoon, HoldLimit),
)
def reserve(
    appointment_id: AppointmentId, body: Annotated[Reservation, Body()], key: IdempotencyKey = None
) -> Response[str]:
    # Use dict(), because model_dump() would make the first request build a serializer.
    slot, request_key = slot_of(appointment_id), request_key_of(app, key, dict(body))
    hold, new = reserve_slot(slot, body.client_id, caller_of(app), request_key)
    return responses.respond_created(of_slot(hold), f"/api/appointments/{slot.id}", new=new)


@app.post(
    "/api/appointments/confirm/<appointment_id>",
    summary="Confirm a hold",
    description=(
        "The hold must be live; it becomes an appointment. A repeat returns the same. With `booking_id`, "
        "only that booking is confirmed."
    ),
    responses=responses.ok(AppointmentResponse, SlotWithdrawn, HoldExpired),
)
def confirm(appointment_id: AppointmentId, body: Choice = None) -> Response[str]:
    booking_id = body.booking_id if body else None
    return responses.respond(of_slot(confirm_hold(slot_of(appointment_id), caller_of(app), booking_id)))


@app.post(
    "/api/appointments/cancel/<appointment_id>",
    summary="Cancel a hold or an appointment",
    description=(
        "The owner of its client or of its provider can cancel it until it starts. With `booking_id`, only "
        "that booking is cancelled, and a repeat returns 200 if it was confirmed before."
    ),
    responses=responses.ok(AppointmentResponse, AlreadyStarted),
)
def cancel(appointment_id: AppointmentId, body: Choice = None) -> Response[str]:
    booking_id = body.booking_id if body else None
    return responses.respond(of_slot(cancel_booking(slot_of(appointment_id), caller_of(app), booking_id)))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
