"""Bookings by their ids: where one stands, and its history."""

from typing import Any

from holdfast.startup import finish_startup

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from holdfast.api import responses
from holdfast.api.app import caller_of, resolver, serve
from holdfast.api.bodies import Event
from holdfast.api.fields import BookingId
from holdfast.api.render import of_booking, of_history
from holdfast.api.shapes import BookingHistory, BookingResponse
from holdfast.queries import bookings

app = resolver()

PATH = "/api/bookings/<booking_id>"


@app.get(
    PATH,
    summary="Show a booking",
    description="A booking can be found from its confirmation on. It keeps its id wherever it is moved.",
    responses=responses.ok(BookingResponse),
)
def read_booking(booking_id: BookingId) -> Response[str]:
    booking = bookings.read(booking_id, caller_of(app))
    return responses.respond(of_booking(booking), version=booking.newest.number)


@app.get(f"{PATH}/history", summary="Show what happened to a booking", responses=responses.ok(BookingHistory))
def read_history(booking_id: BookingId) -> Response[str]:
    return responses.respond(of_history(bookings.history(booking_id, caller_of(app))))


def handler(event: Event, context: LambdaContext) -> dict[str, Any]:
    return serve(app, event, context)


finish_startup()
