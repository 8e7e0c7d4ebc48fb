"""Reserve: put a hold on a slot for a client, within the client's limit on reservations."""

from dataclasses import dataclass

from holdfast.core import clock, ids, slots, telemetry
from holdfast.core.caller import Caller
from holdfast.core.errors import AppointmentTaken, HoldExpired, HoldLimit, KeyReused, NotFound, TooSoon
from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.dynamodb import actions, keys, table
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.expressions import FREE, REMEMBER_HOLD, SAME_RECENT_HOLDS, all_of, owned
from holdfast.dynamodb.table import ConditionFailed
from holdfast.model.appointment import HELD, Appointment
from holdfast.model.client import Client, RecentHold, as_stored, shortened
from holdfast.model.day import Day
from holdfast.model.request_key import RequestKey
from holdfast.queries import slot_pages
from holdfast.queries.shown import ShownSlot, show


@dataclass(frozen=True)
class _Situation:
    """All that a reservation depends on, read at `now`. `current` is the slot's live hold or appointment."""

    now: int
    slot: Slot
    client: Client
    day: Day
    current: Appointment | None


@retry_on_conflict
def reserve(slot: Slot, client_id: int, caller: Caller, key: RequestKey) -> tuple[ShownSlot, bool]:
    """Hold the slot; return the slot as shown to the caller, and True if this request made the hold.

    If the client already has the slot, return the client's existing hold or appointment. Raises HoldExpired
    for a repeat of a request whose hold has ended. Raises NotFound, AppointmentTaken, TooSoon, HoldLimit,
    KeyReused.
    """
    situation = _read(slot, client_id, caller)
    if situation.current:
        return _repeat(situation.current, situation, caller, key), False
    _check(situation, caller, key)
    hold = _hold(situation, key)
    put = actions.put(hold.to_item(), FREE, {"now": situation.now})
    try:
        table.transact(put, _remember(situation, hold, caller))
    except ConditionFailed as failed:
        if found := failed.found.get(0):
            return _repeat(Appointment.from_item(found), situation, caller, key), False
        raise Conflict from failed
    telemetry.annotate(Holds=1)
    return show(hold, situation.day.zone, caller), True


def _read(slot: Slot, client_id: int, caller: Caller) -> _Situation:
    """Read the client, the day and the slot; raise NotFound if the client or the day does not exist.

    The provider need not be read, because the day has copies of the provider's rules and owner.
    """
    now = clock.now()
    wanted = keys.client(client_id), keys.day(slot.provider_id, slot.day), keys.appointment(slot)
    found = table.batch_get(wanted, consistent=True)
    client, day, current = map(found.get, wanted)
    if not client or not caller.owns(client["owner"]):
        raise NotFound("client")
    if not day:
        raise NotFound("appointment")
    appointment = Appointment.from_item(current) if current else None
    return _Situation(
        now=now,
        slot=slot,
        client=Client.from_item(client),
        day=Day.from_item(day),
        current=appointment if appointment and appointment.is_live(now) else None,
    )


def _repeat(current: Appointment, situation: _Situation, caller: Caller, key: RequestKey) -> ShownSlot:
    """Return the hold or appointment if this request's client has it; raise AppointmentTaken, KeyReused."""
    if current.request_id == key.request_id and current.body_hash != key.body_hash:
        raise KeyReused
    if current.client_id == situation.client.id:
        return show(current, situation.day.zone, caller)
    raise AppointmentTaken(slot_pages.nearest_open(situation.slot), current.expires_at)


def _check(situation: _Situation, caller: Caller, key: RequestKey) -> None:
    """Raise an error if anything other than a live hold or an appointment prevents the reservation."""
    now, slot, hold_seconds = situation.now, situation.slot, settings().hold_seconds
    remembered = situation.client.remembered_holds(now, hold_seconds)
    # Refuse a repeat of a request whose hold has ended.
    if any(hold.is_of(key.request_id) for hold in remembered):
        raise HoldExpired
    if slot.quarter not in situation.day.open:
        raise NotFound("appointment")
    earliest = _earliest_start(situation.day, now, caller)
    if slot.start < earliest:
        raise TooSoon(earliest)
    counted, most = situation.client.counted_holds(now, hold_seconds), settings().max_holds_per_client
    if len(counted) >= most:
        raise HoldLimit(retry_after=counted[-most] - now)


def _earliest_start(day: Day, now: int, caller: Caller) -> int:
    """Return the first start that the caller can reserve. The provider may ignore the minimum notice."""
    return slots.earliest_start(now, 0) if caller.owns(day.provider_owner) else day.earliest_start(now)


def _hold(situation: _Situation, key: RequestKey) -> Appointment:
    slot, client = situation.slot, situation.client
    return Appointment(
        slot=slot,
        status=HELD,
        client_id=client.id,
        client_name=client.name,
        owner=client.owner,
        provider_owner=situation.day.provider_owner,
        # The id is random, because a second hold with the same Idempotency-Key must have another id.
        hold_id=ids.random_hex(),
        request_id=key.request_id,
        body_hash=key.body_hash,
        expires_at=min(situation.now + settings().hold_seconds, slot.start),
        # Copy the day's partition, because lists read the day and its holds from the same partition. A newly
        # computed partition could differ if the number of shards has changed since the day was opened.
        by_day_pk=situation.day.by_day_pk,
    )


def _remember(situation: _Situation, hold: Appointment, caller: Caller) -> Action:
    """Return the action that adds the reservation to the client's item and drops old reservations."""
    client = situation.client
    latest = RecentHold(
        appointment=hold.slot.id,
        hold_id=hold.hold_id or "",
        taken_at=situation.now,
        expires_at=hold.expires_at or 0,
        request_id=shortened(hold.request_id or ""),
    )
    kept = client.remembered_holds(situation.now, settings().hold_seconds)
    values = {
        "caller": caller.subject,
        "recent_holds": as_stored(client.recent_holds),
        "recent_holds_now": as_stored([*kept, latest]),
    }
    condition = all_of(*owned(caller), SAME_RECENT_HOLDS)
    return actions.update(keys.client(client.id), REMEMBER_HOLD, condition, values)
