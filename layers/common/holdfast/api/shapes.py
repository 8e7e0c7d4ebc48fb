"""Bodies of responses: plain dictionaries. Their types also describe them in the OpenAPI document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired

from pydantic import WithJsonSchema
from typing_extensions import TypedDict  # before Python 3.12, pydantic refuses typing.TypedDict

from holdfast.core import local_time, utc
from holdfast.model.booking_event import Kind, Role
from holdfast.queries.obstacles import Reason
from holdfast.queries.shown import ShownSlot, Status

if TYPE_CHECKING:  # a real import would load botocore, which the docs function does not need
    from holdfast.model.booking_event import BookingEvent
    from holdfast.model.client import Client, ListedClient
    from holdfast.model.provider import Provider
    from holdfast.model.service import Service
    from holdfast.queries.bookings import Booking
    from holdfast.queries.why import Obstacle
    from holdfast.schedule.opening import Closed, Opened

Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class ProviderResponse(TypedDict):
    id: int
    name: str
    time_zone: str
    min_notice_minutes: int
    cancel_notice_minutes: int


class ProviderAccountResponse(ProviderResponse):
    """A provider as its owner and administrators see it."""

    owner: str


class MeResponse(TypedDict):
    sub: str
    groups: list[Literal["admins", "providers"]]
    provider_ids: list[int]
    client_ids: list[int]


class ClientResponse(TypedDict):
    id: int
    name: str
    email: str | None
    phone: str | None


class ServiceResponse(TypedDict):
    id: int
    name: str
    description: str
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    start_every_minutes: int
    min_notice_minutes: int | None
    provider_ids: list[int]
    active: bool


class AppointmentResponse(TypedDict):
    """A held or confirmed slot is `taken` for users who own neither its client nor its provider."""

    id: str
    provider_id: int
    start: Instant
    end: Instant
    local_start: Instant
    status: Status
    client_id: NotRequired[int]
    client_name: NotRequired[str]
    client_email: NotRequired[str | None]
    client_phone: NotRequired[str | None]
    expires_at: NotRequired[Instant]
    booking_id: NotRequired[int]
    service_id: NotRequired[int]
    duration_minutes: NotRequired[int]


class BookingResponse(TypedDict):
    """A booking, and the slot where it stands, or stood when it was cancelled."""

    booking_id: int
    version: int
    status: Literal["confirmed", "cancelled"]
    id: str
    provider_id: int
    start: Instant
    end: Instant
    local_start: Instant
    client_id: int
    client_name: NotRequired[str]


# Not a class, because `as` is a keyword of Python. It says what the user was to the booking.
BookingEventResponse = TypedDict(
    "BookingEventResponse",
    {
        "type": Kind,
        "version": int,
        "at": Instant,
        "as": Role,
        "id": str,
        "previous_id": NotRequired[str],
        "provider_id": int,
        "start": Instant,
        "end": Instant,
        "client_id": int,
    },
)


class BookingHistory(TypedDict):
    """The events of a booking, the oldest first."""

    items: list[BookingEventResponse]


class ReasonResponse(TypedDict):
    code: Reason
    available_at: NotRequired[Instant]
    earliest_start: NotRequired[Instant]


class WhyResponse(TypedDict):
    """What keeps a client from reserving a slot."""

    reasons: list[ReasonResponse]


class PageResponse(TypedDict):
    """A page of any list. The OpenAPI document shows the classes below instead, one for each kind of item."""

    items: Sequence[Mapping[str, Any]]
    next_cursor: str | None


class ProviderPage(TypedDict):
    items: list[ProviderResponse]
    next_cursor: str | None


class ClientPage(TypedDict):
    items: list[ClientResponse]
    next_cursor: str | None


class ServicePage(TypedDict):
    items: list[ServiceResponse]
    next_cursor: str | None


class AppointmentPage(TypedDict):
    items: list[AppointmentResponse]
    next_cursor: str | None


class OpenedResponse(TypedDict):
    opened: list[AppointmentResponse]
    already_open: list[AppointmentResponse]


class ClosedResponse(TypedDict):
    closed: list[AppointmentResponse]
    still_booked: list[AppointmentResponse]


def of_provider(provider: "Provider") -> ProviderResponse:
    return {
        "id": provider.id,
        "name": provider.name,
        "time_zone": provider.time_zone,
        "min_notice_minutes": provider.min_notice_minutes,
        "cancel_notice_minutes": provider.cancel_notice_minutes,
    }


def of_account(provider: "Provider") -> ProviderAccountResponse:
    return {**of_provider(provider), "owner": provider.owner}


def of_client(client: "Client | ListedClient") -> ClientResponse:
    return {"id": client.id, "name": client.name, "email": client.email, "phone": client.phone}


def of_service(service: "Service") -> ServiceResponse:
    return {
        "id": service.id,
        "name": service.name,
        "description": service.description,
        "duration_minutes": service.duration_minutes,
        "buffer_before_minutes": service.buffer_before_minutes,
        "buffer_after_minutes": service.buffer_after_minutes,
        "start_every_minutes": service.grid_minutes,
        "min_notice_minutes": service.min_notice_minutes,
        "provider_ids": sorted(service.provider_ids),
        "active": service.active,
    }


def of_slot(shown: ShownSlot) -> AppointmentResponse:
    slot = shown.slot
    response: AppointmentResponse = {
        "id": slot.id,
        "provider_id": slot.provider_id,
        "start": utc.text(slot.start),
        "end": utc.text(shown.end),
        "local_start": local_time.text(slot.start, shown.zone),
        "status": shown.status,
    }
    if shown.client_id is not None and shown.client_name is not None:
        response["client_id"] = shown.client_id
        response["client_name"] = shown.client_name
    if shown.contact:
        response["client_email"], response["client_phone"] = shown.contact
    if shown.expires_at is not None:
        response["expires_at"] = utc.text(shown.expires_at)
    if shown.booking_id is not None:
        response["booking_id"] = shown.booking_id
    if shown.service_id is not None:
        response["service_id"] = shown.service_id
        response["duration_minutes"] = (shown.end - slot.start) // 60
    return response


def of_obstacles(obstacles: "Iterable[Obstacle]") -> WhyResponse:
    return {"reasons": list(map(_of_obstacle, obstacles))}


def _of_obstacle(obstacle: "Obstacle") -> ReasonResponse:
    response: ReasonResponse = {"code": obstacle.reason}
    if obstacle.until is not None and obstacle.reason == "held":
        response["available_at"] = utc.text(obstacle.until)
    if obstacle.until is not None and obstacle.reason == "too_soon":
        response["earliest_start"] = utc.text(obstacle.until)
    return response


def of_booking(booking: "Booking") -> BookingResponse:
    newest, shown = booking
    response: BookingResponse = {
        "booking_id": newest.booking_id,
        "version": newest.number,
        "status": "cancelled" if newest.kind == "cancelled" else "confirmed",
        "id": newest.slot.id,
        "provider_id": newest.slot.provider_id,
        "start": utc.text(newest.slot.start),
        "end": utc.text(newest.end),
        "local_start": local_time.text(newest.slot.start, shown.zone),
        "client_id": newest.client_id,
    }
    if shown.client_name is not None:
        response["client_name"] = shown.client_name
    return response


def of_history(events: "Sequence[BookingEvent]") -> BookingHistory:
    return {"items": list(map(_of_event, events))}


def _of_event(event: "BookingEvent") -> BookingEventResponse:
    response: BookingEventResponse = {
        "type": event.kind,
        "version": event.number,
        "at": utc.text(event.at),
        "as": event.role,
        "id": event.slot.id,
        "provider_id": event.slot.provider_id,
        "start": utc.text(event.slot.start),
        "end": utc.text(event.end),
        "client_id": event.client_id,
    }
    if event.previous:
        response["previous_id"] = event.previous.id
    return response


def of_opened(change: "Opened") -> OpenedResponse:
    return {
        "opened": list(map(of_slot, change.opened)),
        "already_open": list(map(of_slot, change.already_open)),
    }


def of_closed(change: "Closed") -> ClosedResponse:
    return {
        "closed": list(map(of_slot, change.closed)),
        "still_booked": list(map(of_slot, change.still_booked)),
    }
