"""A provider's open time in plain words: sets of quarter-hours, beside which stored days are checked."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from holdfast.core import utc
from holdfast.core.slots import QUARTER
from holdfast.core.utc import DAY
from testkit.plain_hours import Body, end_of, every_day, is_open

HOUR = 3600
ZONES = [
    *("Europe/Berlin", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu"),
    *("Pacific/Kiritimati", "Pacific/Pago_Pago"),
]
# Shortly before clocks change: in Europe, in Santiago and on Lord Howe, in Cairo.
STARTS = [
    *("2027-03-27T20:07Z", "2027-10-30T21:52Z", "2027-04-02T23:00Z", "2027-09-04T01:30Z"),
    *("2027-10-02T05:15Z", "2027-04-29T09:00Z", "2027-10-28T12:01Z"),
]
TIMES = [
    (("00:00", "24:00"),),
    (("22:00", "04:00"),),
    (("01:30", "03:15"), ("09:00", "09:30")),
    (("23:45", "00:30"), ("02:00", "03:00")),
]


class Step(NamedTuple):
    """What happens to a calendar. With `dies_before`, the process ends before that write, and `roll` follows.

    `start` is in quarter-hours from now.
    """

    kind: str
    body: Body = MappingProxyType({})
    start: int = 0
    quarters: int = 0
    zone: str = ""
    seconds: int = 0
    dies_before: int = 0


@dataclass
class Plain:
    """Quarter-hours are the epoch seconds of their starts. Hours count before `until`."""

    now: int
    zone: ZoneInfo
    body: Body | None = None
    until: int = 0
    opened: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)

    @property
    def open(self) -> set[int]:
        """Return all open quarter-hours that have not begun."""
        first = -(-self.now // QUARTER) * QUARTER
        by_hours = {
            start
            for start in range(first, self.until, QUARTER)
            if self.body and is_open(self.body, self.zone, start)
        }
        return {start for start in by_hours | self.opened if start >= self.now} - self.closed

    def take(self, step: Step, slots: set[int]) -> None:
        match step.kind:
            case "put":
                self.body = step.body
            case "delete":
                self.body, self.closed = None, set()
            case "open":
                self.opened, self.closed = self.opened | slots, self.closed - slots
            case "close":
                self.opened -= slots
                self.closed |= slots if self.body is not None else set()
            case "zone":
                self.zone = ZoneInfo(step.zone)
        if self.body is not None and step.kind in {"put", "zone", "roll"}:
            self.until = end_of(self.body, self.zone, self.now)


@st.composite
def bodies(draw: st.DrawFn, start: str) -> Body:
    body: dict[str, Any] = every_day(
        *draw(st.sampled_from(TIMES)), horizon_days=draw(st.integers(min_value=1, max_value=3))
    )
    for day in draw(st.sets(st.sampled_from(list(body["weekly"])), max_size=3)):
        del body["weekly"][day]
    if draw(st.booleans()):
        date = utc.day_of(utc.instant(start) + draw(st.integers(min_value=0, max_value=3)) * DAY)
        hours = draw(st.sampled_from([[], [["20:00", "05:00"]]]))
        body["overrides"] = [{"from": date, "to": date, "hours": hours}]
    return body


def _step(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.fixed_dictionaries(fields).map(lambda given: Step(kind, **given))


def steps(start: str) -> st.SearchStrategy[list[Step]]:
    dies = st.sampled_from([0, 0, 1, 2, 3])
    put = _step("put", body=bodies(start), dies_before=dies)
    ranges = {
        "start": st.integers(min_value=0, max_value=400),
        "quarters": st.integers(min_value=1, max_value=120),
    }
    one = st.one_of(
        *(put, put, _step("open", **ranges), _step("close", **ranges), _step("roll")),
        _step("delete", dies_before=dies),
        _step("zone", zone=st.sampled_from(ZONES), dies_before=dies),
        _step("jump", seconds=st.sampled_from([HOUR, 7 * HOUR, DAY, 3 * DAY])),
    )
    return st.lists(one, min_size=2, max_size=8)


cases = st.sampled_from(STARTS).flatmap(
    lambda start: st.tuples(st.just(utc.instant(start)), st.sampled_from(ZONES), steps(start))
)
