"""Appointments: list what is open and what is taken; read, reserve, confirm and cancel one."""

from typing import Annotated, Any

from holdfast.startup import ready

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import booking, contract, http, lists, reserving
from holdfast.answers import AppointmentAnswer, AppointmentPage
from holdfast.errors import AlreadyStarted, AppointmentTaken, HoldExpired, HoldLimit, SlotWithdrawn, TooSoon
from holdfast.idempotency import RequestKey
from holdfast.requests import AppointmentId, AppointmentsQuery, IdempotencyKey, OpenSlotsQuery, Reservation

app = http.resolver()


@app.get(
    "/api/appointments",
    summary="List what is open and what is taken",
    description="What others hold or have looks `taken`.",
    responses=contract.shows(AppointmentPage),
)
def list_appointments(query: Annotated[AppointmentsQuery, Query()]) -> Response[str]:
    return http.answer(lists.appointments(query, http.caller(app)))


@app.get(
    "/api/appointments/reserve",
    summary="List what can be reserved",
    responses=contract.shows(AppointmentPage),
)
def list_open_slots(query: Annotated[OpenSlotsQuery, Query()]) -> Response[str]:
    return http.answer(lists.open_slots(query, http.caller(app)))


@app.get(
    "/api/appointments/<appointment_id>",
    summary="Show a slot",
    responses=contract.shows(AppointmentAnswer),
)
def read_appointment(appointment_id: AppointmentId) -> Response[str]:
    return http.answer(booking.read(http.slot_of(appointment_id), http.caller(app)))


@app.post(
    "/api/appointments/reserve/<appointment_id>",
    summary="Hold a slot for a client",
    description=(
        "Until `expires_at` nobody else can have it. A client that holds or has it gets what stands. "
        "A repeat of a request whose hold has ended is refused with 410, for one hold period at least."
    ),
    responses=contract.creates(AppointmentAnswer, AppointmentTaken, HoldExpired, TooSoon, HoldLimit),
)
def reserve(
    appointment_id: AppointmentId, body: Annotated[Reservation, Body()], key: IdempotencyKey = None
) -> Response[str]:
    slot, caller = http.slot_of(appointment_id), http.caller(app)
    # pydantic's own model_dump would have a first request build one more serializer.
    request_key = RequestKey.of(key, caller, app.current_event, dict(body))
    hold, new = reserving.reserve(slot, body.client_id, caller, request_key)
    return http.created(hold, f"/api/appointments/{slot.id}", new=new)


@app.post(
    "/api/appointments/confirm/<appointment_id>",
    summary="Make a hold an appointment",
    description="While the hold is live; a repeat answers the same.",
    responses=contract.shows(AppointmentAnswer, SlotWithdrawn, HoldExpired),
)
def confirm(appointment_id: AppointmentId) -> Response[str]:
    return http.answer(booking.confirm(http.slot_of(appointment_id), http.caller(app)))


@app.post(
    "/api/appointments/cancel/<appointment_id>",
    summary="End a hold or an appointment",
    description="For its client and its provider, until it starts.",
    responses=contract.shows(AppointmentAnswer, AlreadyStarted),
)
def cancel(appointment_id: AppointmentId) -> Response[str]:
    return http.answer(booking.cancel(http.slot_of(appointment_id), http.caller(app)))


def handler(event: http.Event, context: LambdaContext) -> dict[str, Any]:
    return http.serve(app, event, context)


ready()
