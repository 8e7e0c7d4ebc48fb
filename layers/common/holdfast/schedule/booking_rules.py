"""A provider's booking rules, its time zone and its minimum notice, of which the days to come have copies."""

from collections.abc import Iterator
from itertools import islice

from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import COPY_TO_DAY, SAME_RULES
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.provider import Provider
from holdfast.queries import calendars

_DAYS_AT_ONCE = 99  # with the change or the check of the provider, the 100 actions of a transaction


def change_with_next_days(change: Action, changed: Provider) -> bool:
    """Change the provider together with its next days, and tell whether there are no more of them.

    Lists and reservations go by the copies. Raises Conflict if anything has changed since the read.
    """
    copies = list(islice(_copies(changed), _DAYS_AT_ONCE))
    try:
        table.transact(change, *copies)
    except ConditionFailed as failed:
        raise Conflict from failed
    return len(copies) < _DAYS_AT_ONCE


@retry_on_conflict
def copy_to_days(provider: Provider) -> None:
    """Give the days to come the provider's rules; a repeated request mends what one left undone."""
    check = actions.check(keys.provider(provider.id), SAME_RULES, provider.booking_rules)
    remaining = _copies(provider)
    while copies := list(islice(remaining, _DAYS_AT_ONCE)):
        try:
            table.transact(check, *copies)
        except ConditionFailed:
            return  # the rules were changed again, and that request copies them


def _copies(provider: Provider) -> Iterator[Action]:
    """Yield the change of each day to come that has other rules."""
    rules = provider.booking_rules
    for item in calendars.rows_from_today(provider.id):
        if keys.is_day(item) and _rules_of(item) != rules:
            day = keys.day(provider.id, keys.date_of(item))
            yield actions.update(day, COPY_TO_DAY, None, rules)


def _rules_of(day: Item) -> Item:
    return {"time_zone": day["time_zone"], "min_notice_minutes": day["min_notice_minutes"]}
