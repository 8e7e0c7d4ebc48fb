"""What stands in the way of one start: the slots that a visit would take there, read consistently."""

from collections.abc import Mapping
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from holdfast.core import utc
from holdfast.core.errors import NotFound
from holdfast.core.slots import QUARTER, Slot, by_day
from holdfast.dynamodb import keys, table
from holdfast.dynamodb.actions import Item
from holdfast.dynamodb.keys import Key
from holdfast.model.day import Day
from holdfast.model.part import Claim, claim_of
from holdfast.model.visit import Visit
from holdfast.queries.obstacles import Reason, Rules, Span, obstacles


class Situation(NamedTuple):
    """All that decides whether the visit can start at the slot. `now` is in epoch seconds.

    `days` maps each date of the visit itself, without its buffers, to its day if there is one. `live` has the
    live holds and appointments, and the parts of longer visits, in the slots that the visit would take.
    """

    slot: Slot
    visit: Visit
    now: int
    span: Span
    days: dict[str, Day]
    live: dict[Slot, Claim]

    @classmethod
    def of(cls, slot: Slot, visit: Visit, now: int, found: Mapping[Key, Item]) -> Self:
        """Make it from the items that were read at the keys which `wanted` names."""
        days = {date: Day.from_item(found[key]) for date, key in _days(slot, visit).items() if key in found}
        claims = [claim_of(found[key]) for key in _slots(slot, visit) if key in found]
        live = {claim.slot: claim for claim in claims if claim.is_live(now)}
        return cls(slot, visit, now, _span(slot, visit, days, live), days, live)

    @property
    def day(self) -> Day | None:
        """Return the day on which the visit would start."""
        return self.days.get(self.slot.day)

    def reasons(self, zone: ZoneInfo, notice: int) -> list[Reason]:
        """Return why the visit cannot start at the slot, in the order in which a refusal prefers them.

        `zone` is the provider's. `notice` is the minimum notice that counts, in minutes.
        """
        here = self.span.bit(self.slot.start)
        against = obstacles(self.span, self.visit, Rules(zone, self.now, notice))
        return [reason for reason, starts in against.items() if starts & here]


def read_span(slot: Slot, visit: Visit, now: int) -> Situation:
    """Read the situation at the slot; raise NotFound if there can be no such slot."""
    return Situation.of(slot, visit, now, table.batch_get(wanted(slot, visit), consistent=True))


def wanted(slot: Slot, visit: Visit) -> list[Key]:
    """Return the keys of all slots that the visit would take, and of the days of the visit itself.

    Raises NotFound if the slot is so far away that it cannot exist.
    """
    if not utc.DAY <= slot.start < utc.FOREVER:
        raise NotFound("appointment")
    return [*_slots(slot, visit), *_days(slot, visit).values()]


def _slots(slot: Slot, visit: Visit) -> list[Key]:
    return [keys.appointment(each) for each in visit.footprint.taken(slot)]


def _days(slot: Slot, visit: Visit) -> dict[str, Key]:
    return {date: keys.day(slot.provider_id, date) for date in by_day(visit.footprint.visit(slot))}


def _span(slot: Slot, visit: Visit, days: Mapping[str, Day], live: Mapping[Slot, Claim]) -> Span:
    taken = visit.footprint.taken(slot)
    open_ = [day.slot(quarter).start for day in days.values() for quarter in day.open]
    booked = [day.slot(quarter).start for day in days.values() for quarter in day.booked]
    return Span.of(
        taken[0].start,
        taken[-1].start + QUARTER,
        open_=open_,
        held=[each.slot.start for each in live.values() if each.expires_at is not None],
        booked=[*booked, *(each.slot.start for each in live.values() if each.expires_at is None)],
    )
