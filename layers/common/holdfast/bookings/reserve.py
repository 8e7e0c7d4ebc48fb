"""Reserve: put a hold on a slot or a visit for a client, within the client's limit on reservations."""

from dataclasses import dataclass

from holdfast.bookings import holds, limit, refusals
from holdfast.core import clock, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import HoldExpired, KeyReused, NotFound
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import FREE
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import Appointment
from holdfast.model.client import Client
from holdfast.model.day import Day
from holdfast.model.part import Claim, claim_of
from holdfast.model.request_key import RequestKey
from holdfast.model.visit import PLAIN_VISIT, Visit
from holdfast.queries import appointments, services, situation
from holdfast.queries.shown import ShownSlot, show
from holdfast.queries.situation import Situation


@dataclass(frozen=True)
class _Reservation:
    """What a reservation depends on, read at `now`. `day` is the day on which the visit starts."""

    now: int
    client: Client
    day: Day
    situation: Situation
    caller: Caller
    key: RequestKey

    @property
    def is_in_own_time(self) -> bool:
        return not self.caller.is_bound_by(self.day.provider_owner)

    @property
    def is_repeat(self) -> bool:
        """Return True if the client's item says that this request has made a hold."""
        remembered = self.client.remembered_holds(self.now, settings().hold_seconds)
        return any(hold.is_of(self.key.request_id) for hold in remembered)


def reserve(
    slot: Slot, client_id: int, caller: Caller, key: RequestKey, service_id: int | None = None
) -> tuple[ShownSlot, bool]:
    """Hold the slot, or the visit of the service that starts there; return it, and True if the hold is new.

    If the client already has the slot, return the client's existing hold or appointment. Raises HoldExpired
    for a repeat of a request whose hold has ended. Raises NotFound, AppointmentTaken, TooSoon, OffGrid,
    TooShort, HoldLimit, KeyReused.
    """
    try:
        visit = (
            PLAIN_VISIT
            if service_id is None
            else Visit.of(services.read_offered(service_id, slot.provider_id))
        )
    except NotFound:
        # The service may have changed since the first request, whose response was lost.
        if held := _hold_of_service(slot, client_id, caller, service_id):
            return held, False
        raise
    return reserve_visit(slot, visit, client_id, caller, key)


@retry_on_conflict
def reserve_visit(
    slot: Slot, visit: Visit, client_id: int, caller: Caller, key: RequestKey
) -> tuple[ShownSlot, bool]:
    """Do the same as `reserve`, for a visit that has been read."""
    reservation = _read(slot, visit, client_id, caller, key)
    if reservation.is_repeat and not reservation.situation.head:
        # A batch is no snapshot: it may show the client after the first request, and the slot before it.
        reservation = _read(slot, visit, client_id, caller, key)
    if found := reservation.situation.head:
        return _repeat(found, reservation), False
    counts = _check(reservation)
    now, client, current = reservation.now, reservation.client, reservation.situation
    hold = holds.new(current, reservation.day, client, now, key)
    items = [hold.to_item(), *(part.to_item() for part in holds.parts(hold, current))]
    head, *parts = (actions.put(item, FREE, {"now": now}) for item in items)
    remember = holds.remember(hold, client, now, caller, counts=counts)
    try:
        table.transact(head, remember, *parts)
    except ConditionFailed as failed:
        if item := failed.found.get(0):
            return _repeat(claim_of(item), reservation), False
        raise Conflict from failed
    telemetry.annotate(Holds=1)
    return show(hold, reservation.day.zone, caller), True


def _hold_of_service(slot: Slot, client_id: int, caller: Caller, service_id: int | None) -> ShownSlot | None:
    current = appointments.read_current(slot, clock.now())
    found = current.appointment
    if not found or not caller.owns(found.owner):
        return None
    is_same = (found.client_id, found.service_id) == (client_id, service_id)
    return show(found, current.zone, caller) if is_same else None


def _read(slot: Slot, visit: Visit, client_id: int, caller: Caller, key: RequestKey) -> _Reservation:
    """Read all that the reservation depends on; raise NotFound or AppointmentTaken if there is no day.

    The provider need not be read, because the day has copies of the provider's rules and owner.
    """
    now = clock.now()
    client_key = keys.client(client_id)
    found = table.batch_get([client_key, *situation.keys_of(slot, visit)], consistent=True)
    client = found.get(client_key)
    if not client or not caller.owns(client["owner"]):
        raise NotFound("client")
    current = situation.of(slot, visit, found, now)
    if not current.day:
        raise refusals.without_day(current)
    return _Reservation(now, Client.from_item(client), current.day, current, caller, key)


def _repeat(head: Claim, reservation: _Reservation) -> ShownSlot:
    """Return the client's own hold or appointment; raise AppointmentTaken, KeyReused."""
    key, current = reservation.key, reservation.situation
    if isinstance(head, Appointment):
        if head.request_id == key.request_id and head.body_hash != key.body_hash:
            raise KeyReused
        if situation.is_same_booking(head, current.visit, reservation.client.id):
            return show(head, reservation.day.zone, reservation.caller)
    raise refusals.taken(current._replace(claims={**current.claims, head.slot: head}))


def _check(reservation: _Reservation) -> bool:
    """Return whether the reservation counts against the limit; raise an error if it is impossible."""
    if reservation.is_repeat:  # the hold that the first request made has ended
        raise HoldExpired
    now, client, current = reservation.now, reservation.client, reservation.situation
    rules = refusals.rules_for(current.visit, reservation.day, reservation.caller, now)
    if refusal := refusals.of_start(current, rules):
        raise refusal
    return limit.counts(client, now, may_exceed=reservation.is_in_own_time)
