"""Play a provider's calendar, so that a test chooses the instants, the zone and the holds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route

from tests.e2e.pages.practice import remember
from tests.e2e.pages.refusals import problem

PROVIDER, SERVICE = 9, 7
QUARTER = timedelta(minutes=15)
_SIGNED_IN = {
    "accessToken": "played",
    "refreshToken": "played",
    "expiresAt": 4e12,
    "name": "dana@example.com",
}


@dataclass
class PlayedWeek:
    """What the API lists. A test may change it between two readings."""

    zone: str
    slots: list[dict[str, Any]] = field(default_factory=list)
    uncovered: list[dict[str, Any]] = field(default_factory=list)
    hours: dict[str, Any] | None = None
    readings: int = 0

    def play(self, page: Page) -> None:
        remember(page.context, json.dumps(_SIGNED_IN))
        me = {"sub": "played", "groups": ["providers"], "provider_ids": [PROVIDER], "client_ids": []}
        provider = {"id": PROVIDER, "name": "Dr. Lena Vogt", "time_zone": self.zone}
        notice = {"min_notice_minutes": 0, "cancel_notice_minutes": 0}
        service = {"id": SERVICE, "name": "Consultation", "active": True, "provider_ids": [PROVIDER]}
        service |= {"buffer_before_minutes": 0, "buffer_after_minutes": 15, "duration_minutes": 45}
        page.route("**/api/me", lambda route: route.fulfill(json=me))
        page.route(f"**/api/providers/{PROVIDER}", lambda route: route.fulfill(json=provider | notice))
        page.route(
            "**/api/services?*", lambda route: route.fulfill(json={"items": [service], "next_cursor": None})
        )
        page.route(f"**/api/providers/hours/{PROVIDER}", self._tell_hours)
        page.route("**/api/appointments?*", self._list)

    def open(self, first: datetime, end: datetime) -> None:
        """Open the time between two instants."""
        count = (end - first) // QUARTER
        self.slots += [self._slot(first + QUARTER * number) for number in range(count)]

    def book(self, start: datetime, minutes: int = 45, **more: object) -> dict[str, Any]:
        """Book a visit of Ana Costa, and take its quarter-hours from the open ones."""
        quarters = {_utc(start + QUARTER * number) for number in range(minutes // 15)}
        self.slots = [each for each in self.slots if each["start"] not in quarters]
        visit = self._slot(start, minutes) | {
            "status": "confirmed",
            "client_id": 3,
            "client_name": "Ana Costa",
        }
        visit |= {"booking_id": 5, "service_id": SERVICE, "duration_minutes": minutes, **more}
        self.slots = sorted([*self.slots, visit], key=lambda each: each["start"])
        return visit

    def _slot(self, start: datetime, minutes: int = 15) -> dict[str, Any]:
        return {
            "id": f"{PROVIDER}-{start.astimezone(UTC):%Y%m%dT%H%MZ}",
            "provider_id": PROVIDER,
            "start": _utc(start),
            "end": _utc(start + timedelta(minutes=minutes)),
            "local_start": start.astimezone(ZoneInfo(self.zone)).isoformat(),
            "status": "available",
        }

    def _tell_hours(self, route: Route) -> None:
        if self.hours is None:
            problem(404, "not_found")(route)
        else:
            route.fulfill(json=self.hours)

    def _list(self, route: Route) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(route.request.url).query).items()}
        if "uncovered" in query:
            _fulfill(route, self.uncovered)
        else:
            self.readings += 1
            _fulfill(route, [each for each in self.slots if query["from"] <= each["start"] < query["to"]])


def _fulfill(route: Route, items: Iterable[dict[str, Any]]) -> None:
    route.fulfill(json={"items": list(items), "next_cursor": None})


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
