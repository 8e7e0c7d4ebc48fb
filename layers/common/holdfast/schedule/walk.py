"""The walk of working hours over the days: from piece to piece, each in one transaction.

Every request that changes hours or booking rules starts a walk and ends it. If its process ends before that,
whoever comes next goes on: a repeat of the request, or the schedule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from holdfast.core import clock, utc
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.model.day import Day
from holdfast.model.hours import Hours
from holdfast.model.provider import Provider
from holdfast.queries import calendars, working_hours
from holdfast.schedule import day_changes, open_hours

DAYS_AT_ONCE = 98  # a transaction has at most 100 actions; two are on the provider and its hours


class Piece(NamedTuple):
    """The next days to write, and the hours after that: None once their deletion is complete."""

    provider: Provider
    days: list[Day]
    hours: Hours | None
    is_last: bool

    def of_hours(self) -> Action:
        """Return the action on the hours. It needs no condition: each change of them counts the calendar."""
        if self.hours:
            return actions.put(self.hours.to_item(self.provider.zone), None, {})
        return actions.delete(keys.hours(self.provider.id), None, {})


def finish(provider_id: int) -> int:
    """Go on until all days are as the hours want them; return how many days were written."""
    written, is_last = 0, False
    while not is_last:
        count, is_last = _write_next(provider_id)
        written += count
    return written


@retry_on_conflict
def _write_next(provider_id: int) -> tuple[int, bool]:
    item = table.get(keys.provider(provider_id))
    hours = working_hours.find(provider_id)
    if not item or not hours:
        return 0, True
    provider, now = Provider.from_item(item), clock.now()
    if not hours.deleted and hours.rules.due(hours.rolled_until, provider.zone) > now:
        return 0, True
    first = max(hours.rolled_until, _today(now))  # a deletion stays at the date on which it started
    piece = next_piece(provider, hours, calendars.stored_days(provider_id, first), now)
    day_changes.write(provider, piece.days, piece.of_hours())
    return len(piece.days), piece.is_last


def first_piece(provider: Provider, hours: Hours, now: int) -> Piece:
    """Read the provider's days, and return the first piece of a walk from today on."""
    today = _today(now)
    return next_piece(
        provider, replace(hours, rolled_until=today), calendars.stored_days(provider.id, today), now
    )


def next_piece(provider: Provider, hours: Hours, stored: Mapping[str, Day], now: int) -> Piece:
    """Return the next days that differ from what the hours want, as they must be.

    `stored` has the days by date, from `hours.rolled_until` on, or from today on if the hours are deleted.
    """
    after = differing(provider, hours, stored, now)
    days = list(islice(after, DAYS_AT_ONCE))
    following = next(after, None)
    if hours.deleted:
        return Piece(provider, days, hours if following else None, not following)
    end = hours.rules.end(now, provider.zone)
    if not following:
        reached = end
    elif following.date >= end:  # it comes first, so the dates of the horizon are all left
        reached = hours.rolled_until
    else:
        reached = following.date
    return Piece(provider, days, replace(hours, rolled_until=reached), not following)


def differing(provider: Provider, hours: Hours, stored: Mapping[str, Day], now: int) -> Iterator[Day]:
    """Yield each day that is not as it must be, as it must be: those after the horizon come first."""
    end = _today(now) if hours.deleted else hours.rules.end(now, provider.zone)
    for before in stored.values():
        if before.date >= end:
            after = open_hours.wanted(before, provider, set(), now, forget_closed=hours.deleted)
            if after != before:
                yield after
    if not hours.deleted:
        yield from _differing_in_horizon(provider, hours, stored, now)


def _differing_in_horizon(
    provider: Provider, hours: Hours, stored: Mapping[str, Day], now: int
) -> Iterator[Day]:
    end = hours.rules.end(now, provider.zone)
    for midnight in range(utc.start_of(max(hours.rolled_until, _today(now))), utc.start_of(end), utc.DAY):
        date = utc.day_of(midnight)
        before = stored.get(date)
        by_hours = open_hours.quarters_on(hours.rules, provider.zone, date)
        after = open_hours.wanted(before or Day.new(provider, date), provider, by_hours, now)
        if after != before and (before or after.open):
            yield after


def _today(now: int) -> str:
    return utc.day_of(now)
