"""All that decides whether a visit can start at a slot: its days, and who has the slots it would take."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from holdfast.core.errors import NotFound
from holdfast.core.slots import QUARTER, Slot
from holdfast.core.utc import DAY, FOREVER
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.connection import Conflict, retry_on_conflict
from holdfast.dynamodb.keys import Key
from holdfast.model.appointment import Appointment
from holdfast.model.day import Day
from holdfast.model.part import Claim, Part, claim_of
from holdfast.model.visit import Visit
from holdfast.queries.obstacles import Reason, Rules, Span, obstacles


class Situation(NamedTuple):
    """`days` is keyed by date. `claims` has the live claims on the slots that the visit would take."""

    slot: Slot
    visit: Visit
    days: Mapping[str, Day]
    claims: Mapping[Slot, Claim]

    @property
    def head(self) -> Claim | None:
        return self.claims.get(self.slot)

    @property
    def day(self) -> Day | None:
        """Return the day on which the visit starts, if it exists."""
        return self.days.get(self.slot.day)

    def span(self, own: Appointment | None = None) -> Span:
        """Return the quarter-hours that the visit would take.

        `own` is a booking that makes room: what it has taken counts as free, and its visit as open.
        """
        taken = self.visit.footprint.taken(self.slot)
        others = {
            slot: claim for slot, claim in self.claims.items() if not own or claim.hold_id != own.hold_id
        }
        open_ = {day.slot(quarter).start for day in self.days.values() for quarter in day.open}
        if own and own.slot.provider_id == self.slot.provider_id:
            open_ |= {slot.start for slot in own.footprint.visit(own.slot)}
        return Span.of(
            taken[0].start,
            taken[-1].start + QUARTER,
            open_=open_,
            held=(slot.start for slot, claim in others.items() if claim.expires_at is not None),
            booked=(slot.start for slot, claim in others.items() if claim.expires_at is None),
        )

    def reasons(self, rules: Rules, own: Appointment | None = None) -> list[Reason]:
        """Return why the visit cannot start at the slot, in the order in which a refusal prefers them."""
        span = self.span(own)
        here = span.bit(self.slot.start)
        return [reason for reason, starts in obstacles(span, self.visit, rules).items() if starts & here]


@retry_on_conflict
def read(slot: Slot, visit: Visit, now: int) -> Situation:
    """Read the situation, consistently; raise NotFound if there can be no such slot."""
    return of(slot, visit, table.batch_get(keys_of(slot, visit), consistent=True), now)


def keys_of(slot: Slot, visit: Visit) -> list[Key]:
    """Return the keys of all items that `of` needs; raise NotFound if the slot is too far away to exist."""
    if not DAY <= slot.start < FOREVER:
        raise NotFound("appointment")
    taken = visit.footprint.taken(slot)
    days = dict.fromkeys(keys.day(each.provider_id, each.day) for each in taken)
    return [*days, *map(keys.appointment, taken)]


def of(slot: Slot, visit: Visit, found: Mapping[Key, Item], now: int) -> Situation:
    """Make the situation at `now`, in epoch seconds, from those of the items that exist.

    Raises Conflict if a visit was written while they were read: a batch is no snapshot.
    """
    items = [found[key] for key in keys_of(slot, visit) if key in found]
    days = [Day.from_item(item) for item in items if keys.is_day(item)]
    claims = [claim_of(item) for item in items if not keys.is_day(item)]
    live = {claim.slot: claim for claim in claims if claim.is_live(now)}
    if _is_torn(live, visit.footprint.taken(slot)):
        raise Conflict
    return Situation(slot, visit, {day.date: day for day in days}, live)


def _is_torn(live: Mapping[Slot, Claim], read: Collection[Slot]) -> bool:
    """Return True if a part is there without its head, although the head's slot was read as well."""
    heads = {claim.head for claim in live.values() if isinstance(claim, Part)}
    return not heads.intersection(read) <= live.keys()


def is_same_booking(claim: Claim, visit: Visit, client_id: int) -> bool:
    """Return True if the claim is the client's own booking of the same visit."""
    return (
        isinstance(claim, Appointment)
        and claim.client_id == client_id
        and (claim.service_id, claim.footprint.quarters) == (visit.service_id, visit.footprint.quarters)
    )
