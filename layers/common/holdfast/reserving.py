"""Reserve: put a hold on a slot for a client, within the client's limit."""

from dataclasses import dataclass
from typing import Any

from holdfast import ids, listing, table, telemetry, times
from holdfast.answers import AppointmentAnswer, of_appointment
from holdfast.connection import Conflict, settle
from holdfast.errors import AppointmentTaken, HoldExpired, HoldLimit, KeyReused, NotFound, TooSoon
from holdfast.expressions import FREE, REMEMBER_HOLD, SAME_RECENT_HOLDS, all_of, owned
from holdfast.idempotency import RequestKey
from holdfast.identity import Caller
from holdfast.indexes import by_day_sk, holds_partition
from holdfast.models import HELD, Appointment, Client, Day
from holdfast.settings import settings
from holdfast.table import Item, Refused
from holdfast.times import Slot


@dataclass(frozen=True)
class _Scene:
    """All that decides a reservation, as it was read at `now`; `standing` is a live hold or appointment."""

    now: int
    slot: Slot
    client: Client
    day: Day
    # Of the day too, but not to be had from the index, which lists make days from.
    provider_owner: str
    by_day_pk: str
    standing: Item | None


def reserve(slot: Slot, client_id: int, caller: Caller, key: RequestKey) -> tuple[AppointmentAnswer, bool]:
    """Hold the slot and say whether this request did; a repeat finds the client's own.

    Raises NotFound, AppointmentTaken, HoldExpired, TooSoon, HoldLimit, KeyReused.
    """
    return settle(lambda: _reserve(_read(slot, client_id, caller), caller, key))


def _reserve(scene: _Scene, caller: Caller, key: RequestKey) -> tuple[AppointmentAnswer, bool]:
    if scene.standing:
        return _repeat(scene.standing, scene, caller, key), False
    if _is_late_repeat(scene, key):
        raise HoldExpired
    if scene.slot.quarter not in scene.day.open:
        raise NotFound
    _check_notice(scene)
    _check_limit(scene)
    hold = _hold(scene, key)
    try:
        table.transact(table.put(hold, FREE, {"now": scene.now}), _remember(scene, hold, caller, key))
    except Refused as refused:
        if met := refused.met.get(0):
            return _repeat(met, scene, caller, key), False
        raise Conflict from refused
    telemetry.note(Holds=1)
    return of_appointment(Appointment.from_item(hold), scene.day.zone, caller), True


def _read(slot: Slot, client_id: int, caller: Caller) -> _Scene:
    """Read what decides; the day has of its provider what matters here."""
    now = times.now()
    keys = Client.key(client_id), Day.key(slot.provider_id, slot.day), Appointment.key(slot)
    found = table.batch_get(keys, consistent=True)
    client, day, standing = map(found.get, keys)
    if not client or not day or not caller.may_see(client["owner"]):
        raise NotFound
    return _Scene(
        now,
        slot,
        Client.from_item(client),
        Day.from_item(day),
        day["provider_owner"],
        day["by_day_pk"],
        standing if standing and Appointment.from_item(standing).is_live(now) else None,
    )


def _repeat(standing: Item, scene: _Scene, caller: Caller, key: RequestKey) -> AppointmentAnswer:
    """Answer with what stands in the slot if it is the client's own; else it is taken."""
    if standing["request_id"] == key.text and standing["body_hash"] != key.body_hash:
        raise KeyReused
    appointment = Appointment.from_item(standing)
    if appointment.client_id == scene.client.id:
        return of_appointment(appointment, scene.day.zone, caller)
    taken: dict[str, Any] = {"alternatives": listing.nearest_open(scene.slot)}
    if appointment.expires_at is not None:
        taken["available_at"] = times.utc(appointment.expires_at)
    raise AppointmentTaken(**taken)


def _is_late_repeat(scene: _Scene, key: RequestKey) -> bool:
    """Tell whether this very request made a hold before, which has ended since."""
    remembered = scene.client.remembered_holds(scene.now)
    # What an earlier version stored has no request_id.
    return any(each.get("request_id") == _short(key) for each in remembered)


def _check_notice(scene: _Scene) -> None:
    earliest = scene.day.earliest_start(scene.now)
    if scene.slot.start < earliest:
        raise TooSoon(earliest_start=times.utc(earliest))


def _check_limit(scene: _Scene) -> None:
    counted, most = scene.client.counted_holds(scene.now), settings().max_holds_per_client
    if len(counted) >= most:
        raise HoldLimit(retry_after=counted[-most] - scene.now)


def _hold(scene: _Scene, key: RequestKey) -> Item:
    slot, client = scene.slot, scene.client
    where = Appointment.key(slot)
    expires_at = min(scene.now + settings().hold_seconds, slot.start)
    return {
        **where._asdict(),
        "status": HELD,
        "client_id": client.id,
        "client_name": client.name,
        "owner": client.owner,
        "provider_owner": scene.provider_owner,
        # Of this hold alone: one that is made anew with the same Idempotency-Key is another.
        "hold_id": ids.random_hex(),
        "request_id": key.text,
        "body_hash": key.body_hash,
        "expires_at": expires_at,
        # The partition of its day, whatever the number of shards is by now: a list reads both together.
        "by_day_pk": scene.by_day_pk,
        "by_day_sk": by_day_sk(where),
        "by_kind_pk": holds_partition(slot),
        "by_kind_sk": expires_at,
    }


def _remember(scene: _Scene, hold: Item, caller: Caller, key: RequestKey) -> table.Action:
    """Note the reservation in the client's item, and forget those that no longer matter."""
    latest = {
        "appointment": scene.slot.id,
        "hold_id": hold["hold_id"],
        "request_id": _short(key),
        "taken_at": scene.now,
        "expires_at": hold["expires_at"],
    }
    values = {
        "caller": caller.subject,
        "recent_holds": scene.client.recent_holds,
        "recent_holds_now": [*scene.client.remembered_holds(scene.now), latest],
    }
    condition = all_of(*owned(caller), SAME_RECENT_HOLDS)
    return table.update(Client.key(scene.client.id), REMEMBER_HOLD, condition, values)


def _short(key: RequestKey) -> str:
    """Cut the request's id to what tells a client's few reservations apart, so that its item stays small."""
    return key.text[:16]
