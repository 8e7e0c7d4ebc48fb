"""Reserve a visit with whichever provider of the service is free and has the least to do that day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from holdfast.bookings import refusals
from holdfast.bookings.refusals import rules_for
from holdfast.bookings.reserve import reserve_visit
from holdfast.core import clock, ids
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken, HoldExpired, KeyReused, NotFound, Problem
from holdfast.core.slots import Slot
from holdfast.dynamodb import table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.model.client import Client, RecentHold
from holdfast.model.request_key import RequestKey
from holdfast.model.visit import Visit
from holdfast.queries import appointments, profiles, services, situation
from holdfast.queries.shown import ShownSlot, show
from holdfast.queries.situation import Situation

_MOST_TRIES = 5


@dataclass(frozen=True)
class Wish:
    """A visit of the service at `start`, in epoch seconds, with any of the providers; None means all."""

    service_id: int
    start: int
    client_id: int
    provider_ids: Collection[int] | None = None


@retry_on_conflict
def reserve_with_anyone(wish: Wish, caller: Caller, key: RequestKey) -> tuple[ShownSlot, bool]:
    """Hold a visit; return it, and True if this request made the hold.

    A repeat with the same key returns the hold of the first request, whoever is free now. Raises NotFound,
    HoldExpired, AppointmentTaken, TooSoon, OffGrid, TooShort, HoldLimit. Raises Unavailable if, again and
    again, other requests took each provider that was free.
    """
    if found := _held_before(wish.client_id, caller, key):
        return found, False
    service = services.read_service(wish.service_id)
    offered = service.provider_ids if wish.provider_ids is None else set(wish.provider_ids)
    candidates = offered & service.provider_ids
    if not service.active or not candidates:
        raise NotFound("service")
    visit = Visit.of(service)
    for tried, free in enumerate(_by_load(wish, visit, candidates, caller)):
        if tried == _MOST_TRIES:
            break
        try:
            return reserve_visit(free, visit, wish.client_id, caller, key)
        except AppointmentTaken:
            continue
        except HoldExpired:  # a twin of this request has made a hold meanwhile
            if found := _held_before(wish.client_id, caller, key):
                return found, False
            raise
    raise _refusal(wish, visit, candidates, caller)


def _held_before(client_id: int, caller: Caller, key: RequestKey) -> ShownSlot | None:
    """Return the hold that an earlier request with the key made; raise HoldExpired, KeyReused."""
    client = profiles.read_own_client(client_id, caller)
    if not (remembered := _remembered(client, key)):
        return None
    current = appointments.read_current(remembered.slot, clock.now())
    found = current.appointment
    if found and remembered.became(found):
        if found.body_hash != key.body_hash:
            raise KeyReused
        return show(found, current.zone, caller)
    # The booking may have been moved between the two reads.
    again = _remembered(profiles.read_own_client(client_id, caller), key)
    if again and again.slot != remembered.slot:
        return _held_before(client_id, caller, key)
    raise HoldExpired


def _remembered(client: Client, key: RequestKey) -> RecentHold | None:
    return next((hold for hold in client.recent_holds if hold.is_of(key.request_id)), None)


def _by_load(wish: Wish, visit: Visit, providers: Collection[int], caller: Caller) -> Iterator[Slot]:
    """Yield the slots of the providers who are free, those with the fewest booked quarter-hours first."""
    loads = {}
    for current in _situations(wish, visit, providers):
        if (day := current.day) and not current.reasons(rules_for(visit, day, caller, clock.now())):
            loads[current.slot] = len(day.booked), ids.jitter(1)
    yield from sorted(loads, key=lambda slot: loads[slot])


def _situations(wish: Wish, visit: Visit, providers: Collection[int]) -> list[Situation]:
    starts = [Slot(provider, wish.start) for provider in sorted(providers)]
    wanted = [key for slot in starts for key in situation.keys_of(slot, visit)]
    found, now = table.batch_get(wanted, consistent=True), clock.now()
    return [situation.of(slot, visit, found, now) for slot in starts]


def _refusal(wish: Wish, visit: Visit, providers: Collection[int], caller: Caller) -> Problem:
    """Return why nobody can take the visit, by a new read; raise Conflict if somebody is free again."""
    problems: list[Problem] = []
    for current in _situations(wish, visit, providers):
        if not (day := current.day):
            problems.append(refusals.without_day(current))
            continue
        rules = rules_for(visit, day, caller, clock.now())
        if len(problems) < _MOST_TRIES and (found := refusals.of_start(current, rules)):
            problems.append(found)
        elif not current.reasons(rules):
            raise Conflict
    return _most_useful(problems, wish)


def _most_useful(problems: list[Problem], wish: Wish) -> Problem:
    """Return one refusal for all: `taken` with the starts near the wish, if one of them is that."""
    taken = [problem for problem in problems if isinstance(problem, AppointmentTaken)]
    if not taken:
        others = (problem for problem in problems if not isinstance(problem, NotFound))
        return next(others, NotFound("appointment"))
    nearest = [start for problem in taken for start in problem.alternatives]
    nearest.sort(key=lambda shown: abs(shown.slot.start - wish.start))
    ends = [problem.available_at for problem in taken if problem.available_at is not None]
    return AppointmentTaken(nearest[:3], min(ends, default=None))
