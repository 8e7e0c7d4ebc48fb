"""A plain model of a provider's open time: sets of quarter-hours, by the epoch second of their start."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.simulation.visits.told import UNKNOWN, Told

DAY = 24 * 3600
QUARTER = 15 * 60
HORIZON_DAYS = 2
NEW_YORK, KATHMANDU = "America/New_York", "Asia/Kathmandu"

# In New York's time, Wednesday evening and Thursday evening are on the next UTC date.
WEEKS: dict[str, dict[str, list[list[str]]]] = {
    "first": {"wed": [["10:00", "10:30"], ["22:00", "22:30"]], "thu": [["22:00", "22:15"]]},
    "other": {"wed": [["10:15", "10:45"]]},
}


class Outcome(NamedTuple):
    """What is stored when nothing is left to do; `zone` is None if the provider is gone."""

    zone: str | None
    week: str | None
    open: frozenset[int]


class State(NamedTuple):
    """Dana's calendar. Without a week, `opened` is all that is open, and `closed` is empty.

    `deleting` tells whether her hours have been deleted, perhaps by a request that has not ended. `slot` is
    where alice's visit stands: "", "held" or "confirmed".
    """

    now: int
    zone: str | None = NEW_YORK
    week: str | None = None
    opened: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()
    deleting: bool = False
    slot: str = ""

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.zone, self.week, self.open_from(self.now))

    def open_from(self, since: int) -> frozenset[int]:
        given = opened_by(self.week, self.zone, self.now) if self.zone else frozenset()
        return frozenset(start for start in (given | self.opened) - self.closed if start >= since)


Effect = Callable[[State], State]


@lru_cache
def opened_by(week: str | None, zone: str, now: int) -> frozenset[int]:
    """Return what the week opens, from the UTC midnight before `now` to the end of the horizon."""
    days, clock = WEEKS[week] if week else {}, ZoneInfo(zone)
    opened = set()
    for start in range(now - now % DAY, end_of(now, zone), QUARTER):
        local = datetime.fromtimestamp(start, clock)
        times = days.get(f"{local:%a}".lower(), [])
        if any(first <= f"{local:%H:%M}" < end for first, end in times):
            opened.add(start)
    return frozenset(opened)


@lru_cache
def end_of(now: int, zone: str) -> int:
    """Return the first UTC midnight at which the horizon's last local date is over."""
    after = datetime.fromtimestamp(now, ZoneInfo(zone)).date() + timedelta(days=HORIZON_DAYS)
    over = datetime.combine(after, time(), ZoneInfo(zone)).astimezone(UTC)
    return -(-int(over.timestamp()) // DAY) * DAY


def setting(week: str) -> Effect:
    return lambda state: state._replace(week=week, deleting=False)


def deleting(state: State) -> State:
    return state._replace(week=None, closed=frozenset(), deleting=True)


def opening(starts: frozenset[int]) -> Effect:
    return lambda state: state._replace(opened=state.opened | starts, closed=state.closed - starts)


def closing(starts: frozenset[int]) -> Effect:
    def after(state: State) -> State:
        closed = state.closed | starts if state.week else state.closed
        return state._replace(opened=state.opened - starts, closed=closed)

    return after


def moving(zone: str) -> Effect:
    return lambda state: state._replace(zone=zone)


def leaving(state: State) -> State:
    return state._replace(zone=None)


def a_day_later(state: State) -> State:
    return state._replace(now=state.now + DAY, slot="" if state.slot == "held" else state.slot)


def booking(slot: str) -> Effect:
    return lambda state: state._replace(slot=slot)


def unchanged(state: State) -> State:
    return state


def step(state: State, name: str, effect: Effect, told: Any, others: Collection[str]) -> list[State]:
    """Return the states that are possible after this response; `others` were in flight at the same time.

    The list is empty if the response is wrong. Without one, the operation may have taken effect or not.
    """
    after = effect(state)
    if not isinstance(told, Told):
        return [after] if told is None and name == "a day passes" else [after, state]
    if told == UNKNOWN:
        return [state, after]
    if name.startswith("alice"):
        return [after] if told.http in {200, 201} else [state]
    if name == "dana deletes herself":
        since = state.now - DAY if "a day passes" in others else state.now
        return _left(state, told, since, name in others)
    if name == "dana deletes her hours":
        legal = {404: [] if state.week else [state], 200: [after] if state.week else [state] * state.deleting}
        return legal[told.http]
    return [after] if state.zone and told.http == 200 else [state] if not state.zone else []


def _left(state: State, told: Told, since: int, has_twin: bool) -> list[State]:
    """Return the states after dana's own deletion, whose clock may have been at `since`."""
    if not state.zone:  # of two deletions at once, both may be told that she is gone
        return [state] if told.http == 404 or (told.http == 200 and has_twin) else []
    if told.http == 409:
        return [state] if state.week or state.deleting or state.slot or state.open_from(since) else []
    is_free = not state.week and state.slot != "confirmed" and not state.open_from(state.now)
    return [leaving(state)] if told.http == 200 and is_free else []
