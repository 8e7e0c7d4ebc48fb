"""Check that the stored items are consistent, and that each change to a slot was allowed."""

from typing import Any

from holdfast.core.settings import settings
from holdfast.dynamodb import keys, values
from holdfast.model.appointment import CONFIRMED, Appointment
from tests.simulation.interleavings.explorer import Before
from tests.simulation.schedule import Run
from tests.simulation.world import World

# The operations that may end a live hold or appointment.
MAY_END = {"alice cancels", "dana cancels"}


def check_turn(world: World, run: Run, before: Before) -> None:
    """Raise AssertionError if the last turn of the run did something wrong."""
    mover = run.actors[before.mover]
    assert mover.error is None, f"{mover.operation.name} failed: {mover.error!r}"
    check_stored(world)
    _check_change(world, mover.operation.name, before)
    response = mover.result
    assert not isinstance(response, tuple) or response[0] < 500, f"{mover.operation.name} returned {response}"


def check_stored(world: World) -> None:
    appointment, day, live = world.appointment, world.day, world.live
    confirmed = appointment is not None and appointment.status == CONFIRMED
    booked = day is not None and world.slot.quarter in day.booked
    assert booked == confirmed, f"booked is {booked}, confirmed is {confirmed}"
    if live:
        assert world.client(live.client_id), f"a live {live.status} of a client that is gone"
    if confirmed:
        assert world.has_provider, "an appointment with a provider that is gone"
    if day and day.open:
        provider = world.stored_provider
        assert provider, "open time of a provider that is gone"
        rules = provider.zone, provider.min_notice_minutes
        assert (day.zone, day.min_notice_minutes) == rules, (
            "open time goes by other rules than its provider's"
        )
    for client_id in world.clients.values():
        if client := world.client(client_id):
            counted = [hold for hold in client.recent_holds if hold.expires_at > world.engine.now]
            assert len(counted) <= settings().max_holds_per_client, "over the limit of holds"
    _check_owners(world)
    keys = {key.partition("#")[0] for key, _ in world.engine.items}
    assert keys <= {"PROVIDER", "CLIENT", "OWNER", "BOOKING"}
    for item in world.engine.items.values():
        assert len(item) > 2 or "ids" in item or item["PK"]["S"].startswith("OWNER"), f"a ghost: {item}"


def _check_owners(world: World) -> None:
    """Check that each owner's list has exactly the clients of that owner."""
    owned: dict[str, set[Any]] = {}
    listed: dict[str, set[Any]] = {}
    for (key, sort), item in world.engine.items.items():
        plain = values.decode_item(item)
        if key.startswith("CLIENT#") and sort == "PROFILE":
            owned.setdefault(plain["owner"], set()).add(plain["by_kind_sk"])
        elif key.startswith("OWNER#") and "ids" in plain:
            listed[key.removeprefix("OWNER#")] = plain["ids"]
    assert listed == owned


def _check_change(world: World, mover: str, before: Before) -> None:
    """Check that the operation was allowed to do what it did to the slot."""
    key = keys.appointment(world.slot)
    stored = before.items.get((key.PK, key.SK))
    was = Appointment.from_item(values.decode_item(stored)) if stored else None
    now = world.appointment
    if not was:
        return
    taken_away = now is None or now.hold_id != was.hold_id or now.client_id != was.client_id
    if taken_away and was.is_live(world.engine.now):
        assert mover in MAY_END, f"{mover} took away a live {was.status}"
    if now and was.expires_at is not None and now.status == CONFIRMED:
        owner = world.name_of(now.client_id)
        assert mover == f"{owner} confirms", f"{mover} confirmed {owner}'s hold"
        day = world.day
        assert day, "confirmed on a day that is gone"
        assert world.slot.quarter in day.open, "confirmed on closed time"
