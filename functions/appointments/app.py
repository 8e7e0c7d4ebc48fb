"""Routes to list open and taken slots, and to show, reserve, confirm and cancel one slot."""

from typing import Annotated, Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import lists, responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import AppointmentId, IdempotencyKey, IfMatch, slot_of, version_of
from holdfast.api.query_strings import AppointmentsQuery, OpenSlotsQuery, WhyQuery
from holdfast.api.render import of_obstacles, of_slot
from holdfast.api.request_keys import request_key_of
from holdfast.api.requests import BookingChoice, Destination, Reservation, ReservationWithAnyone
from holdfast.api.shapes import AppointmentPage, AppointmentResponse, WhyResponse
from holdfast.bookings.any_provider import Wish, reserve_with_anyone
from holdfast.bookings.cancel import cancel as cancel_booking
from holdfast.bookings.confirm import confirm as confirm_hold
from holdfast.bookings.repeats import Move
from holdfast.bookings.reschedule import reschedule as move_booking
from holdfast.bookings.reserve import reserve as reserve_slot
from holdfast.core.errors import (
    AlreadyStarted,
    AppointmentTaken,
    HoldExpired,
    HoldLimit,
    NotConfirmed,
    NotFound,
    OffGrid,
    SlotWithdrawn,
    TooLate,
    TooShort,
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
        "Until `expires_at`, nobody else can reserve the slot. With `service_id`, the hold is on a visit of "
        "that service, which starts with the slot. If the client already has the slot, the "
        "response is its hold or appointment. A repeat of a request whose hold has ended returns 410, for at "
        "least one hold period."
    ),
    responses=responses.created(
        AppointmentResponse, AppointmentTaken, TooShort, HoldExpired, TooSoon, OffGrid, HoldLimit
    ),
)
def reserve(
    appointment_id: AppointmentId, body: Annotated[Reservation, Body()], key: IdempotencyKey = None
) -> Response[str]:
    # Not model_dump(), which would make the first request build a serializer. Without a service, the body has
    # the same hash as before there were services.
    given = {name: value for name, value in body if value is not None}
    slot, request_key = slot_of(appointment_id), request_key_of(app, key, given)
    hold, new = reserve_slot(slot, body.client_id, caller_of(app), request_key, body.service_id)
    return responses.respond_created(of_slot(hold), f"/api/appointments/{slot.id}", new=new)


@app.post(
    "/api/appointments/reserve",
    summary="Hold a visit with any provider",
    description=(
        "Holds a visit of the service with whichever of its providers is free and has the least to do that "
        "day. `provider_ids` narrows the choice. A repeat with the same Idempotency-Key returns the same "
        "hold."
    ),
    responses=responses.created(
        AppointmentResponse,
        NotFound,
        AppointmentTaken,
        TooShort,
        HoldExpired,
        TooSoon,
        OffGrid,
        HoldLimit,
    ),
)
def reserve_any(body: Annotated[ReservationWithAnyone, Body()], key: IdempotencyKey = None) -> Response[str]:
    given = {name: value for name, value in body if value is not None}
    wish = Wish(body.service_id, body.instant(), body.client_id, body.provider_ids)
    hold, new = reserve_with_anyone(wish, caller_of(app), request_key_of(app, key, given))
    return responses.respond_created(of_slot(hold), f"/api/appointments/{hold.slot.id}", new=new)


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
    "/api/appointments/reschedule/<appointment_id>",
    summary="Move an appointment",
    description=(
        "The owner of its client or of its provider can move it until it starts, also to another provider of "
        "its service. It keeps its `booking_id`. If it cannot be moved, it stays where it is. A repeat "
        "returns the same."
    ),
    responses=responses.ok(
        AppointmentResponse,
        AppointmentTaken,
        NotConfirmed,
        AlreadyStarted,
        TooLate,
        TooShort,
        TooSoon,
        OffGrid,
        HoldLimit,
    ),
)
def reschedule(
    appointment_id: AppointmentId,
    body: Annotated[Destination, Body()],
    key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response[str]:
    request_key = request_key_of(app, key, {name: value for name, value in body if value is not None})
    move = Move(slot_of(appointment_id), body.slot(), caller_of(app), request_key, version_of(if_match))
    shown = move_booking(move, body.booking_id)
    return responses.respond(of_slot(shown), version=shown.version)


@app.post(
    "/api/appointments/cancel/<appointment_id>",
    summary="Cancel a hold or an appointment",
    description=(
        "The owner of its client or of its provider can cancel it until it starts. For an appointment, the "
        "provider's `cancel_notice_minutes` may end this sooner, but not for the provider's own user and "
        "administrators. With `booking_id`, only that booking is cancelled, and a repeat returns 200 if it "
        'was confirmed before. With `If-Match: "0"`, only a hold is cancelled, and no appointment.'
    ),
    responses=responses.ok(AppointmentResponse, AlreadyStarted, TooLate),
)
def cancel(appointment_id: AppointmentId, body: Choice = None, if_match: IfMatch = None) -> Response[str]:
    slot, booking_id = slot_of(appointment_id), body.booking_id if body else None
    cancelled = cancel_booking(slot, caller_of(app), booking_id, version_of(if_match))
    return responses.respond(of_slot(cancelled))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
