"""Days together with the time before and after them, which a visit that starts on the day may take."""

from collections.abc import Iterable, Iterator
from itertools import chain

from holdfast.core import utc
from holdfast.dynamodb.actions import Item
from holdfast.queries import calendars
from holdfast.queries.calendars import ProvidersDay
from holdfast.queries.pages import Window


def joined(days: Iterable[ProvidersDay]) -> Iterator[ProvidersDay]:
    """Yield each day of one provider with the rows of the day before and of the day after it."""
    before: list[Item] = []
    day: ProvidersDay | None = None
    for following in chain(days, [None]):
        if day:
            after = following.rows if following else []
            yield day._replace(rows=[*before, *day.rows, *after])
            before = day.rows
        day = following


class Dates:
    """The days of all providers. Each date is read once, and only as far as it is needed."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._first_provider = 0
        self._read: dict[tuple[str, int], tuple[dict[int, ProvidersDay], Iterator[ProvidersDay]]] = {}

    def days_on(self, date: str, first_provider: int) -> Iterator[ProvidersDay]:
        """Yield the days of a date, as `calendars.days_on` does."""
        self._first_provider = first_provider
        yesterday = utc.day_of(utc.start_of(date) - utc.DAY)
        self._read = {key: read for key, read in self._read.items() if key[0] >= yesterday}
        known, rest = self._at(date)
        yield from list(known.values())
        for day in rest:
            known[day.provider_id] = day
            yield day

    def rows(self, date: str, provider_id: int) -> list[Item]:
        """Return the rows of a date before or after the one that is being listed.

        The ids must ascend, and be at least the `first_provider` of that list.
        """
        known, rest = self._at(date)
        while provider_id > next(reversed(known), 0) and (day := next(rest, None)):
            known[day.provider_id] = day
        return known[provider_id].rows if provider_id in known else []

    def _at(self, date: str) -> tuple[dict[int, ProvidersDay], Iterator[ProvidersDay]]:
        key = date, self._first_provider
        if key not in self._read:
            self._read[key] = {}, calendars.days_on(self._window, date, self._first_provider)
        return self._read[key]
