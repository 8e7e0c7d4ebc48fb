"""Set or delete a provider's working hours. Bookings, holds and changes by hand stay as they are."""

from dataclasses import replace

from holdfast.core import clock, ids
from holdfast.core.caller import Caller
from holdfast.core.errors import NotFound, Stale
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.model.hours import NO_HOURS, Hours, Rules
from holdfast.model.provider import Provider
from holdfast.queries import profiles, working_hours
from holdfast.schedule import day_changes, walk


def put(provider_id: int, rules: Rules, caller: Caller, version: int | None) -> Hours:
    """Set the hours and open the days of the horizon.

    `version` is from If-Match, or NO_HOURS if there must not be any yet.

    What takes more than one transaction is written piece by piece. A repeat of the request completes it.
    Raises NotFound, Stale.
    """
    try:
        hours = _put(provider_id, rules, caller, version, ids.random_hex())
    except Stale:
        # An earlier, identical request may have set the hours, but failed before it had written all days.
        walk.finish(provider_id)
        raise
    walk.finish(provider_id)
    return hours


def delete(provider_id: int, caller: Caller, version: int | None) -> Hours:
    """Delete the hours, close what only they opened, and return them. Raises NotFound, Stale."""
    hours = _delete(provider_id, caller, version, [])
    walk.finish(provider_id)
    return hours


@retry_on_conflict
def _put(provider_id: int, rules: Rules, caller: Caller, version: int | None, write_id: str) -> Hours:
    provider = profiles.read_own_provider(provider_id, caller)
    before = working_hours.find(provider_id)
    if before and before.deleted:
        walk.finish(provider_id)
        raise Conflict
    if before and before.write_id == write_id:  # an earlier attempt succeeded, but its response was lost
        return before
    if version not in (None, before.version if before else NO_HOURS):
        raise Stale
    if before and before.rules == rules and version is None:
        return before
    after = Hours(
        provider_id=provider_id,
        rules=rules,
        version=provider.calendar_version + 1,
        write_id=write_id,
        rolled_until="",
    )
    _write_first_piece(provider, after, caller)
    return after


@retry_on_conflict
def _delete(provider_id: int, caller: Caller, version: int | None, earlier: list[Hours]) -> Hours:
    """Mark the hours as deleted; `earlier` collects what the attempts before this one have found."""
    provider = profiles.read_own_provider(provider_id, caller)
    before = working_hours.find(provider_id)
    if not before and earlier:  # an earlier attempt succeeded, or another request has deleted them
        return earlier[-1]
    if not before:
        raise NotFound("hours")
    if version not in (None, before.version):
        raise Stale
    earlier.append(before)
    if not before.deleted:
        _write_first_piece(provider, replace(before, deleted=True), caller)
    return before


def _write_first_piece(provider: Provider, hours: Hours, caller: Caller) -> None:
    piece = walk.first_piece(provider, hours, clock.now())
    day_changes.write(provider, piece.days, piece.of_hours(), caller=caller)
