"""The lists of the HTTP API, with their filters, windows and cursors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from holdfast.api import render, time_text
from holdfast.api.cursors import Cursors
from holdfast.api.query_strings import (
    AppointmentsQuery,
    OpenSlotsQuery,
    PageQuery,
    ServicesQuery,
    SlotsQuery,
    StartsQuery,
)
from holdfast.api.shapes import PageResponse
from holdfast.api.words import TIME_REASONS
from holdfast.core import clock, local_time, utc
from holdfast.core.caller import Caller
from holdfast.core.errors import Invalid, NotFound
from holdfast.core.local_time import NoSuchLocalTime
from holdfast.dynamodb.index_keys import CLIENTS, PROVIDERS, SERVICES
from holdfast.queries import client_appointments, profiles, slot_pages, starts, uncovered
from holdfast.queries import services as service_queries
from holdfast.queries.pages import Page, Position, Window
from holdfast.queries.shown import ShownSlot, Status

T = TypeVar("T")

_DEFAULT_DAYS = 31
_MAX_DAYS = 62
_UTC = local_time.zone("UTC")


@dataclass(frozen=True)
class _Filters:
    route: str
    status: Status | None = None
    provider_id: int | None = None
    client_id: int | None = None
    service_id: int | None = None
    uncovered: bool = False
    too_soon: bool = False


def providers(query: PageQuery, caller: Caller) -> PageResponse:
    """List all providers in the order of their ids; raise Invalid for a cursor of another list."""
    cursors = Cursors(PROVIDERS, query, caller)
    return _page(profiles.providers_after(cursors.after_id(), query.limit), render.of_provider, cursors)


def clients(query: PageQuery, caller: Caller) -> PageResponse:
    """List the caller's clients in the order of their ids; raise Invalid for a cursor of another list."""
    cursors = Cursors(CLIENTS, query, caller)
    return _page(profiles.clients_after(caller, cursors.after_id(), query.limit), render.of_client, cursors)


def services(query: ServicesQuery, caller: Caller) -> PageResponse:
    """List services in the order of their ids; raise Invalid for a cursor of another list."""
    cursors = Cursors(SERVICES, query, caller)
    page = service_queries.services_after(cursors.after_id(), query.limit, query.provider_id)
    return _page(page, render.of_service, cursors)


def open_slots_of(provider_id: int, query: StartsQuery, caller: Caller) -> PageResponse:
    """List the available slots of a provider, or the starts of visits of a service.

    Raises NotFound if the provider or the service does not exist, and Invalid for a wrong time or cursor.
    """
    route = f"availability/{provider_id}"
    filters = _Filters(route, "available", provider_id, service_id=query.service_id)
    response = _slots(query, filters, caller)
    if not response["items"]:
        profiles.read_provider(provider_id)  # may raise NotFound
        if query.service_id:
            service_queries.read_service(query.service_id)  # may raise NotFound
    return response


def open_slots(query: OpenSlotsQuery, caller: Caller) -> PageResponse:
    """List the available slots of all providers or of one, or the starts of visits of a service.

    Raises Invalid for a wrong time or cursor.
    """
    filters = _Filters("open", "available", query.provider_id, service_id=query.service_id)
    return _slots(query, filters, caller)


def appointments(query: AppointmentsQuery, caller: Caller) -> PageResponse:
    """List open and taken slots, or the starts of visits of a service, or bookings outside open time.

    Raises Invalid for a wrong time or cursor, and for filters that do not go together.
    """
    if query.too_soon:
        return _with_too_soon(query, caller)
    if query.uncovered:
        return _uncovered(query, caller)
    if query.service_id and (query.status != "available" or query.client_id):
        raise Invalid(("service_id", "This needs status=available, and no client_id."))
    filters = _Filters("appointments", query.status, query.provider_id, query.client_id, query.service_id)
    return _slots(query, filters, caller)


