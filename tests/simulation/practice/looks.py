"""How the model expects a slot or a visit to be shown to a user."""

from datetime import datetime
from typing import Any

from holdfast.core.slots import Slot
from tests.simulation.practice.model import Practice, is_own, utc
from tests.simulation.practice.things import DAY, PLAIN, QUARTER, Kind, Taken


def shown(practice: Practice, slot: Slot, who: str | None) -> dict[str, Any] | None:
    """Return the slot as `who` sees it. Return None if the slot is neither open nor taken."""
    taken = practice.live(slot)
    if taken and taken.head == slot and is_own(who, taken.owner, taken.provider_owner):
        return booked(practice, taken)
    if taken:
        return looks(practice, slot, "taken")
    if slot in practice.open:
        return looks(practice, slot, "available" if is_free(practice, slot) else "closed")
    return None


def booked(practice: Practice, taken: Taken) -> dict[str, Any]:
    """Return a hold or an appointment as those see it who may see its client."""
    person = {"client_id": taken.client_id, "client_name": taken.client_name}
    until = {"expires_at": utc(taken.expires_at)} if taken.expires_at else {}
    status = "held" if until else "confirmed"
    return looks(practice, taken.head, status, taken.kind) | person | until | {"booking_id": taken.booking_id}


def contact(practice: Practice, slot: Slot, who: str) -> dict[str, Any]:
    """Return the contact details that `who` sees when reading the slot.

    Administrators and the client's owner always see them. The provider's owner sees them until 30 days
    after the visit ends.
    """
    taken = practice.head(slot)
    client = practice.clients.get(taken.client_id) if taken else None
    if not taken or not client:
        return {}
    recently = practice.now < taken.end + 30 * DAY
    if is_own(who, taken.owner) or (recently and is_own(who, taken.provider_owner)):
        return {"client_email": client.email, "client_phone": None}
    return {}


def is_free(practice: Practice, slot: Slot) -> bool:
    if slot not in practice.open or practice.live(slot) or slot.provider_id not in practice.providers:
        return False
    return slot.start >= practice.earliest(practice.days[slot.provider_id, slot.day].min_notice_minutes)


def unlisted(practice: Practice) -> set[Slot]:
    """Return the open slots that no list shows, because they start within the minimum notice."""
    return {
        slot
        for slot in practice.open
        if slot.start > practice.now and not practice.live(slot) and not is_free(practice, slot)
    }


def looks(practice: Practice, slot: Slot, status: str, kind: Kind = PLAIN) -> dict[str, Any]:
    local = datetime.fromtimestamp(slot.start, practice.zone(slot))
    service = {"service_id": kind.service_id, "duration_minutes": 15 * kind.quarters}
    return {
        "id": slot.id,
        "provider_id": slot.provider_id,
        "start": utc(slot.start),
        "end": utc(slot.start + kind.quarters * QUARTER),
        "local_start": local.isoformat(),
        "status": status,
        **(service if kind.service_id else {}),
    }
