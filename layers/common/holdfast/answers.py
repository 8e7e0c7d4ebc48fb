"""What goes out: plain dictionaries, described once for the types and for the API's documents."""

from typing import Annotated, Literal, NotRequired
from zoneinfo import ZoneInfo

from pydantic import WithJsonSchema
from typing_extensions import TypedDict  # pydantic needs this one below Python 3.12

from holdfast import times
from holdfast.identity import Caller
from holdfast.models import Appointment, Client, Provider
from holdfast.table import Item
from holdfast.times import Slot

Status = Literal["available", "held", "confirmed", "taken", "closed"]
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class ProviderAnswer(TypedDict):
    id: int
    name: str
    time_zone: str
    min_notice_minutes: int


class ClientAnswer(TypedDict):
    id: int
    name: str
    email: str | None
    phone: str | None


class AppointmentAnswer(TypedDict):
    """`taken` is how somebody else's held or confirmed slot looks."""

    id: str
    provider_id: int
    start: Instant
    end: Instant
    local_start: Instant
    status: Status
    client_id: NotRequired[int]
    client_name: NotRequired[str]
    expires_at: NotRequired[Instant]


class ProviderPage(TypedDict):
    items: list[ProviderAnswer]
    next_cursor: str | None


class ClientPage(TypedDict):
    items: list[ClientAnswer]
    next_cursor: str | None


class AppointmentPage(TypedDict):
    items: list[AppointmentAnswer]
    next_cursor: str | None


class OpenedAnswer(TypedDict):
    opened: list[AppointmentAnswer]
    already_open: list[AppointmentAnswer]


class ClosedAnswer(TypedDict):
    closed: list[AppointmentAnswer]
    still_booked: list[AppointmentAnswer]


def of_provider(provider: Provider) -> ProviderAnswer:
    return {
        "id": provider.id,
        "name": provider.name,
        "time_zone": provider.time_zone,
        "min_notice_minutes": provider.min_notice_minutes,
    }


def of_listed_provider(item: Item) -> ProviderAnswer:
    """Answer from what the index projects."""
    return {
        "id": item["by_kind_sk"],
        "name": item["name"],
        "time_zone": item["time_zone"],
        "min_notice_minutes": item["min_notice_minutes"],
    }


def of_listed_client(item: Item) -> ClientAnswer:
    """Answer from what the index projects."""
    return {"id": item["by_kind_sk"], "name": item["name"], "email": item["email"], "phone": item["phone"]}


def of_client(client: Client) -> ClientAnswer:
    return {"id": client.id, "name": client.name, "email": client.email, "phone": client.phone}


def of_slot(slot: Slot, zone: ZoneInfo, status: Status) -> AppointmentAnswer:
    return {
        "id": slot.id,
        "provider_id": slot.provider_id,
        "start": times.utc(slot.start),
        "end": times.utc(slot.end),
        "local_start": times.local(slot.start, zone),
        "status": status,
    }


def of_appointment(appointment: Appointment, zone: ZoneInfo, caller: Caller) -> AppointmentAnswer:
    """Show it in full to whom it belongs, and as `taken` to everybody else."""
    if not caller.may_see(appointment.owner, appointment.provider_owner):
        return of_slot(appointment.slot, zone, "taken")
    status: Status = "confirmed" if appointment.expires_at is None else "held"
    answer = of_slot(appointment.slot, zone, status)
    answer["client_id"] = appointment.client_id
    answer["client_name"] = appointment.client_name
    if appointment.expires_at is not None:
        answer["expires_at"] = times.utc(appointment.expires_at)
    return answer
