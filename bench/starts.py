"""Measures the list of starts of a service beside the list of the same providers' quarter-hours."""

import time
from collections.abc import Iterator

from bench import filling
from bench.engine import Engine, engine
from bench.report import Row, milliseconds, ratio
from holdfast.model.service import Service
from testkit.meter import metered

_PROVIDERS = 300
_DAYS = ["2026-12-01", "2026-12-02", "2026-12-03"]
_WINDOW = "from=2026-12-02T00:00:00Z&to=2026-12-03T00:00:00Z&limit=1000"
_ROUNDS = 9
_IN_A_DAY = set(range(36, 68))  # 09:00 to 17:00
_OVER_MIDNIGHT = {*range(16), *range(80, 96)}  # 20:00 to 04:00
_SERVICE = 1


def rows() -> Iterator[Row]:
    yield from _compared("hours inside a UTC day", _IN_A_DAY, 1.25)
    yield from _compared("hours across midnight UTC", _OVER_MIDNIGHT, 2.25)


def _compared(hours: str, quarters: set[int], goal: float) -> Iterator[Row]:
    with engine() as running:
        filling.days(running.store.table, _PROVIDERS, _DAYS, quarters)
        filling.put(running.store.table, [_service().to_item()])
        slots, starts = _WINDOW, f"{_WINDOW}&service_id={_SERVICE}"
        units, beside = _units(running, starts), _units(running, slots)
        pairs = [(_seconds(running, starts), _seconds(running, slots)) for _ in range(_ROUNDS)]
    ours, theirs = zip(*pairs, strict=True)
    what = f"starts of an hour with {_PROVIDERS} providers on a day, {hours}:"
    took = f"their quarter-hours: {milliseconds(theirs)}"
    yield Row(f"{what} {milliseconds(ours)}", took, ratio(ours, theirs), goal)
    yield Row(f"{what} {units:g} units", f"their quarter-hours: {beside:g}", round(units / beside, 2), goal)


def _service() -> Service:
    ids = range(filling.FIRST_PROVIDER, filling.FIRST_PROVIDER + _PROVIDERS)
    return Service(
        id=_SERVICE,
        name="Consultation",
        description="",
        duration_minutes=60,
        buffer_before_minutes=0,
        buffer_after_minutes=0,
        start_every_minutes=None,
        min_notice_minutes=None,
        reminder_minutes=[1440],
        provider_ids=set(ids),
        active=True,
        version=1,
        write_id="",
        request_id="",
        body_hash="",
    )


def _units(running: Engine, query: str) -> float:
    with metered(running.patch) as bill:
        if not list(filling.pages(running.api, query)):
            raise RuntimeError("nothing is listed")
    return bill.read


def _seconds(running: Engine, query: str) -> float:
    """Return the CPU time of our process for all pages of the list."""
    started = time.process_time()
    for _ in filling.pages(running.api, query):
        pass
    return time.process_time() - started
