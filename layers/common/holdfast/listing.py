"""What is open and what is taken, page by page: of everybody, of one provider, of one client."""

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from holdfast import providers, table, times
from holdfast.answers import AppointmentAnswer, Status, of_appointment, of_slot
from holdfast.expressions import DAY_FROM, OPEN_SLOTS, PARTITION_BETWEEN
from holdfast.identity import Caller
from holdfast.indexes import by_day_pk
from holdfast.models import DAY_END, Appointment, Day, is_day, slot_of
from holdfast.settings import settings
from holdfast.table import Item
from holdfast.times import Slot

# A page ends when it has read so many rows, however little it found; a query counts as some rows.
_READING = 2000
_QUERY_COST = 16


class Position(NamedTuple):
    """The last slot of a page: order of the lists, and where the next page goes on."""

    date: str
    provider_id: int
    quarter: int


class Window(NamedTuple):
    """Which slots: from `start` to before `end` in epoch seconds, at most `limit`, of one status or all."""

    start: int
    end: int
    limit: int
    status: Status | None = None


class Page(NamedTuple):
    items: list[AppointmentAnswer]
    last: Position | None


class _Entry(NamedTuple):
    """A slot that is available, or taken; by whom is None as long as only the index was read."""

    slot: Slot
    zone: ZoneInfo
    available: bool
    appointment: Appointment | None = None


class _ProvidersDay(NamedTuple):
    """A day item and what is held or booked on it; `cost` is what it took to read them."""

    date: str
    provider_id: int
    rows: list[Item]
    cost: int


def of_everybody(window: Window, after: Position | None, caller: Caller) -> Page:
    """List by UTC day, provider and time."""
    return _page(_everybodys_days(window, after), window, after, caller)


def of_provider(provider_id: int, window: Window, after: Position | None, caller: Caller) -> Page:
    return _page(_providers_days(provider_id, window, after), window, after, caller)


def nearest_open(slot: Slot) -> list[AppointmentAnswer]:
    """Return the up to three open slots of that provider and day that start nearest to the slot."""
    first = Day.key(slot.provider_id, slot.day)
    values = {"partition": first.PK, "first": first.SK, "last": first.SK + DAY_END}
    rows = list(table.query(PARTITION_BETWEEN, values, attributes=OPEN_SLOTS))
    entries = [entry for entry in _entries(rows, times.now()) if entry.available and entry.slot != slot]
    entries.sort(key=lambda entry: abs(entry.slot.start - slot.start))
    return [of_slot(entry.slot, entry.zone, "available") for entry in entries[:3]]


def _page(days: Iterable[_ProvidersDay], window: Window, after: Position | None, caller: Caller) -> Page:
    found: list[_Entry] = []
    last = None
    read = 0
    for day in days:
        for entry in _entries(day.rows, times.now()):
            position = Position(day.date, day.provider_id, entry.slot.quarter)
            if (after and position <= after) or not _wanted(entry, window):
                continue
            found.append(entry)
            if len(found) == window.limit:
                return Page(_shown(found, window, caller), position)
        read += day.cost
        if read > _READING:
            last = Position(day.date, day.provider_id, times.QUARTERS_PER_DAY)
            break
    return Page(_shown(found, window, caller), last)


def _wanted(entry: _Entry, window: Window) -> bool:
    if window.status and entry.available != (window.status == "available"):
        return False
    return window.start <= entry.slot.start < window.end


def _shown(entries: list[_Entry], window: Window, caller: Caller) -> list[AppointmentAnswer]:
    """Show who has a slot to those who may see it; the index does not know, the table does."""
    unread = [Appointment.key(e.slot) for e in entries if not e.available and not e.appointment]
    items = table.batch_get(unread, consistent=False)
    answers = []
    for entry in entries:
        item = items.get(Appointment.key(entry.slot))
        appointment = entry.appointment or (Appointment.from_item(item) if item else None)
        if appointment:
            answers.append(of_appointment(appointment, entry.zone, caller))
        else:
            answers.append(of_slot(entry.slot, entry.zone, "available" if entry.available else "taken"))
    return [answer for answer in answers if window.status in (None, answer["status"])]


def _entries(rows: list[Item], now: int) -> Iterator[_Entry]:
    """Work out a provider's day from its item and its live appointments."""
    live = dict(_live(rows, now))
    day = next((Day.from_item(row) for row in rows if is_day(row)), None)
    if not day:  # past, and cleared: what was confirmed remains
        zone = providers.zone_of(slot_of(rows[0]).provider_id) if live else times.zone("UTC")
        yield from (_Entry(slot, zone, available=False, appointment=live[slot]) for slot in live)
        return
    for slot in sorted({*map(day.slot, day.open | day.booked), *live}):
        if slot in live or slot.quarter in day.booked:
            yield _Entry(slot, day.zone, available=False, appointment=live.get(slot))
        elif slot.start >= day.earliest_start(now):
            yield _Entry(slot, day.zone, available=True)


def _live(rows: list[Item], now: int) -> Iterator[tuple[Slot, Appointment | None]]:
    for row in rows:
        if is_day(row) or row.get("expires_at", now + 1) <= now:
            continue
        yield slot_of(row), Appointment.from_item(row) if "status" in row else None


def _providers_days(provider_id: int, window: Window, after: Position | None) -> Iterator[_ProvidersDay]:
    first = Day.key(provider_id, _first_date(window, after))
    last = Appointment.key(Slot(provider_id, window.end - 1))
    values = {"partition": first.PK, "first": first.SK, "last": last.SK}
    rows = table.query(
        PARTITION_BETWEEN,
        values,
        # Who has the others is shown to nobody, and was three quarters of a busy day's answer.
        attributes=OPEN_SLOTS if window.status == "available" else None,
        # Most of a single day is needed, however much of it is taken.
        page_size=_page_size(window) if window.end - window.start > times.DAY else None,
    )
    for date, some in groupby(rows, key=lambda row: row["SK"][4:14]):
        of_day = list(some)
        yield _ProvidersDay(date, provider_id, of_day, len(of_day))


def _everybodys_days(window: Window, after: Position | None) -> Iterator[_ProvidersDay]:
    """Yield each provider's day, and after each date an empty one for the cost of asking."""
    for midnight in range(times.start_of(_first_date(window, after)), window.end, times.DAY):
        date = times.day_of(midnight)
        first = f"{after.provider_id if after and after.date == date else 0:016d}"
        shards = [_rows_of_date(date, shard, first, window) for shard in range(settings().index_shards)]
        rows = merge(*shards, key=lambda row: row["by_day_sk"])
        for provider, some in groupby(rows, key=lambda row: row["by_day_sk"][:16]):
            of_day = list(some)
            yield _ProvidersDay(date, int(provider), of_day, len(of_day))
        yield _ProvidersDay(date, times.MAX_ID, [], _QUERY_COST * settings().index_shards)


def _first_date(window: Window, after: Position | None) -> str:
    start = times.day_of(window.start)
    return max(start, after.date) if after else start


def _rows_of_date(date: str, shard: int, first: str, window: Window) -> Iterator[Item]:
    values = {"partition": by_day_pk(date, shard), "first": first}
    return table.query(DAY_FROM, values, index="by_day", page_size=_page_size(window))


def _page_size(window: Window) -> int:
    # A day often has some 32 open slots: rows for a page and none to spare, which the next page would read
    # again. Fewer than 16 are not cheaper: they fit into the 4 KB that a query is charged for at least.
    return max(16, 3 + window.limit // 31)
