"""Types of the bodies of responses. The OpenAPI document is made from them; `render` makes the bodies."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired

from pydantic import WithJsonSchema
from typing_extensions import TypedDict  # before Python 3.12, pydantic refuses typing.TypedDict

from holdfast.model.booking_event import Kind, Role
from holdfast.queries.obstacles import Reason
from holdfast.queries.shown import Status

Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class ProviderResponse(TypedDict):
    id: int
    name: str
    time_zone: str
    min_notice_minutes: int
    cancel_notice_minutes: int


class OwnProviderResponse(ProviderResponse):
    """A provider as the response to its owner or an administrator shows it."""

    email: str | None


class ProviderAccountResponse(OwnProviderResponse):
    """A provider with its owner, as only its owner and administrators see it."""

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
    reminder_minutes: list[int]
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


Times = list[tuple[str, str]]


class WeekResponse(TypedDict):
    mon: Times
    tue: Times
    wed: Times
    thu: Times
    fri: Times
    sat: Times
    sun: Times


# Not a class, because `from` is a keyword of Python.
OverrideResponse = TypedDict("OverrideResponse", {"from": str, "to": str, "hours": Times})


class HoursResponse(TypedDict):
    """Working hours, in the provider's time zone."""

    weekly: WeekResponse
    overrides: list[OverrideResponse]
    horizon_days: int


class ChangedHoursResponse(HoursResponse):
    """`still_booked` has up to 1,000 bookings that are outside open time now. `more` is true beyond that."""

    still_booked: list[AppointmentResponse]
    more: bool


class OpenedResponse(TypedDict):
    opened: list[AppointmentResponse]
    already_open: list[AppointmentResponse]


class ClosedResponse(TypedDict):
    closed: list[AppointmentResponse]
    still_booked: list[AppointmentResponse]
