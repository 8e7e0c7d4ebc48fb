"""Why a visit cannot start at a slot."""

from typing import NamedTuple

from holdfast.core import clock, slots
from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.model.day import Day
from holdfast.model.visit import PLAIN_VISIT, Visit
from holdfast.queries import situation
from holdfast.queries.obstacles import Reason, Rules
from holdfast.queries.profiles import read_provider
from holdfast.queries.services import read_offered


class Obstacle(NamedTuple):
    """A reason. `until`, in epoch seconds, is the end of the hold or the earliest start by the notice."""

    reason: Reason
    until: int | None = None


def why(slot: Slot, service_id: int | None, caller: Caller) -> list[Obstacle]:
    """Return what keeps a client from reserving the slot, or a visit of the service that starts at it.

    Nothing does if and only if the lists have the start. Raises NotFound if there is no such provider, or if
    the provider does not offer the service.
    """
    visit = Visit.of(read_offered(service_id, slot.provider_id)) if service_id else PLAIN_VISIT
    now = clock.now()
    current = situation.read(slot, visit, now)
    # Without a day, the provider never opened time there.
    day = current.day or Day.new(read_provider(slot.provider_id), slot.day)
    notice = visit.notice(day.min_notice_minutes)
    until = {
        "held": current.head.expires_at if current.head else None,
        "too_soon": slots.earliest_start(now, notice),
    }
    reasons = current.reasons(Rules(day.zone, now, notice))
    reasons = _shown(reasons, owns_time=caller.owns(day.provider_owner))
    return [Obstacle(reason, until.get(reason)) for reason in reasons]


def _shown(reasons: list[Reason], *, owns_time: bool) -> list[Reason]:
    """Leave out `not_open` for a taken slot, unless the caller owns the time: lists do not show that."""
    if owns_time or not {"held", "booked"} & {*reasons}:
        return reasons
    return [reason for reason in reasons if reason != "not_open"]
