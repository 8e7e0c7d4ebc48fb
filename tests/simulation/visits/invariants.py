"""Check that the stored items agree with each other, and that each change to a visit was allowed."""

from collections.abc import Callable
from typing import TypeVar

from holdfast.core.settings import settings
from holdfast.core.slots import Slot
from holdfast.model.appointment import CONFIRMED, HELD, Appointment
from tests.simulation.interleavings.explorer import Before
from tests.simulation.schedule import Run
from tests.simulation.visits.picture import Picture
from tests.simulation.visits.refused import check_refused
from tests.simulation.visits.told import Told, check_was_true
from tests.simulation.visits.world import Visits

World = TypeVar("World", bound=Visits)


def check_turn(world: Visits, run: Run, before: Before) -> None:
    """Raise AssertionError if the last turn of the run did something wrong."""
    check_any_turn(world, run, before, check_stored, _check_changes)
    mover = run.actors[before.mover]
    if isinstance(mover.result, Told):
        check_was_true(world, mover.operation.name, mover.result, mover.moments)
        check_refused(world, mover.operation.name, mover.result, mover.moments)


def check_any_turn(
    world: World,
    run: Run,
    before: Before,
    check_now: Callable[[World], None],
    check_change: Callable[[World, str, Picture], None],
) -> None:
    """Raise AssertionError if an operation failed; if the situation has changed, call the two checks."""
    mover = run.actors[before.mover]
    name, response = mover.operation.name, mover.result
    assert mover.error is None, f"{name} failed: {mover.error!r}"
    was = world.picture_of(before.digest, before.items)
    if world.picture is not was or world.engine.now != before.now:
        check_now(world)
        check_change(world, name, was)
    if isinstance(response, Told):
        assert response.http < 500, f"{name} returned {response}"


def check_stored(world: Visits) -> None:
    """Check the table at the present time, once."""
    world.once(lambda: _check_stored(world, world.picture))


def _check_stored(world: Visits, picture: Picture) -> None:
    check_picture(picture, world.engine.now)
    holds = [
        head for head in picture.heads.values() if head.status == HELD and head.is_live(world.engine.now)
    ]
    assert len(holds) == len({hold.request_id for hold in holds}), "two holds of one request"
    for head in picture.heads.values():
        if head.is_live(world.engine.now):
            _check_people(world, head)
    _check_rules(world, picture)
    for client_id in world.clients.values():
        if client := world.client(client_id):
            counted = client.counted_holds(world.engine.now, settings().hold_seconds)
            assert len(counted) <= settings().max_holds_per_client, "over the limit of holds"
    kinds = {key.partition("#")[0] for key, _ in world.engine.items}
    assert kinds <= {"PROVIDER", "CLIENT", "OWNER", "BOOKING", "SERVICE", "SERVICES"}
    for item in world.engine.items.values():
        assert len(item) > 2 or item["PK"]["S"].startswith("OWNER"), f"a ghost: {item}"


def check_picture(picture: Picture, now: int) -> None:
    """Check that the items of visits agree with each other at `now`, in epoch seconds."""
    for head in picture.heads.values():
        if head.is_live(now):
            _check_whole(picture, head)
    _check_parts(picture, now)
    _check_booked(picture)
    _check_events(picture)


def _check_whole(picture: Picture, head: Appointment) -> None:
    """Check that a live visit has all its slots, and that an appointment has an event."""
    for slot in head.footprint.parts(head.slot):
        part = picture.parts.get(slot)
        assert part, f"a live {head.status} visit without its part in {slot.id}"
        stands = part.head, part.hold_id, part.expires_at
        assert stands == (head.slot, head.hold_id, head.expires_at), f"another visit's part in {slot.id}"
    if head.status == CONFIRMED:
        assert head.version, "an appointment without an event"


def _check_people(world: Visits, head: Appointment) -> None:
    """Check that the client and the provider of a live visit exist."""
    assert world.client(head.client_id), f"a live {head.status} visit of a client that is gone"
    if head.status == CONFIRMED:
        assert world.stored_provider(head.slot.provider_id), "an appointment with a provider that is gone"


