"""Whether a refusal was true at a moment at which the refused operation looked at the table.

Requests by a link or with any provider have several reasons at once, and are left to the random histories.
What is wrong in the request itself, 422, is so at any time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from holdfast.core.slots import Slot
from holdfast.model.appointment import CONFIRMED, HELD, Appointment
from holdfast.model.footprint import Footprint
from tests.simulation.schedule import Moment
from tests.simulation.visits.picture import Picture
from tests.simulation.visits.told import Told
from tests.simulation.visits.world import Visits

FOOTPRINTS = {"1": Footprint(1, after=1), "2": Footprint(2)}  # of the services


@dataclass(frozen=True)
class _Look:
    """What `who` could see at one moment.

    The operation may have read the clock at any time since it began. So a reason that needs a live hold goes
    by `began`, and one that needs none by `now`.
    """

    world: Visits
    picture: Picture
    now: int
    began: int
    who: str
    words: Sequence[str]  # of the operation's name, after its verb

    def slot(self, word: int) -> Slot:
        return self.world.slot(int(self.words[word]))

    def own(self, slot: Slot, at: int) -> Appointment | None:
        """Return what is live in the slot at that time, if it belongs to `who` or is in her time."""
        head = self.picture.heads.get(slot)
        if not head or not head.is_live(at):
            return None
        return head if self.who in {"dana", self.world.name_of(head.client_id)} else None

    def others(self, slots: Sequence[Slot], own: Appointment | None) -> bool:
        """Tell whether another visit than this one has one of the slots."""
        claims = [claims.get(slot) for slot in slots for claims in (self.picture.heads, self.picture.parts)]
        holds = {claim.hold_id for claim in claims if claim and claim.is_live(self.began)}
        return bool(holds - {own.hold_id if own else None})


def _not_reserved(look: _Look) -> bool:
    own = look.own(look.slot(-1), look.now)
    return not own or own.service_id != look.world.services.get(look.words[0])


def _taken(look: _Look) -> bool:
    slot = look.slot(-1)
    same = None if _not_reserved(look) else look.own(slot, look.now)
    return look.others(FOOTPRINTS.get(look.words[0], Footprint()).taken(slot), same)


def _not_offered(look: _Look) -> bool:
    is_gone = not look.world.client(look.world.clients[look.who])
    return is_gone or not look.picture.is_open(look.slot(-1))


def _too_short(look: _Look) -> bool:
    visit = FOOTPRINTS.get(look.words[0], Footprint()).visit(look.slot(-1))
    return not all(map(look.picture.is_open, visit))


def _closed(look: _Look) -> bool:
    hold = look.own(look.slot(0), look.began)
    return hold is not None and not all(map(look.picture.is_open, hold.footprint.visit(hold.slot)))


def _nothing(look: _Look) -> bool:
    """Tell whether what was in the slot before all operations is gone."""
    own, before = look.own(look.slot(0), look.now), look.world.before.heads.get(look.slot(0))
    return not own or not before or own.hold_id != before.hold_id


def _not_movable(look: _Look) -> bool:
    return _nothing(look) or not look.picture.is_open(look.slot(2))


def _moving(look: _Look) -> list[Appointment]:
    """Return the bookings that may be the one to move. It may have left the slot after the first look."""
    found = look.own(look.slot(0), look.began), look.world.before.heads.get(look.slot(0))
    return [booking for booking in found if booking]


def _closing(look: _Look) -> bool:
    to = look.slot(2)
    return any(not all(map(look.picture.is_open, own.footprint.visit(to))) for own in _moving(look))


def _in_the_way(look: _Look) -> bool:
    return any(look.others(own.footprint.taken(look.slot(2)), own) for own in _moving(look))


def _is(status: str) -> Callable[[_Look], bool]:
    def stands(look: _Look) -> bool:
        own = look.own(look.slot(0), look.began)
        return own is not None and own.status == status

    return stands


_REASONS: dict[tuple[str, str | None], Callable[[_Look], bool]] = {
    ("reserves", "hold_expired"): _not_reserved,
    ("reserves", "taken"): _taken,
    ("reserves", "not_found"): _not_offered,
    ("reserves", "too_short"): _too_short,
    ("confirms", "hold_expired"): _nothing,
    ("confirms", "slot_withdrawn"): _closed,
    ("cancels", "not_found"): _nothing,
    ("cancels", "stale"): _is(CONFIRMED),
    ("moves", "not_found"): _not_movable,
    ("moves", "not_confirmed"): _is(HELD),
    ("moves", "taken"): _in_the_way,
    ("moves", "too_short"): _closing,
}

_VERBS = {verb for verb, _ in _REASONS}


def check_refused(world: Visits, name: str, told: Told, moments: Sequence[Moment]) -> None:
    """Check that a refusal had its reason at one of the moments. The operation began at the first one."""
    who, verb, *words = name.split()
    if told.http in {200, 201, 422} or verb not in _VERBS or {"by", "anyone"} & set(words):
        return
    reason = _REASONS[verb, told.what]
    looks = [
        _Look(world, world.picture_at(moment.digest), moment.now, moments[0].now, who, words)
        for moment in moments
    ]
    assert any(map(reason, looks)), f"{name} was refused without a reason: {told}"
