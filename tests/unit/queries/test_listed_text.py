"""The lists of slots, byte for byte: random days, compared with a plain description of their JSON text."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from mypy_boto3_dynamodb.service_resource import Table

from holdfast.core.slots import Slot
from holdfast.dynamodb import index_keys
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from testkit import users
from testkit.clock import Clock

QUARTER = timedelta(minutes=15)
ZONES = (
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # its clocks change by half an hour
    "Europe/Berlin",
    "Pacific/Chatham",
    "UTC",
)
# The first of two days: an ordinary one, clock changes in these zones, and the end of a year.
DATES = ("2026-12-02", "2026-10-03", "2026-10-24", "2026-10-31", "2027-03-13", "2027-03-27", "2026-12-31")
ROUTES = {
    "/api/appointments/reserve": ("available",),
    "/api/appointments": ("available", "taken"),
}


class Calendar(NamedTuple):
    """A provider's day. `held` maps quarter-hours to the time at which their holds end."""

    day: Day
    midnight: datetime
    held: dict[int, datetime]

    def item(self, quarter: int, now: datetime) -> dict[str, Any] | None:
        """Return what a stranger's list shows, or None if the list does not have the quarter-hour."""
        start = self.midnight + quarter * QUARTER
        is_held = quarter in self.held and self.held[quarter] > now
        is_taken = is_held or quarter in self.day.booked
        earliest = now + timedelta(minutes=self.day.min_notice_minutes)
        if not is_taken and (quarter not in self.day.open or start <= now or start < earliest):
            return None
        return {
            "id": f"{self.day.provider_id}-{start:%Y%m%dT%H%MZ}",
            "provider_id": self.day.provider_id,
            "start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "end": f"{start + QUARTER:%Y-%m-%dT%H:%M:%SZ}",
            "local_start": start.astimezone(self.day.zone).isoformat(),
            "status": "taken" if is_taken else "available",
        }

    def store(self, table: Table) -> None:
        table.put_item(Item=self.day.to_item())
        for quarter, end in self.held.items():
            hold = Appointment(
                slot=Slot.at(self.day.provider_id, self.day.date, quarter),
                status="held",
                client_id=5,
                client_name="Alice",
                owner="alice",
                provider_owner="dana",
                hold_id="0" * 32,
                expires_at=int(end.timestamp()),
                by_day_pk=self.day.by_day_pk,
            )
            table.put_item(Item=hold.to_item())


@pytest.mark.parametrize("date", DATES)
def test_lists_have_exactly_this_text(date: str, table: Table, clock: Clock, rng: random.Random) -> None:
    first = datetime.fromisoformat(date).replace(tzinfo=UTC)
    now = first + timedelta(seconds=rng.randrange(-7200, 43_200))
    clock.now = int(now.timestamp())
    calendars = _calendars(first, now, rng)
    for calendar in calendars:
        calendar.store(table)

    for path, statuses in ROUTES.items():
        start = first + timedelta(seconds=rng.randrange(43_200))
        end = start + timedelta(seconds=rng.randrange(43_200, 172_800))
        limit = rng.choice([50, 100, 1000])
        window = {"from": f"{start:%Y-%m-%dT%H:%M:%SZ}", "to": f"{end:%Y-%m-%dT%H:%M:%SZ}", "limit": limit}
        everything = [
            item
            for calendar in calendars
            for quarter in range(96)
            if start <= calendar.midnight + quarter * QUARTER < end
            and (item := calendar.item(quarter, now))
            and item["status"] in statuses
        ]
        provider = rng.choice(calendars).day.provider_id
        of_provider = [item for item in everything if item["provider_id"] == provider]
        assert _text(everything, limit) == _listed(path, **window)
        assert _text(of_provider, limit) == _listed(path, **window, provider_id=provider)


def _calendars(first: datetime, now: datetime, rng: random.Random) -> list[Calendar]:
    """Return two days of a provider in each zone, by day and provider."""
    providers = sorted(rng.sample(range(1, 10**15), len(ZONES)))
    zones = dict(zip(providers, map(ZoneInfo, rng.sample(ZONES, len(ZONES))), strict=True))
    calendars = []
    for midnight in (first, first + timedelta(days=1)):
        for provider in providers:
            date = f"{midnight:%Y-%m-%d}"
            held = rng.sample(range(96), rng.randrange(6))
            day = Day(
                provider_id=provider,
                date=date,
                zone=zones[provider],
                min_notice_minutes=rng.choice([0, 15, 50, 120]),
                provider_owner="dana",
                by_day_pk=index_keys.by_day_pk(date, index_keys.shard_of(provider)),
                open=set(rng.sample(range(96), rng.randrange(97))),
                booked=set(rng.sample(range(96), rng.randrange(6))) - {*held},
            )
            ends = {quarter: now + timedelta(seconds=rng.randrange(-60, 60)) for quarter in held}
            calendars.append(Calendar(day, midnight, ends))
    return calendars


def _text(items: list[dict[str, Any]], limit: int) -> list[str]:
    """Return the text of each page without its cursor. After a full page there is always another one."""
    pages = [items[at : at + limit] for at in range(0, len(items) + 1, limit)]
    return [json.dumps({"items": page}, ensure_ascii=False, separators=(",", ":"))[:-1] for page in pages]


def _listed(path: str, **query: Any) -> list[str]:
    pages = []
    cursor: dict[str, Any] = {}
    while True:
        response = users.signed_in("bob").get(path, **query, **cursor)
        assert response.status == 200, response.body
        text, _, last = response.body.rpartition(',"next_cursor":')
        pages.append(text)
        if last == "null}":
            return pages
        cursor = {"cursor": response.json["next_cursor"]}
