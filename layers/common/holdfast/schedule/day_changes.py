"""Changes of a provider's open time: all days in one transaction, which counts `calendar_version`."""

from collections.abc import Iterable

from holdfast.core.caller import Caller
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action, Item
from holdfast.dynamodb.connection import Conflict
from holdfast.dynamodb.expressions import SAME_CALENDAR, TOUCH_CALENDAR, all_of, open_time, owned
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.day import Day
from holdfast.model.provider import Provider


def write(provider: Provider, days: Iterable[Day], *others: Action, caller: Caller | None = None) -> None:
    """Write the open time of the days, together with other actions.

    Raises Conflict if the calendar has changed since the provider was read, or if `caller`, when given, does
    not own the provider any more.
    """
    values: Item = {"calendar_version": provider.calendar_version, "one": 1}
    clauses = [SAME_CALENDAR]
    if caller:
        clauses += owned(caller)
        values |= {"caller": caller.subject}
    touch = actions.update(keys.provider(provider.id), TOUCH_CALENDAR, all_of(*clauses), values)
    try:
        table.transact(touch, *others, *map(of_day, days))
    except ConditionFailed as failed:
        raise Conflict from failed


def of_day(day: Day) -> Action:
    item = day.to_item()
    return actions.update(keys.day(day.provider_id, day.date), open_time(item), None, item)
