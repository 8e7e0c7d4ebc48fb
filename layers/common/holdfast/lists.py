"""The lists of slots that the HTTP API offers, with their filters, windows and cursors."""

from dataclasses import dataclass

from holdfast import agenda, clients, listing, paging, providers
from holdfast.answers import Status
from holdfast.errors import NotFound
from holdfast.identity import Caller
from holdfast.listing import Page, Position, Window
from holdfast.paging import List
from holdfast.requests import AppointmentsQuery, OpenSlotsQuery, SlotsQuery


@dataclass(frozen=True)
class _Filters:
    route: str
    status: Status | None = None
    provider_id: int | None = None
    client_id: int | None = None


def open_slots_of(provider_id: int, query: SlotsQuery, caller: Caller) -> List:
    """List what can be reserved of a provider; raise NotFound, Invalid."""
    answer = _list(query, _Filters(f"availability/{provider_id}", "available", provider_id), caller)
    if not answer["items"]:
        providers.read(provider_id)  # nothing open, or no such provider
    return answer


def open_slots(query: OpenSlotsQuery, caller: Caller) -> List:
    """List what can be reserved of everybody or of one provider; raise Invalid."""
    return _list(query, _Filters("open", "available", query.provider_id), caller)


def appointments(query: AppointmentsQuery, caller: Caller) -> List:
    """List what is open and what is taken; raise Invalid."""
    filters = _Filters("appointments", query.status, query.provider_id, query.client_id)
    return _list(query, filters, caller)


def _list(query: SlotsQuery, filters: _Filters, caller: Caller) -> List:
    try:
        zone = providers.read(filters.provider_id).zone if filters.provider_id and query.is_local else None
        window = paging.window(query, filters.status, zone)
        after = paging.position_after(query, caller, filters.route, window.end)
        page = _page(filters, window, after, caller)
    except NotFound:
        page = Page([], None)  # no such provider or client, or none of the caller's: nothing to show
    return paging.page(page.items, page.last, query, caller, filters.route)


def _page(filters: _Filters, window: Window, after: Position | None, caller: Caller) -> Page:
    if filters.client_id:
        items, last = agenda.of_client(clients.read_own(filters.client_id, caller), window, after, caller)
        return Page([i for i in items if filters.provider_id in (None, i["provider_id"])], last)
    if filters.provider_id:
        return listing.of_provider(filters.provider_id, window, after, caller)
    return listing.of_everybody(window, after, caller)