def _uncovered(query: AppointmentsQuery, caller: Caller) -> PageResponse:
    _refuse_others(query, "uncovered", "status", "client_id", "service_id")
    if not query.provider_id and not caller.is_admin:
        raise Invalid(("provider_id", "This must be your own provider."))
    return _slots(query, _Filters("uncovered", provider_id=query.provider_id, uncovered=True), caller)


def _with_too_soon(query: AppointmentsQuery, caller: Caller) -> PageResponse:
    _refuse_others(query, "too_soon", "status", "client_id", "service_id", "uncovered")
    if not query.provider_id:
        raise Invalid(("provider_id", "This is required with too_soon."))
    return _slots(query, _Filters("too_soon", provider_id=query.provider_id, too_soon=True), caller)


def _refuse_others(query: AppointmentsQuery, name: str, *others: str) -> None:
    for other in others:
        if getattr(query, other):
            raise Invalid((other, f"This does not go together with {name}."))


def _slots(query: SlotsQuery, filters: _Filters, caller: Caller) -> PageResponse:
    cursors = Cursors(filters.route, query, caller)
    try:
        window = _window(query, filters)
        page = _found(filters, window, cursors.after_position(window.end), caller)
    except NotFound:
        page = Page([], None)  # what does not exist, or a client that the caller does not own, has no slots
    return _page(page, render.of_slot, cursors)


def _found_own(
    filters: _Filters, window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    if not filters.provider_id:
        return uncovered.of_everybody(window, after, caller)
    profiles.read_own_provider(filters.provider_id, caller)  # may raise NotFound
    of_provider = uncovered.of_provider if filters.uncovered else slot_pages.with_too_soon
    return of_provider(filters.provider_id, window, after, caller)


def _found(
    filters: _Filters, window: Window, after: Position | None, caller: Caller
) -> Page[ShownSlot, Position]:
    if filters.uncovered or filters.too_soon:
        return _found_own(filters, window, after, caller)
    if filters.service_id:
        service = service_queries.read_listed_service(filters.service_id)
        if filters.provider_id:
            return starts.of_provider(service, filters.provider_id, window, after)
        return starts.of_everybody(service, window, after)
    if filters.client_id:
        client = profiles.read_own_client(filters.client_id, caller)
        return client_appointments.of_client(client, window, after, caller, filters.provider_id)
    if filters.provider_id:
        return slot_pages.of_provider(filters.provider_id, window, after, caller)
    return slot_pages.of_everybody(window, after, caller)


def _page(page: Page[T, Any], shape: Callable[[T], Mapping[str, Any]], cursors: Cursors) -> PageResponse:
    return {"items": list(map(shape, page.items)), "next_cursor": cursors.next(page.last)}


def _window(query: SlotsQuery, filters: _Filters) -> Window:
    """Return the window from `from` to `to`.

    In a list of one provider, both may be in the provider's local time. Raises Invalid for a wrong time,
    and NotFound if the provider does not exist.
    """
    zone = None
    if filters.provider_id and query.may_be_local:
        zone = profiles.read_provider(filters.provider_id).zone
    start = _instant("from", query.start, zone, clock.now())
    end = _instant("to", query.end, zone, start + _DEFAULT_DAYS * utc.DAY)
    if end <= start:
        raise Invalid(("to", "This must be after from, which is now by default."))
    if end - start > _MAX_DAYS * utc.DAY:
        raise Invalid(("to", f"This must be at most {_MAX_DAYS} days after from."))
    return Window(start, end, query.limit, filters.status)


def _instant(field: str, text: str | None, zone: ZoneInfo | None, default: int) -> int:
    if text is None:
        return default
    try:
        return time_text.parse_from_day(text, has_zone=zone is not None).at(zone or _UTC)
    except ValueError as error:
        raise Invalid((field, str(error))) from None
    except NoSuchLocalTime as error:
        raise Invalid((field, TIME_REASONS[error.reason])) from None
