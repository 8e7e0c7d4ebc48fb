"""Bodies of responses, made from the objects of the model: plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from holdfast.core import local_time, utc
from holdfast.core.wall_clock import MINUTES_PER_DAY, WEEKDAYS

if TYPE_CHECKING:  # a real import would load botocore, which the docs function does not need
    from collections.abc import Iterable, Sequence

    from holdfast.api.shapes import (
        AppointmentResponse,
        BookingEventResponse,
        BookingHistory,
        BookingResponse,
        ChangedHoursResponse,
        ClientResponse,
        ClosedResponse,
        HoursResponse,
        OpenedResponse,
        OwnProviderResponse,
        ProviderAccountResponse,
        ProviderResponse,
        ReasonResponse,
        ServiceResponse,
        Times,
        WeekResponse,
        WhyResponse,
    )
    from holdfast.model.booking_event import BookingEvent
    from holdfast.model.client import Client, ListedClient
    from holdfast.model.hours import Interval, Rules
    from holdfast.model.provider import Provider
    from holdfast.model.service import Service
    from holdfast.queries.bookings import Booking
    from holdfast.queries.shown import ShownSlot
    from holdfast.queries.why import Obstacle
    from holdfast.schedule.opening import Closed, Opened
    from holdfast.schedule.still_booked import StillBooked


def of_provider(provider: Provider) -> ProviderResponse:
    """Render what anyone may see."""
    return {
        "id": provider.id,
        "name": provider.name,
        "time_zone": provider.time_zone,
        "min_notice_minutes": provider.min_notice_minutes,
        "cancel_notice_minutes": provider.cancel_notice_minutes,
    }


def of_own_provider(provider: Provider) -> OwnProviderResponse:
    return {**of_provider(provider), "email": provider.email}


def of_account(provider: Provider) -> ProviderAccountResponse:
    return {**of_own_provider(provider), "owner": provider.owner}


def of_client(client: Client | ListedClient) -> ClientResponse:
    return {"id": client.id, "name": client.name, "email": client.email, "phone": client.phone}


def of_service(service: Service) -> ServiceResponse:
    return {
        "id": service.id,
        "name": service.name,
        "description": service.description,
        "duration_minutes": service.duration_minutes,
        "buffer_before_minutes": service.buffer_before_minutes,
        "buffer_after_minutes": service.buffer_after_minutes,
        "start_every_minutes": service.grid_minutes,
        "min_notice_minutes": service.min_notice_minutes,
        "reminder_minutes": service.reminder_minutes,
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


def of_obstacles(obstacles: Iterable[Obstacle]) -> WhyResponse:
    return {"reasons": list(map(_of_obstacle, obstacles))}


def _of_obstacle(obstacle: Obstacle) -> ReasonResponse:
    response: ReasonResponse = {"code": obstacle.reason}
    if obstacle.until is not None and obstacle.reason == "held":
        response["available_at"] = utc.text(obstacle.until)
    if obstacle.until is not None and obstacle.reason == "too_soon":
        response["earliest_start"] = utc.text(obstacle.until)
    return response


def of_booking(booking: Booking) -> BookingResponse:
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


def of_history(events: Sequence[BookingEvent]) -> BookingHistory:
    return {"items": list(map(_of_event, events))}


def _of_event(event: BookingEvent) -> BookingEventResponse:
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


def of_hours(rules: Rules) -> HoursResponse:
    week = dict(zip(WEEKDAYS, map(_of_intervals, rules.weekly), strict=True))
    return {
        "weekly": cast("WeekResponse", week),
        "overrides": [
            {"from": first.isoformat(), "to": last.isoformat(), "hours": _of_intervals(intervals)}
            for first, last, intervals in rules.overrides
        ],
        "horizon_days": rules.horizon_days,
    }


def of_changed_hours(rules: Rules, still_booked: StillBooked) -> ChangedHoursResponse:
    shown = list(map(of_slot, still_booked.shown))
    return {**of_hours(rules), "still_booked": shown, "more": still_booked.more}


def _of_intervals(intervals: Iterable[Interval]) -> Times:
    return [(_clock(start), _clock(end)) for start, end in intervals]


def _clock(minutes: int) -> str:
    within = minutes if minutes <= MINUTES_PER_DAY else minutes - MINUTES_PER_DAY
    return f"{within // 60:02d}:{within % 60:02d}"


def of_opened(change: Opened) -> OpenedResponse:
    return {
        "opened": list(map(of_slot, change.opened)),
        "already_open": list(map(of_slot, change.already_open)),
    }


def of_closed(change: Closed) -> ClosedResponse:
    return {
        "closed": list(map(of_slot, change.closed)),
        "still_booked": list(map(of_slot, change.still_booked)),
    }
