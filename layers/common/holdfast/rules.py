"""A provider's rules, its time zone and its notice, which the days to come have copies of."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice

from holdfast import table, times
from holdfast.connection import Conflict
from holdfast.errors import Stale
from holdfast.expressions import (
    COPY_TO_DAY,
    PARTITION_BETWEEN,
    SAME_CALENDAR,
    SAME_RULES,
    SAME_VERSION,
    all_of,
    owned,
    setting,
)
from holdfast.identity import Caller
from holdfast.models import CALENDAR_END, Day, Provider, is_day
from holdfast.table import Action, Item, Refused

NAMES = {"time_zone", "min_notice_minutes"}
_DAYS_AT_ONCE = 99  # with the change or the check of the provider, the 100 actions of a transaction


def change(provider: Provider, written: Item, caller: Caller, version: int | None) -> tuple[Provider, bool]:
    """Change the provider together with its next days, and say whether there are no more of them.

    Lists and reservations go by the copies. Raises Stale; Conflict if anything has changed since the read.
    """
    if provider.write_id == written["write_id"]:  # by a try whose answer was lost
        return provider, False
    if version not in (None, provider.version):
        raise Stale
    # Time that is being opened gets copies too: counting the calendar makes it read them anew.
    counted = {"version": provider.version + 1, "calendar_version": provider.calendar_version + 1}
    changed = Provider(**asdict(provider) | written | counted)
    copies = list(islice(_copies(changed), _DAYS_AT_ONCE))
    as_read = {"version": provider.version, "calendar_version": provider.calendar_version}
    update = table.update(
        Provider.key(provider.id),
        setting(*written, counters=tuple(counted)),
        all_of(*owned(caller), SAME_VERSION, SAME_CALENDAR),
        written | as_read | {"caller": caller.subject, "one": 1},
    )
    try:
        table.transact(update, *copies)
    except Refused as refused:
        raise Conflict from refused
    return changed, len(copies) < _DAYS_AT_ONCE


def copy_to_days(provider: Provider) -> None:
    """Give the days to come the provider's zone and notice; a repeated request mends what one left undone."""
    check = table.check(Provider.key(provider.id), SAME_RULES, _rules(provider))
    remaining = _copies(provider)
    while copies := list(islice(remaining, _DAYS_AT_ONCE)):
        try:
            table.transact(check, *copies)
        except Refused:
            return  # the rules were changed again, and that request copies them


def calendar_from_today(provider_id: int) -> Iterator[Item]:
    """Yield the days from today on, UTC, and what is held or booked on them."""
    today = Day.key(provider_id, times.day_of(times.now()))
    values = {"partition": today.PK, "first": today.SK, "last": CALENDAR_END}
    return table.query(PARTITION_BETWEEN, values, consistent=True)


def _copies(provider: Provider) -> Iterator[Action]:
    """Yield the change of each day to come that has other rules."""
    rules = _rules(provider)
    for item in calendar_from_today(provider.id):
        if is_day(item) and {name: item[name] for name in rules} != rules:
            yield table.update(Day.key(provider.id, Day.from_item(item).date), COPY_TO_DAY, None, rules)


def _rules(provider: Provider) -> Item:
    return {name: getattr(provider, name) for name in NAMES}
