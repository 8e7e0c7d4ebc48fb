"""Leases: the right to call an endpoint. They limit the attempts that are under way at once.

An endpoint that responds gets two at a time, one that keeps failing gets one. So an endpoint that hangs
occupies no more than two of the function's processes.
"""

from contextlib import suppress
from typing import NamedTuple

from holdfast.core import ids
from holdfast.dynamodb import actions, expressions, table, webhook_keys
from holdfast.dynamodb.connection import retry_on_conflict
from holdfast.dynamodb.expressions import all_of, lease_is_free, lease_is_ours, same_failures
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.delivery import KEPT_SECONDS
from holdfast.model.health import LEASES, Health
from holdfast.webhooks import steps

# Longer than the function may run, so that nobody takes over the lease of a process that is still sending.
LEASE_SECONDS = 40


class Lease(NamedTuple):
    """`holder` is a random text that says whose the lease is."""

    webhook_id: int
    number: int
    holder: str


@retry_on_conflict
def take(webhook_id: int, health: Health, now: int) -> Lease | None:
    """Return a lease, or None if too many attempts are under way or the health is not as it was read."""
    if steps.is_failing(health):
        return _taken(webhook_id, 1, LEASES, health, now) if len(health.free_leases(now)) > 1 else None
    leases = (_taken(webhook_id, number, (number,), health, now) for number in health.free_leases(now))
    return next(filter(None, leases), None)


def note_success(lease: Lease) -> None:
    """Give the lease back, and forget the failures."""
    with suppress(ConditionFailed):  # noted already, or the webhook was deleted or activated since
        _change(lease, expressions.note_success(lease.number), {})


def give_back(lease: Lease) -> None:
    """Give the lease back, and note nothing."""
    with suppress(ConditionFailed):
        _change(lease, expressions.give_back(lease.number), {})


def note_failure(lease: Lease, now: int) -> Health | None:
    """Give the lease back, count the failure, and return the health.

    Returns None if there is no health any more, because the webhook was deleted or activated since.
    """
    try:
        return Health.from_item(
            _change(lease, expressions.note_failure(lease.number), {"now": now, "one": 1})
        )
    except ConditionFailed as failed:
        found = failed.found[0]  # if a response was lost, the failure is counted there
        return Health.from_item(found) if found else None


def _taken(webhook_id: int, number: int, free: tuple[int, ...], health: Health, now: int) -> Lease | None:
    lease = Lease(webhook_id, number, ids.random_hex())
    condition = all_of(same_failures(health.failures), *map(lease_is_free, free))
    values = {
        "failures": health.failures,
        "now": now,
        "until": now + LEASE_SECONDS,
        "holder": lease.holder,
        "expires_at": now + KEPT_SECONDS,
    }
    try:
        table.write(
            actions.update(webhook_keys.health(webhook_id), expressions.take_lease(number), condition, values)
        )
    except ConditionFailed as failed:
        found = Health.from_item(failed.found[0] or {})
        if found.holders[number] != lease.holder:  # otherwise, this is a retry whose first response was lost
            return None
    return lease


@retry_on_conflict
def _change(lease: Lease, change: str, values: actions.Item) -> actions.Item:
    key, condition = webhook_keys.health(lease.webhook_id), lease_is_ours(lease.number)
    return table.write(actions.update(key, change, condition, values | {"holder": lease.holder}))
