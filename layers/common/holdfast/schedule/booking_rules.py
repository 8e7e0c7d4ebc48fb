"""A provider's booking rules (time zone, notice and cut-off), and the copies of them on upcoming days."""

from collections.abc import Iterator
from itertools import islice

from holdfast.core import clock
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import COPY_TO_DAY, SAME_RULES, all_of, same_cut_off
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.provider import BOOKING_RULES, Provider
from holdfast.queries import calendars, working_hours
from holdfast.schedule import day_changes, walk

_DAYS_AT_ONCE = 99  # a transaction has at most 100 actions, one of which changes or checks the provider


def change_with_next_days(change: Action, changed: Provider) -> bool:
    """Change the provider and its next days in one transaction; return False if more days may remain.

    Lists and reservations use the days' copies of the rules. Working hours move with the provider's clock.
    Raises Conflict if the provider or its calendar has changed since the provider was read.
    """
    hours = working_hours.find(changed.id)
    if hours and not hours.deleted:
        piece = walk.first_piece(changed, hours, clock.now())
        days, is_complete = [piece.of_hours(), *map(day_changes.of_day, piece.days)], piece.is_last
    else:
        days = list(islice(_copies(changed), _DAYS_AT_ONCE))
        is_complete = len(days) < _DAYS_AT_ONCE
    try:
        table.transact(change, *days)
    except ConditionFailed as failed:
        raise Conflict from failed
    return is_complete


def finish(provider: Provider) -> None:
    """Change the remaining days of a provider whose rules have changed."""
    hours = working_hours.find(provider.id)
    if hours and not hours.deleted:
        walk.finish(provider.id)
    else:
        copy_to_days(provider)


@retry_on_conflict
def copy_to_days(provider: Provider) -> None:
    """Copy the provider's rules to its upcoming days that have other rules.

    If copying fails, a repeat of the request copies the rules to the remaining days.
    """
    condition = all_of(SAME_RULES, same_cut_off(provider.cancel_notice_minutes))
    check = actions.check(keys.provider(provider.id), condition, provider.booking_rules)
    remaining = _copies(provider)
    while copies := list(islice(remaining, _DAYS_AT_ONCE)):
        try:
            table.transact(check, *copies)
        except ConditionFailed:
            return  # a later request has changed the rules, and copies its own rules


def _copies(provider: Provider) -> Iterator[Action]:
    """Yield an update for each upcoming day whose rules differ from the provider's."""
    rules = provider.booking_rules
    for item in calendars.rows_from_today(provider.id):
        if keys.is_day(item) and _rules_of(item) != rules:
            day = keys.day(provider.id, keys.date_of(item))
            yield actions.update(day, COPY_TO_DAY, None, rules)


def _rules_of(day: Item) -> Item:
    # A day that was stored before there was a cut-off has none, like one with 0.
    return {"cancel_notice_minutes": 0} | {name: day[name] for name in BOOKING_RULES if name in day}
