"""Play the routes that say what is offered, so that a test chooses the instants and the zone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route

SERVICE, PROVIDER, MINUTES = 7, 9, 45


def offer(page: Page, zone: str, starts: list[datetime]) -> None:
    """Let one provider in this zone offer one service at these instants, and nothing else."""
    service = {"id": SERVICE, "name": "Consultation", "description": "", "duration_minutes": MINUTES}
    provider = {"id": PROVIDER, "name": "Dr. Lena Vogt", "time_zone": zone}
    slots = [slot(start, zone) for start in sorted(starts)]
    of_list = {"next_cursor": None}
    page.route(
        "**/api/services*",
        lambda route: route.fulfill(
            json={"items": [{**service, "provider_ids": [PROVIDER], "active": True}], **of_list}
        ),
    )
    page.route("**/api/providers?*", lambda route: route.fulfill(json={"items": [provider], **of_list}))
    page.route("**/api/appointments/reserve?*", lambda route: _list(route, slots))


def slot(start: datetime, zone: str) -> dict[str, Any]:
    """Return a free start as the API shows it."""
    end = start + timedelta(minutes=MINUTES)
    return {
        "id": f"{PROVIDER}-{start:%Y%m%dT%H%MZ}",
        "provider_id": PROVIDER,
        "start": _utc(start),
        "end": _utc(end),
        "local_start": start.astimezone(ZoneInfo(zone)).isoformat(),
        "status": "available",
        "service_id": SERVICE,
        "duration_minutes": MINUTES,
    }


def _list(route: Route, slots: list[dict[str, Any]]) -> None:
    query = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
    wanted = [each for each in slots if query["from"] <= each["start"] < query["to"]]
    route.fulfill(json={"items": wanted[: int(query["limit"])], "next_cursor": None})


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
