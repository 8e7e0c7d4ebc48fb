"""Time zones, the time ranges in requests, and rules that let time pass."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from holdfast.dynamodb import keys
from testkit.api import invoke
from testkit.events import load_event
from tests.simulation.practice import cleanup
from tests.simulation.practice.desk import Desk, number
from tests.simulation.practice.model import utc
from tests.simulation.practice.things import DAY, QUARTER

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
# Changes of clocks in New York, Berlin and Lord Howe in 2027. On Lord Howe, the change is half an hour.
CHANGES = [1_805_007_600, 1_806_195_600, 1_806_764_400, 1_822_491_000, 1_824_944_400, 1_825_567_200]
zones = st.sampled_from(ZONES)


class TimeRange(NamedTuple):
    """A time range in a request. `first` and `length` are in quarter-hours.

    `first` counts from now, or from the next clock change or midnight in UTC. `written` is the notation: UTC,
    local time with an offset, or plain local time.
    """

    near: str
    first: int
    length: int
    written: str = "utc"

    def texts(self, now: int, zone: ZoneInfo) -> tuple[str, str]:
        ahead = [change for change in CHANGES if change > now]
        base = -(-now // QUARTER) * QUARTER
        if self.near == "change" and ahead:
            base = ahead[0]
        if self.near == "midnight":
            base = (now // DAY + 1) * DAY
        start, end = base + self.first * QUARTER, base + (self.first + self.length) * QUARTER
        if self.written == "utc":
            return utc(start), utc(end)
        local = datetime.fromtimestamp(start, zone)
        if self.written == "offset":
            return local.isoformat(), datetime.fromtimestamp(end, zone).isoformat()
        wall = local.replace(tzinfo=None)
        return str(wall), str(wall + timedelta(seconds=end - start))


blocks = st.builds(
    TimeRange,
    st.sampled_from(["now", "now", "change", "change", "midnight"]),
    st.integers(-6, 20),
    st.one_of(st.integers(1, 4), st.integers(1, 8), st.integers(0, 40)),
    st.sampled_from(["utc", "offset", "wall"]),
)


class Window(NamedTuple):
    """The time that a list covers. It begins `first` quarter-hours from now.

    If `written` is "default", the request has no `from` and no `to`.
    """

    first: int
    hours: int
    written: str

    def texts(self, now: int, zone: ZoneInfo) -> list[str]:
        start = now // QUARTER * QUARTER + self.first * QUARTER
        bounds = start, start + self.hours * 3600
        if self.written == "wall":
            return [f"{datetime.fromtimestamp(bound, zone):%Y-%m-%d %H:%M:%S}" for bound in bounds]
        return [utc(bound) for bound in bounds]


windows = st.builds(
    Window,
    st.integers(-4, 8) | st.integers(-400, 100) | st.just(-33 * 96),
    st.sampled_from([1, 5, 24, 70]),
    st.sampled_from(["utc", "utc", "utc", "wall", "wall", "default"]),
)


class TimeRules(Desk):
    @rule(
        seconds=st.one_of(
            st.integers(1, 1200),
            st.sampled_from([59, 60, 61, 1799, 1800, 1801, 1860]),
            st.sampled_from([3 * 3600, DAY, 3 * DAY, 32 * DAY]),
        )
    )
    def time_passes(self, seconds: int) -> None:
        self.wait_until(self.practice.now + seconds)

    @rule(n=number, by=st.integers(-1, 1))
    def time_comes(self, n: int, by: int) -> None:
        """Go to a slot's start, a hold's end, a cut-off or a clock change, or one second before or after."""
        edges = {slot.start for slot in self.practice.open | self.practice.taken.keys()}
        edges |= {taken.expires_at for taken in self.practice.taken.values() if taken.expires_at}
        edges |= {cleanup.cut_off(self.practice, visit) for visit in self.practice.heads()}
        edges |= {change for change in CHANGES if change < self.practice.now + 30 * DAY}
        ahead = sorted(edge for edge in edges if edge + by > self.practice.now)
        if ahead:
            self.wait_until(ahead[n % len(ahead)] + by)

    @precondition(lambda self: any(cleanup.lapsed_quarters(self.practice)))
    @rule()
    def sweep(self) -> None:
        assert invoke("expire_holds", load_event("expire_holds")) == cleanup.sweep(self.practice)

    @precondition(lambda self: any(self.due()))
    @rule(n=number)
    def time_to_live(self, n: int) -> None:
        """Delete an item that TTL may delete: of a hold that has lapsed, or a day that ended a month ago."""
        due = self.due()
        key = due[n % len(due)]
        self.engine.delete(key)
        lapsed = {tuple(keys.appointment(slot)): slot for slot in cleanup.lapsed_quarters(self.practice)}
        if key in lapsed:
            del self.practice.taken[lapsed[key]]
        else:
            provider_id, day = key[0].removeprefix("PROVIDER#"), key[1].removeprefix("CAL#")
            cleanup.clear_day(self.practice, int(provider_id), day)

    def due(self) -> list[tuple[str, str]]:
        items = self.engine.items.items()
        now = self.practice.now
        # A practice ends before the history of a booking does, which is kept for more than a year.
        calendar = ((key, item) for key, item in items if key[1].startswith("CAL#"))
        return sorted(
            key for key, item in calendar if int(item.get("expires_at", {"N": "9" * 11})["N"]) <= now
        )