def _check_parts(picture: Picture, now: int) -> None:
    for part in picture.parts.values():
        if part.is_live(now):
            head = picture.heads.get(part.head)
            assert head, f"a live part without its head in {part.slot.id}"
            assert head.hold_id == part.hold_id, f"a live part of another head in {part.slot.id}"
            assert part.slot in head.footprint.taken(head.slot), f"a part that is not taken in {part.slot.id}"


def _check_booked(picture: Picture) -> None:
    taken = {slot for head in picture.confirmed for slot in head.footprint.taken(head.slot)}
    booked = {day.slot(quarter) for day in picture.days.values() for quarter in day.booked}
    assert booked == taken, f"booked is {booked}, confirmed is {taken}"


def _check_rules(world: Visits, picture: Picture) -> None:
    """Check that each day goes by the rules of its provider."""
    for day in picture.days.values():
        if day.open or day.booked:
            provider = world.stored_provider(day.provider_id)
            assert provider, "time of a provider that is gone"
            assert (day.zone, day.min_notice_minutes) == (provider.zone, provider.min_notice_minutes), (
                "a day goes by other rules than its provider's"
            )


def _check_events(picture: Picture) -> None:
    """Check that no event is missing, and that the newest one says where the booking stands."""
    for events in picture.events.values():
        numbers = [event.number for event in events]
        assert numbers == list(range(1, len(events) + 1)), f"events have the numbers {numbers}"
        assert [event.kind for event in events].index("confirmed") == 0, "something before the confirmation"
        *older, newest = events
        assert "cancelled" not in {event.kind for event in older}, "a change of a cancelled booking"
        stands = picture.appointment_of(newest.booking_id)
        if newest.kind == "cancelled":
            assert not stands, "a cancelled booking stands"
        else:
            assert stands, "a booking is gone without an event"
            assert (stands.slot, stands.status, stands.version, stands.end) == (
                newest.slot,
                CONFIRMED,
                newest.number,
                newest.end,
            ), "the newest event does not say where the booking stands"
    for head in picture.confirmed:
        assert picture.events.get(head.booking_id or 0), "an appointment without an event"


def _check_changes(world: Visits, mover: str, was: Picture) -> None:
    """Check that the operation was allowed to do what it did to each visit."""
    now = world.picture.visits
    for hold_id, before in was.visits.items():
        after = now.get(hold_id)
        owner = world.name_of(before.client_id)
        if not after:
            may_end = mover.startswith((f"{owner} cancels", "dana cancels"))
            assert may_end or not before.is_live(world.engine.now), (
                f"{mover} took away a live {before.status}"
            )
            assert before.status == HELD or "if held" not in mover, f"{mover} ended an appointment"
            if "link" in mover and before.is_live(world.engine.now):
                assert before.secret == world.link_in(world.before).secret, f"{mover} ended another booking"
            continue
        assert (after.client_id, after.footprint, after.secret) == (
            before.client_id,
            before.footprint,
            before.secret,
        )
        if "link" in mover and after != before:
            assert before.secret == world.link_in(world.before).secret, f"{mover} changed another booking"
        if after.slot != before.slot:
            assert before.status == CONFIRMED, f"{mover} moved a hold"
            assert mover.startswith((f"{owner} moves", "dana moves")), f"{mover} moved {owner}'s booking"
            _check_open(world.picture, set(_visit(after)) - set(_visit(before)))
        if after.status != before.status:
            assert after.status == CONFIRMED, f"{mover} made a hold of an appointment"
            assert mover.startswith(f"{owner} confirms"), f"{mover} confirmed {owner}'s hold"
            _check_open(world.picture, set(_visit(after)))
    for hold_id in now.keys() - was.visits.keys():
        owner = world.name_of(now[hold_id].client_id)
        assert mover.startswith(f"{owner} reserves"), f"{mover} made {owner}'s hold"


def _visit(head: Appointment) -> list[Slot]:
    return head.footprint.visit(head.slot)


def _check_open(picture: Picture, slots: set[Slot]) -> None:
    closed = [slot.id for slot in slots if not picture.is_open(slot)]
    assert not closed, f"booked closed time: {closed}"
