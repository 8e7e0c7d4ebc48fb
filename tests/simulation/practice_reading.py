"""Lists, followed to their end: at once, and while others write between the pages."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from holdfast.times import Slot
from tests.simulation.engine import Engine
from tests.simulation.practice_desk import Desk, anybody, number
from tests.simulation.practice_lists import ALL, OPEN, Asked, place_of, shown
from tests.simulation.practice_model import DAY, FORBIDDEN, INVALID, NOT_FOUND, QUARTER, Verdict, utc
from tests.simulation.practice_people import instant
from tests.simulation.practice_time import Window, windows

OF_ONE = "/api/providers/availability"


lists: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    who=anybody | st.none(),
    path=st.sampled_from([OF_ONE, OPEN, ALL, ALL, ALL]),
    provider=number | st.none(),
    client=st.none() | number,
    status=st.sampled_from([None, None, "available", "held", "confirmed", "taken"]),
)


@dataclass
class Reading:
    """A list being read page by page; `stood` was in it all the time, `seen` was on a page."""

    asked: Asked
    limit: int
    stood: set[str]
    cursor: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)


class ReadingRules(Desk):
    def __init__(self, engine: Engine, empty: Any, counts: Counter[str]) -> None:
        super().__init__(engine, empty, counts)
        self.readings: list[Reading] = []

    @rule(what=lists, window=windows, limit=st.integers(1, 12) | st.sampled_from([100, 1000]))
    def read_to_the_end(self, what: dict[str, Any], window: Window, limit: int) -> None:
        """Whatever the size of its pages, the list is the model's, in its order."""
        asked = self._asked(what)
        provider = self.practice.providers.get(asked.provider_id or 0)
        if window.written == "default":
            asked = asked.between(self.practice.now, self.practice.now + 31 * DAY, {})
        else:
            zone = provider.zone if provider else ZoneInfo("UTC")
            texts = window.texts(self.practice.now, zone)
            start, end = (instant(text, zone) for text in texts)
            times = dict(zip(("from", "to"), texts, strict=True))
            if " " in texts[0] and not asked.provider_id:
                start = None  # there is no zone to read it in
            if start is None or end is None or end <= start:
                verdict = self._verdict(asked)
                if verdict.status == 200:
                    unknown = asked.provider_id and not provider
                    verdict = Verdict(200, {"items": []}) if unknown else INVALID
                self._page(asked.between(0, 0, times), limit, {}, verdict)
                return
            asked = asked.between(start, end, times)
        reading = Reading(asked, limit, set())
        items: list[Any] = []
        while page := self._next_page(reading):
            items += page["items"]
            if not reading.cursor:
                break
        assert self.settled(items) == self.settled(shown(self.practice, asked) if page else [])

    @rule(what=lists, first=st.integers(-8, 4), hours=st.sampled_from([3, 30]), limit=st.integers(1, 4))
    def begin_to_read(self, what: dict[str, Any], first: int, hours: int, limit: int) -> None:
        start = self.practice.now // QUARTER * QUARTER + first * QUARTER
        end = start + hours * 3600
        asked = self._asked(what).between(start, end, {"from": utc(start), "to": utc(end)})
        reading = Reading(asked, limit, _ids(shown(self.practice, asked)))
        self.readings = [*self.readings[-2:], reading]
        self._turn(reading)

    @rule(n=number)
    def turn_page(self, n: int) -> None:
        if self.readings:
            self._turn(self.readings[n % len(self.readings)])

    @invariant()
    def note_what_stands(self) -> None:
        for reading in self.readings:
            reading.stood &= _ids(shown(self.practice, reading.asked))

    def _turn(self, reading: Reading) -> None:
        """What stood all the time is seen exactly once, and nothing is seen twice."""
        page = self._next_page(reading)
        if page:
            current = {item["id"]: item for item in shown(self.practice, reading.asked)}
            known = [current[item["id"]] for item in page["items"]]
            assert self.settled(page["items"]) == self.settled(known)
            reading.seen += _ids_in_order(page["items"])
        places = [place_of(reading.asked, Slot.from_id(each)) for each in reading.seen]
        assert places == sorted(set(places)), "repeated, or out of order"
        if not page or not reading.cursor:
            assert not page or reading.stood <= set(reading.seen), "dropped by a cursor"
            self.readings.remove(reading)

    def _next_page(self, reading: Reading) -> dict[str, Any] | None:
        """Read a page; None if the caller may not, or the provider is gone."""
        verdict = self._verdict(reading.asked)
        page = self._page(reading.asked, reading.limit, reading.cursor, verdict)
        if verdict.status != 200:
            return None
        assert len(page["items"]) <= reading.limit
        reading.cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
        return page

    def _page(self, asked: Asked, limit: int, cursor: dict[str, str], verdict: Verdict) -> dict[str, Any]:
        query = {**asked.query, "limit": limit, **cursor}
        page: dict[str, Any] = self.ask(verdict, asked.who, "GET", asked.path, **query).json
        return page

    def _verdict(self, asked: Asked) -> Verdict:
        if asked.path == ALL and not asked.who:
            return FORBIDDEN
        if asked.path not in {ALL, OPEN} and asked.provider_id not in self.practice.providers:
            return NOT_FOUND
        return Verdict(200)

    def _asked(self, what: dict[str, Any]) -> Asked:
        path, who, client_id = what["path"], what["who"], None
        provider_id = None if what["provider"] is None else self.provider_id(what["provider"])
        if path == ALL and what["client"] is not None:
            client_id = self.client_id(what["client"])
        if who:
            who = self.owner_of(who, self.practice.clients.get(client_id or 0))
        if path == OF_ONE:
            provider_id = provider_id or self.provider_id(0)
            path = f"{path}/{provider_id}"
        status = what["status"] if path == ALL else "available"
        return Asked(who, path, provider_id, client_id, status)


def _ids_in_order(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def _ids(items: list[dict[str, Any]]) -> set[str]:
    return set(_ids_in_order(items))
