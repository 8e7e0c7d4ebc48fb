"""Rules that read lists: all pages at once, or with other requests between the pages."""

from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from holdfast.core.slots import Slot
from tests.simulation.engine import Engine
from tests.simulation.practice.desk import OWNER, Seen, anybody, number
from tests.simulation.practice.lists import ALL, OPEN, Asked, place_of, shown
from tests.simulation.practice.model import FORBIDDEN, INVALID, Verdict, utc
from tests.simulation.practice.pages import Pages, Reading
from tests.simulation.practice.profiles import instant
from tests.simulation.practice.things import DAY, QUARTER
from tests.simulation.practice.time import Window, windows

OF_ONE = "/api/providers/availability"


lists: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    who=anybody | st.none(),
    path=st.sampled_from([OF_ONE, OPEN, ALL, ALL, ALL]),
    provider=number | st.none(),
    client=st.none() | number,
    service=st.none() | st.none() | number,
    status=st.sampled_from([None, None, "available", "held", "confirmed", "taken"]),
)


class ReadingRules(Pages):
    def __init__(self, engine: Engine, empty: Any, seen: Seen) -> None:
        super().__init__(engine, empty, seen)
        self.readings: list[Reading] = []

    @rule(what=lists, window=windows, limit=st.integers(1, 12) | st.sampled_from([100, 1000]))
    def read_to_the_end(self, what: dict[str, Any], window: Window, limit: int) -> None:
        asked = self._asked(what)
        if window.written == "default":
            self.read_all(asked.between(self.practice.now, self.practice.now + 31 * DAY, {}), limit)
            return
        provider = self.practice.providers.get(asked.provider_id or 0)
        zone = provider.zone if provider else ZoneInfo("UTC")
        texts = window.texts(self.practice.now, zone)
        start, end = (instant(text, zone) or 0 for text in texts)
        asked = asked.between(start, end, dict(zip(("from", "to"), texts, strict=True)))
        verdict = self.verdict(asked)
        if " " in texts[0] and verdict.status == 200 and not provider:  # no zone for this local time
            self.page(asked, limit, Verdict(200, {"items": []}) if asked.provider_id else INVALID)
        elif not 0 < start < end and (provider or verdict.status == 200):
            self.page(asked, limit, INVALID if verdict != FORBIDDEN else FORBIDDEN)
        else:
            self.read_all(asked, limit)

    @rule(m=number, who=st.sampled_from([OWNER, OWNER, "admin"]), limit=st.integers(1, 2))
    def read_a_clients_list(self, m: int, who: str, limit: int) -> None:
        what = {"who": who, "path": ALL, "provider": None, "client": m, "service": None, "status": None}
        asked = self._asked(what)
        start, end = self.practice.now - 30 * DAY, self.practice.now + 31 * DAY
        self.read_all(asked.between(start, end, {"from": utc(start), "to": utc(end)}), limit)

    @rule(what=lists, first=st.integers(-8, 4), hours=st.sampled_from([3, 30]), limit=st.integers(1, 4))
    def begin_to_read(self, what: dict[str, Any], first: int, hours: int, limit: int) -> None:
        start = self.practice.now // QUARTER * QUARTER + first * QUARTER
        end = start + hours * 3600
        asked = self._asked(what).between(start, end, {"from": utc(start), "to": utc(end)})
        reading = Reading(asked, limit, _ids(shown(self.practice, asked)))
        self.readings = [*self.readings[-2:], reading]
        self._turn(reading)

    @precondition(lambda self: self.readings)
    @rule(n=number)
    def turn_page(self, n: int) -> None:
        self._turn(self.readings[n % len(self.readings)])

    @invariant()
    def note_what_stands(self) -> None:
        for reading in self.readings:
            reading.stood &= _ids(shown(self.practice, reading.asked))

    def _turn(self, reading: Reading) -> None:
        """Read the next page. Check that no item is repeated, and that none is missing at the end."""
        page = self.next_page(reading)
        if page:
            current = {item["id"]: item for item in shown(self.practice, reading.asked)}
            known = [current[item["id"]] for item in page["items"]]
            assert self.settled(page["items"]) == self.settled(known)
            reading.seen += [item["id"] for item in page["items"]]
        places = [place_of(reading.asked, Slot.from_id(each)) for each in reading.seen]
        assert places == sorted(set(places)), "repeated, or out of order"
        if not page or not reading.cursor:
            assert not page or reading.stood <= set(reading.seen), "dropped by a cursor"
            self.readings.remove(reading)

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
        service_id = None if what["service"] is None else self.service_id(what["service"])
        if service_id and what["status"] is None:  # else most such lists would be refused
            what = what | {"status": "available"}
        status = what["status"] if path == ALL else "available"
        return Asked(who, path, provider_id, client_id, status, service_id)


def _ids(items: list[dict[str, Any]]) -> set[str]:
    return {item["id"] for item in items}
