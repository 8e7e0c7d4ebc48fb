"""The items that a reservation writes: a hold, the parts of its visit, and the client's recent holds."""

from holdfast.core import ids
from holdfast.core.caller import Caller
from holdfast.core.settings import settings
from holdfast.core.slots import QUARTER, Slot, by_day
from holdfast.core.utc import start_of
from holdfast.dynamodb import actions, index_keys, keys
from holdfast.dynamodb.actions import Action
from holdfast.dynamodb.expressions import REMEMBER_HOLD, SAME_RECENT_HOLDS, all_of, owned
from holdfast.model.appointment import HELD, Appointment
from holdfast.model.client import Client, RecentHold, as_stored, shortened
from holdfast.model.day import Day
from holdfast.model.part import Part
from holdfast.model.request_key import RequestKey
from holdfast.queries.situation import Situation


def new(situation: Situation, day: Day, client: Client, now: int, key: RequestKey) -> Appointment:
    """Return the hold for the client; `day` is the day of its slot."""
    return Appointment(
        slot=situation.slot,
        status=HELD,
        client_id=client.id,
        client_name=client.name,
        owner=client.owner,
        provider_owner=day.provider_owner,
        # Not derived from the Idempotency-Key: a second hold made with the same key must have another id.
        hold_id=ids.random_hex(),
        secret=ids.random_secret(),
        request_id=key.request_id,
        body_hash=key.body_hash,
        expires_at=min(now + settings().hold_seconds, situation.slot.start),
        # Lists read a day and its holds from the same partition, so copy the day's partition. If the number
        # of shards has changed since the day was opened, a newly computed partition would be another one.
        by_day_pk=day.by_day_pk,
        service_id=situation.visit.service_id,
        footprint=situation.visit.footprint,
    )


def parts(hold: Appointment, situation: Situation) -> list[Part]:
    """Return the parts of the visit, with the same end as its hold."""
    first_of_day = _first_of_each_further_day(hold)
    return [
        Part(
            slot=slot,
            head=hold.slot,
            hold_id=hold.hold_id or "",
            expires_at=hold.expires_at,
            listing=_listing(slot, first_of_day[slot], situation) if slot in first_of_day else None,
        )
        for slot in hold.footprint.parts(hold.slot)
    ]


def remember(hold: Appointment, client: Client, now: int, caller: Caller, *, counts: bool) -> Action:
    """Return the action that adds the reservation to the client's item and drops those no longer needed."""
    latest = RecentHold(
        appointment=hold.slot.id,
        hold_id=shortened(hold.hold_id or ""),
        taken_at=now,
        expires_at=hold.expires_at or 0,
        request_id=shortened(hold.request_id or ""),
        exempt=None if counts else True,
    )
    kept = client.remembered_holds(now, settings().hold_seconds)
    values = {
        "caller": caller.subject,
        "recent_holds": as_stored(client.recent_holds),
        "recent_holds_now": as_stored([*kept, latest]),
    }
    condition = all_of(*owned(caller), SAME_RECENT_HOLDS)
    return actions.update(keys.client(client.id), REMEMBER_HOLD, condition, values)


def _first_of_each_further_day(hold: Appointment) -> dict[Slot, int]:
    """Map the first slot on each UTC day but the head's to how many slots the visit takes on that day."""
    days = by_day(hold.footprint.taken(hold.slot))
    return {
        Slot(hold.slot.provider_id, start_of(date) + min(quarters) * QUARTER): len(quarters)
        for date, quarters in days.items()
        if date != hold.slot.day
    }


def _listing(slot: Slot, count: int, situation: Situation) -> tuple[str, str]:
    """Return the index keys of by_day, in the partition of the slot's day."""
    day = situation.days.get(slot.day)
    partition = (
        day.by_day_pk if day else index_keys.by_day_pk(slot.day, index_keys.shard_of(slot.provider_id))
    )
    return partition, f"{index_keys.by_day_sk(keys.appointment(slot))}#{count}"
