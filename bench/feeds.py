"""Measures a calendar feed with a thousand bookings, beside a list of the same bookings as JSON."""

import time
from collections.abc import Callable, Iterator

from bench import filling
from bench.engine import Engine, engine
from bench.report import Row, milliseconds, ratio
from holdfast.core.slots import QUARTER, Slot
from testkit import visits
from testkit.api import Api
from testkit.meter import metered
from testkit.scenario import listed, new_client, new_feed, new_provider

_BOOKINGS = 1000
_ROUNDS = 9


def rows() -> Iterator[Row]:
    with engine() as running:
        client = new_client(running.api)
        filling.put(running.store.table, _bookings(running, client))
        path = f"/api/calendars/{new_feed(running.api, client_id=client)}"
        known = {"If-None-Match": Api(None).get(path).headers["ETag"]}
        ways: list[Callable[[], object]] = [
            lambda: Api(None).get(path),
            lambda: Api(None).get(path, headers=known),
            lambda: listed(running.api, "/api/appointments", client_id=client, limit=_BOOKINGS),
        ]
        seconds = [[_seconds(way) for way in ways] for _ in range(_ROUNDS)]
        with metered(running.patch) as bill:
            ways[0]()
    whole, unchanged, beside = zip(*seconds, strict=True)
    what = f"a calendar feed of {_BOOKINGS:,} bookings"
    took = f"a list of the same: {milliseconds(beside)}"
    yield Row(f"{what}: {milliseconds(whole)}", took, ratio(whole, beside))
    yield Row(f"{what}, nothing new: {milliseconds(unchanged)}", took, ratio(unchanged, beside))
    yield Row(f"units of {what}", f"read: {bill.read:g}", bill.read)
    yield Row(f"seconds of CPU for {what}", milliseconds(whole), round(sorted(whole)[_ROUNDS // 2], 2), 1)


def _bookings(running: Engine, client: int) -> Iterator[dict[str, object]]:
    provider = new_provider(running.api)
    first = running.store.clock.now // QUARTER * QUARTER + QUARTER
    for number in range(_BOOKINGS):
        slot = Slot(provider, first + number * QUARTER)
        hold_id = f"{number + 1 << 75:032x}"
        yield visits.visit(slot, client_id=client, owner="admin", hold_id=hold_id, version=1).to_item()


def _seconds(way: Callable[[], object]) -> float:
    """Return the CPU time of our process."""
    started = time.process_time()
    way()
    return time.process_time() - started
