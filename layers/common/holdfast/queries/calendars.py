"""Read calendars day by day, for one provider or for all, in a window or from today on."""

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import NamedTuple

from holdfast.core import clock, utc
from holdfast.core.ids import MAX_ID
from holdfast.core.settings import settings
from holdfast.core.slots import QUARTER
from holdfast.dynamodb import index_keys, keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.expressions import DAY_FROM, FEED_ROWS, OPEN_SLOTS, PARTITION_BETWEEN
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.footprint import PLAIN, Footprint
from holdfast.model.service import MOST_QUARTERS
from holdfast.queries.pages import Position, Window

SLOTS_A_ROW = 31  # the row of a day often has at least as many open slots

_ROWS_A_QUERY_COSTS = 16


class ProvidersDay(NamedTuple):
    """The rows of a provider's day: its item, its holds and its appointments. `cost` is counted in rows."""

    date: str
    provider_id: int
    rows: list[Item]
    cost: int

    @property
    def item(self) -> Item | None:
        """Return the item of the day itself, if it exists. `rows` may have those of other days too."""
        own = keys.day(self.provider_id, self.date).SK
        return next((row for row in self.rows if row["SK"] == own), None)


def days_of_provider(
    provider_id: int, window: Window, after: Position | None, around: Footprint = PLAIN
) -> Iterator[ProvidersDay]:
    """Yield the days of a provider. With `around`, also read what visits that start on them may take."""
    first, end = first_date(window, after), window.end + around.reach * QUARTER
    rows = table.query(
        PARTITION_BETWEEN,
        keys.days_until(provider_id, first, end, earlier=around.before * QUARTER),
        # A list of available slots does not show clients. Do not read their attributes, which would be three
        # quarters of DynamoDB's response on a busy day.
        attributes=OPEN_SLOTS if window.status == "available" else None,
        # Read a window of at most one day in one page, because most of the rows in it are needed.
        page_size=_page_size(window) if window.end - window.start > utc.DAY else None,
    )
    for date, some in groupby(rows, key=keys.date_of):
        of_day = list(some)
        yield ProvidersDay(date, provider_id, of_day, len(of_day))


def days_on(window: Window, date: str, first_provider: int) -> Iterator[ProvidersDay]:
    """Yield the days of all providers on a date, in the order of the providers' ids."""
    first = index_keys.by_day_sk_from(first_provider)
    parts = [_rows_of_date(date, shard, first, window) for shard in range(settings().index_shards)]
    rows = merge(*parts, key=lambda row: row["by_day_sk"])
    for provider_id, some in groupby(rows, key=index_keys.provider_in_by_day):
        of_day = list(some)
        yield ProvidersDay(date, provider_id, of_day, len(of_day))


def days_of_everybody(
    window: Window,
    after: Position | None,
    days_on_date: Callable[[str, int], Iterator[ProvidersDay]],
) -> Iterator[ProvidersDay]:
    """Yield the days of all providers, date by date. After each date, yield a day without rows.

    `days_on_date` reads the days of a date from a provider on, as `days_on` does.
    The `cost` of the day without rows is the least that the date's queries cost. So a page ends at some
    point, even if none of its dates has rows.
    """
    for midnight in range(utc.start_of(first_date(window, after)), window.end, utc.DAY):
        date = utc.day_of(midnight)
        yield from days_on_date(date, after.provider_id if after and after.date == date else 0)
        yield ProvidersDay(date, MAX_ID, [], _ROWS_A_QUERY_COSTS * settings().index_shards)


def day_of(provider_id: int, date: str) -> ProvidersDay:
    """Read one day, with the attributes that determine its available slots."""
    values = keys.whole_day(provider_id, date)
    rows = list(table.query(PARTITION_BETWEEN, values, attributes=OPEN_SLOTS))
    return ProvidersDay(date, provider_id, rows, len(rows))


def rows_from(provider_id: int, date: str) -> Iterator[Item]:
    """Yield the days from the date on (UTC), with their holds and appointments, all read consistently."""
    return table.query(PARTITION_BETWEEN, keys.days_from(provider_id, date), consistent=True)


def rows_from_today(provider_id: int) -> Iterator[Item]:
    return rows_from(provider_id, utc.day_of(clock.now()))


def confirmed_since(provider_id: int, since: int) -> list[Appointment]:
    """Return the confirmed appointments that end after `since`, in epoch seconds.

    Those without a `booking_id`, which an early version of the code stored, are left out.
    """
    first = utc.day_of(since - MOST_QUARTERS * QUARTER)
    rows = table.query(PARTITION_BETWEEN, keys.days_from(provider_id, first), attributes=FEED_ROWS)
    heads = (Appointment.from_item(row) for row in rows if not keys.is_day(row) and "part_of" not in row)
    return [head for head in heads if head.is_confirmed_booking and head.end > since]


def days_among(rows: Iterable[Item]) -> Iterator[Day]:
    return map(Day.from_item, filter(keys.is_day, rows))


def stored_days(provider_id: int, date: str) -> dict[str, Day]:
    """Return the stored days from the date on (UTC), by date and in order, all read consistently."""
    return {day.date: day for day in days_among(rows_from(provider_id, date))}


def first_date(window: Window, after: Position | None) -> str:
    start = utc.day_of(window.start)
    return max(start, after.date) if after else start


def _rows_of_date(date: str, shard: int, first: str, window: Window) -> Iterator[Item]:
    values = {"partition": index_keys.by_day_pk(date, shard), "first": first}
    return table.query(DAY_FROM, values, index="by_day", page_size=_page_size(window))


def _page_size(window: Window) -> int:
    # Read just enough rows for one page of the list. The request for the list's next page would read any
    # further rows again. Reading fewer than 16 rows is not cheaper, because a query is charged for at least
    # 4 KB.
    return max(16, 3 + window.limit // SLOTS_A_ROW)
