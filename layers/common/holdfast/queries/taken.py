"""Show taken slots as the caller may see them: a visit of one's own once, anybody else's at each slot."""

from collections.abc import Iterable, Iterator, Mapping

from holdfast.core.caller import Caller
from holdfast.core.slots import Slot
from holdfast.dynamodb import keys, table
from holdfast.model.appointment import Appointment
from holdfast.model.part import Claim, Part, claim_of
from holdfast.queries.free_slots import Live
from holdfast.queries.shown import ShownSlot, show


def show_taken(found: Iterable[ShownSlot], live: Live, caller: Caller) -> Iterator[ShownSlot]:
    """Yield the slots, but of a visit that the caller may see only its head.

    `live` has what was read with the slots. What is missing there is read from the table.
    """
    slots = list(found)
    claims = _claims([each.slot for each in slots if each.status == "taken"], live)
    for each in slots:
        claim = claims.get(each.slot)
        head = _head(claim, claims)
        if not head or not caller.owns(head.owner, head.provider_owner):
            yield each
        elif claim is head:
            yield show(head, each.zone, caller)


def heads(slots: list[Slot]) -> dict[Slot, Appointment]:
    """Map each slot that a visit takes to the head of the visit."""
    claims = _claims(slots, {})
    return {slot: head for slot in slots if (head := _head(claims.get(slot), claims))}


def _claims(taken: list[Slot], live: Live) -> dict[Slot, Claim]:
    """Return what has each of the slots, and the heads of all parts among them."""
    known = {slot: claim for slot in taken if (claim := live.get(slot))}
    known |= _read(slot for slot in taken if slot not in known)
    heads = {claim.head for claim in known.values() if isinstance(claim, Part)}
    known |= {slot: claim for slot in heads if (claim := live.get(slot))}
    return known | _read(slot for slot in heads if slot not in known)


def _read(slots: Iterable[Slot]) -> dict[Slot, Claim]:
    items = table.batch_get([keys.appointment(slot) for slot in slots], consistent=False).values()
    return {claim.slot: claim for claim in map(claim_of, items)}


def _head(claim: Claim | None, claims: Mapping[Slot, Claim]) -> Appointment | None:
    """Return the head of the visit; None if it is unknown or has ended since its part was read."""
    head = claims.get(claim.head) if isinstance(claim, Part) else claim
    return head if claim and isinstance(head, Appointment) and head.hold_id == claim.hold_id else None
