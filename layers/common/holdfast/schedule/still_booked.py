"""Bookings that a change of working hours leaves outside open time."""

from typing import NamedTuple

from holdfast.core import clock, utc
from holdfast.core.caller import Caller
from holdfast.core.errors import Stale
from holdfast.model.day import Day
from holdfast.model.hours import NO_HOURS, Hours, Rules
from holdfast.model.provider import Provider
from holdfast.queries import calendars, profiles, uncovered, working_hours
from holdfast.queries.shown import ShownSlot, show
from holdfast.schedule import walk

_MOST = 1000


class StillBooked(NamedTuple):
    """Up to 1,000 bookings, in order of time; `more` is True if there are others."""

    shown: list[ShownSlot]
    more: bool


def now(provider_id: int, caller: Caller) -> StillBooked:
    """Return the bookings that are outside open time now; raise NotFound."""
    return _found(provider_id, caller, None)


def with_rules(provider_id: int, rules: Rules, caller: Caller, version: int | None) -> StillBooked:
    """Return the bookings that would be outside open time with these hours.

    `version` is as for `hours.put`. Raises NotFound, Stale.
    """
    return _found(provider_id, caller, rules, version)


def _found(provider_id: int, caller: Caller, rules: Rules | None, version: int | None = None) -> StillBooked:
    provider, at = profiles.read_own_provider(provider_id, caller), clock.now()
    before = _current(provider.id, version) if rules else None
    today = utc.day_of(at)
    # A visit that began yesterday (UTC) may not be over.
    rows = list(calendars.rows_from(provider.id, utc.day_of(at - utc.DAY)))
    days = {day.date: day for day in calendars.days_among(rows)}
    if rules:
        coming = {date: day for date, day in days.items() if date >= today}
        days |= _days_with(rules, before, provider, coming, at)
    found = uncovered.among(rows, {(provider.id, date): day for date, day in days.items()}, at)
    shown = [show(each, provider.zone, caller) for each in found[:_MOST]]
    return StillBooked(shown, more=len(found) > _MOST)


def _current(provider_id: int, version: int | None) -> Hours | None:
    """Return the hours as they are, if there are any; raise Stale if their version is another one."""
    found = working_hours.find(provider_id)
    current = found.version if found and not found.deleted else NO_HOURS
    if version not in (None, current):
        raise Stale
    return found


def _days_with(
    rules: Rules, before: Hours | None, provider: Provider, stored: dict[str, Day], at: int
) -> dict[str, Day]:
    """Return the days that the rules would change, by date, as they would be."""
    changed: dict[str, Day] = {}
    if before and before.deleted:  # setting the hours would first complete the deletion
        changed |= {day.date: day for day in walk.differing(provider, before, stored, at)}
    after = Hours(provider.id, rules, version=0, write_id="", rolled_until=utc.day_of(at))
    return changed | {day.date: day for day in walk.differing(provider, after, stored | changed, at)}
