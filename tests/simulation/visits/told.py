"""What the callers are told, and whether it is true."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from holdfast.core.slots import Slot
from holdfast.model.appointment import CONFIRMED
from holdfast.model.booking_event import BookingEvent
from testkit.api import Response
from tests.simulation.schedule import Moment, Run
from tests.simulation.torn import whole
from tests.simulation.visits.picture import Picture
from tests.simulation.visits.world import Visits

GONE = {"available", "closed"}
VERBS = {"confirmed": "confirms", "rescheduled": "moves", "cancelled": "cancels"}


class Told(NamedTuple):
    """A response: its status, the `code` or `status` in the body, and the booking and the slot it names."""

    http: int
    what: str | None = None
    booking_id: int | None = None
    slot: str | None = None

    @classmethod
    def of(cls, response: Response) -> Self:
        body = response.json
        what, slot = body.get("code") or body.get("status"), body.get("id")
        return cls(response.status, what, body.get("booking_id"), slot if isinstance(slot, str) else None)


UNKNOWN = Told(503, "unavailable")


def check_was_true(world: Visits, name: str, told: Told, moments: Sequence[Moment]) -> None:
    """Check that a response is true in the turn in which the operation ends.

    If batches are torn, it is enough that it was true at one of the moments.
    """
    pictures = [] if world.engine.tear is whole else [world.picture_at(each.digest) for each in moments]
    if not any(_is_true(world, name, told, picture) for picture in pictures):
        check_told(world, name, told, world.picture)


def _is_true(world: Visits, name: str, told: Told, picture: Picture) -> bool:
    try:
        check_told(world, name, told, picture)
    except AssertionError:
        return False
    return True


def check_told(world: Visits, name: str, told: Told, picture: Picture) -> None:
    """Check a response by the picture of the table in the turn in which the operation ends.

    The last call of the operation is part of that turn.
    """
    if told.http not in {200, 201}:
        return
    who, verb, *rest = name.split()
    stands = picture.appointment_of(told.booking_id)
    if verb in {"reserves", "confirms", "moves"}:
        assert stands, f"{name} was told {told}, but there is no such booking"
        assert (stands.slot.id, stands.status) == (told.slot, told.what), f"{name} was told {told}"
        assert who in {"dana", world.name_of(stands.client_id)}
        assert verb == "reserves" or stands.status == CONFIRMED, f"{name} was told {told}"
    if verb == "reserves":
        assert stands
        assert stands.service_id == world.services.get(rest[0]), f"{name} got another visit"
    if "link" in rest:
        _check_link(world, name, told, picture)
    elif verb == "moves":
        assert _moves(picture, told.booking_id, world.slot(int(rest[0])), world.slot(int(rest[2]))), (
            f"{name} was told {told}, but its booking was never moved there"
        )
    elif verb == "cancels" and told.what in GONE:
        head = picture.heads.get(world.slot(int(rest[0])))
        is_own = head and who in {"dana", world.name_of(head.client_id)}
        # A booking that was made during the run may be a later one than the one that was cancelled.
        is_older = head and world.before.appointment_of(head.booking_id)
        is_left = head and is_own and is_older and head.is_live(world.engine.now)
        assert not is_left, f"{name} was told {told}"


def _check_link(world: Visits, name: str, told: Told, picture: Picture) -> None:
    """Check that the link acted on its own booking, wherever that stood."""
    verb = name.split()[1]
    linked = world.link_in(world.before).booking_id
    if verb == "cancels":
        left = picture.appointment_of(linked)
        assert not left or not left.is_live(world.engine.now), f"{name} was told {told}"
    else:
        assert told.booking_id == linked, f"{name} was told {told}"
    if verb == "moves":
        assert told.slot == world.slot(1).id, f"{name} was told {told}"


def _moves(picture: Picture, booking_id: int | None, previous: Slot, to: Slot) -> list[BookingEvent]:
    events = picture.events.get(booking_id or 0, [])
    return [event for event in events if (event.previous, event.slot) == (previous, to)]


def check_at_end(world: Visits, run: Run) -> None:
    """Check that each booking made, and each event in its history, was told to a caller who asked for it."""
    done = {
        (actor.operation.name.split()[1], actor.result.booking_id, actor.result.slot)
        for actor in run.actors
        if isinstance(actor.result, Told) and actor.result.http in {200, 201}
    }
    for head in world.picture.heads.values():
        if not world.before.appointment_of(head.booking_id):
            reserved = any((verb, number) == ("reserves", head.booking_id) for verb, number, _ in done)
            assert reserved, "nobody was told of a hold"
    for number, events in world.picture.events.items():
        for event in events[len(world.before.events.get(number, [])) :]:
            verb = VERBS[event.kind]
            told = {slot for each, named, slot in done if each == verb and named in {number, None}}
            assert event.slot.id in told, f"nobody was told that the booking was {event.kind}"
