"""Random calendars of one or two providers, and a plain description of where a visit can start."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from holdfast.core import utc
from holdfast.core.slots import QUARTER
from holdfast.model.footprint import Footprint

ZONES = (
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # its clocks change by half an hour
    "Europe/Berlin",
    "Pacific/Chatham",
    "UTC",
)
# An ordinary day, clock changes in these zones, and the end of a year.
DATES = ("2026-12-02", "2026-10-03", "2026-10-25", "2026-11-01", "2027-03-14", "2027-03-28", "2026-12-31")
QUARTERS = range(-20, 116)  # of the day that is listed, and of the days around it


@dataclass(frozen=True)
class Calendar:
    """A provider's open quarter-hours, counted from the midnight of the day, and the visits that it has."""

    zone: str
    notice: int
    open: set[int]
    visits: list[tuple[int, Footprint, str]]


@dataclass(frozen=True)
class Case:
    """`offset` is how many seconds after midnight it is now. `minutes` are the duration and the buffers.

    A page of a list has at most `limit` starts and reads about `rows` rows. `sample` has further
    quarter-hours for which to ask why they are not listed.
    """

    date: str
    offset: int
    minutes: tuple[int, int, int]
    every: int | None
    notice: int | None
    calendars: list[Calendar]
    window: tuple[int, int]
    limit: int
    rows: int
    sample: set[int]

    @property
    def midnight(self) -> int:
        return utc.start_of(self.date)

    @property
    def now(self) -> int:
        return self.midnight + self.offset

    def at(self, quarter: int) -> int:
        return self.midnight + quarter * QUARTER


def _apart(made: list[tuple[int, Footprint, str]]) -> list[tuple[int, Footprint, str]]:
    """Leave out visits that would take a quarter-hour of an earlier one, or reach out of the known days."""
    kept = []
    taken: set[int] = set()
    for first, footprint, state in made:
        quarters = set(range(first - footprint.before, first + footprint.reach + 1))
        if not quarters & taken and quarters <= {*QUARTERS}:
            taken |= quarters
            kept.append((first, footprint, state))
    return kept


@dataclass(frozen=True)
class Plain:
    """A plain description of one provider's part of a case, quarter-hour by quarter-hour."""

    case: Case
    calendar: Calendar

    def taken(self, state: str) -> set[int]:
        return {
            first + n
            for first, footprint, its_state in self.calendar.visits
            if its_state == state
            for n in range(-footprint.before, footprint.reach + 1)
        }

    def reasons(self, quarter: int) -> list[str]:
        case, (duration, before, after) = self.case, [n // 15 for n in self.case.minutes]
        held, booked = self.taken("held"), self.taken("confirmed")
        free = self.calendar.open - held - booked
        visit = range(quarter, quarter + duration)
        buffers = [*range(quarter - before, quarter), *range(visit.stop, visit.stop + after)]
        start, notice = case.at(quarter), self.calendar.notice if case.notice is None else case.notice
        clock_time = datetime.fromtimestamp(start, ZoneInfo(self.calendar.zone))
        every = case.every or (30 if case.minutes[0] % 30 == 0 else 15)
        against = {
            "held": quarter in held,
            "booked": quarter in booked,
            "not_open": quarter not in self.calendar.open,
            "past": start <= case.now,
            "too_soon": case.now < start < case.now + notice * 60,
            "off_grid": (clock_time.hour * 60 + clock_time.minute) % every != 0,
            "too_short": not free.issuperset(visit[1:]),
            "no_buffer": not (held | booked).isdisjoint(buffers),
        }
        return [reason for reason, holds in against.items() if holds]

    def refusal(self, quarter: int) -> str | None:
        """Return the code with which a reservation is refused: it follows from the first reason."""
        reasons = self.reasons(quarter)
        if not reasons:
            return None
        code = {"not_open": "not_found", "past": "too_soon", "held": "taken", "booked": "taken"}
        code |= {"no_buffer": "taken", "too_short": self._lacks(quarter)}
        return code.get(reasons[0], reasons[0])

    def _lacks(self, quarter: int) -> str:
        """Return why the first quarter-hour that the visit lacks cannot be had."""
        others = self.taken("held") | self.taken("confirmed")
        visit = range(quarter, quarter + self.case.minutes[0] // 15)
        lacking = next((each for each in visit if each in others or each not in self.calendar.open), quarter)
        return "taken" if lacking in others else "too_short"


calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES),
    notice=st.sampled_from([0, 20, 60]),
    open=st.lists(st.tuples(st.sampled_from(QUARTERS), st.integers(1, 50)), min_size=1, max_size=4).map(
        lambda ranges: {first + n for first, length in ranges for n in range(length) if first + n < 116}
    ),
    visits=st.lists(
        st.tuples(
            st.sampled_from(QUARTERS),
            st.builds(Footprint, st.integers(1, 6), st.integers(0, 2), st.integers(0, 2)),
            st.sampled_from(["held", "lapsed", "confirmed"]),
        ),
        max_size=6,
    ).map(_apart),
)
cases = st.builds(
    Case,
    date=st.sampled_from(DATES),
    offset=st.integers(-7200, 43_200),
    minutes=st.tuples(
        st.sampled_from([15, 30, 45, 60, 120]), st.sampled_from([0, 15, 60]), st.sampled_from([0, 15, 60])
    ),
    every=st.sampled_from([None, 15, 30, 60]),
    notice=st.sampled_from([None, 0, 45, 200]),
    calendars=st.lists(calendars, min_size=1, max_size=2),
    window=st.tuples(st.integers(-16, 30), st.integers(60, 112)),
    limit=st.sampled_from([1000, 7]),
    rows=st.sampled_from([2000, 150]),
    sample=st.sets(st.sampled_from(QUARTERS), max_size=12),
)
