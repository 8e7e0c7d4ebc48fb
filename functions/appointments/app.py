"""Appointments: list what is open and what is taken; read, reserve, confirm and cancel one."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast import booking, http, lists, reserving
from holdfast.idempotency import RequestKey
from holdfast.requests import AppointmentsQuery, IdempotencyKey, OpenSlotsQuery, Reservation

app = http.resolver()


@app.get("/api/appointments")
def list_appointments(query: Annotated[AppointmentsQuery, Query()]) -> Response[str]:
    return http.answer(lists.appointments(query, http.caller(app)))


@app.get("/api/appointments/reserve")
def list_open_slots(query: Annotated[OpenSlotsQuery, Query()]) -> Response[str]:
    return http.answer(lists.open_slots(query, http.caller(app)))


@app.get("/api/appointments/<appointment_id>")
def read_appointment(appointment_id: str) -> Response[str]:
    return http.answer(booking.read(http.slot_of(appointment_id), http.caller(app)))


@app.post("/api/appointments/reserve/<appointment_id>")
def reserve(
    appointment_id: str, body: Annotated[Reservation, Body()], key: IdempotencyKey = None
) -> Response[str]:
    slot, caller = http.slot_of(appointment_id), http.caller(app)
    request_key = RequestKey.of(key, caller, app.current_event, body.model_dump())
    hold, new = reserving.reserve(slot, body.client_id, caller, request_key)
    return http.created(hold, f"/api/appointments/{slot.id}", new=new)


@app.post("/api/appointments/confirm/<appointment_id>")
def confirm(appointment_id: str) -> Response[str]:
    return http.answer(booking.confirm(http.slot_of(appointment_id), http.caller(app)))


@app.post("/api/appointments/cancel/<appointment_id>")
def cancel(appointment_id: str) -> Response[str]:
    return http.answer(booking.cancel(http.slot_of(appointment_id), http.caller(app)))


def handler(event: http.Event, context: LambdaContext) -> dict[str, Any]:
    return http.serve(app, event, context)
