"""All operations on visits, by name, and the states of the visits in which they begin.

A name says who does what: `alice moves 0 to 1` moves the booking at slot 0 to slot 1.
"""

from collections.abc import Callable
from typing import Any

from testkit.api import Response, invoke
from testkit.events import load_event
from tests.simulation.schedule import Operation
from tests.simulation.visits.told import Told
from tests.simulation.visits.world import OPEN, USERS, Visits

KATHMANDU = {"name": "Dana", "time_zone": "Asia/Kathmandu"}

Runs = dict[str, Callable[[], Any]]


def operations(world: Visits) -> dict[str, Operation]:
    """Return all operations that can affect the visits."""
    runs = _reservations(world) | _changes(world) | _moves(world) | _links(world) | _events(world)
    return {name: Operation(name, _told(run)) for name, run in runs.items()}


def _reservations(world: Visits) -> Runs:
    return {
        "alice reserves 2 at 0": lambda: world.reserve("alice", 0, "2", "key"),
        "alice reserves 1 at 0": lambda: world.reserve("alice", 0, "1"),
        "alice reserves 2 with anyone at 0": lambda: world.reserve_with_anyone("alice", "key"),
        "bob reserves 2 at 0": lambda: world.reserve("bob", 0, "2"),
        "bob reserves 2 at 1": lambda: world.reserve("bob", 1, "2"),
        "bob reserves 1 at 1": lambda: world.reserve("bob", 1, "1"),
        "bob reserves a quarter at 0": lambda: world.reserve("bob", 0),
        "bob reserves a quarter at 1": lambda: world.reserve("bob", 1),
        "bob reserves a quarter at 2": lambda: world.reserve("bob", 2),
        "bob reserves 2 at 4": lambda: world.reserve("bob", 4, "2"),
        "bob reserves 2 with anyone at 0": lambda: world.reserve_with_anyone("bob"),
    }


def _changes(world: Visits) -> Runs:
    """Return the operations that confirm and cancel."""
    named = _booking_at_0(world)
    return {
        "alice confirms 0": lambda: world.confirm("alice", 0),
        "alice confirms 0 by its booking": lambda: world.confirm("alice", 0, named),
        "bob confirms 1": lambda: world.confirm("bob", 1),
        "alice cancels 0": lambda: world.cancel("alice", 0),
        "alice cancels 0 by its booking": lambda: world.cancel("alice", 0, named),
        "alice cancels 1": lambda: world.cancel("alice", 1),
        "bob cancels 1": lambda: world.cancel("bob", 1),
        "bob cancels 2": lambda: world.cancel("bob", 2),
        "dana cancels 0": lambda: world.cancel("dana", 0),
        "dana cancels 0 if held": lambda: world.release("dana", 0),
    }


def _moves(world: Visits) -> Runs:
    named = _booking_at_0(world)
    return {
        "alice moves 0 to 1": lambda: world.move("alice", 0, 1),
        "alice moves 0 to 1 by its booking": lambda: world.move("alice", 0, 1, named),
        "alice moves 0 to 1 with a key": lambda: world.move("alice", 0, 1, key="key"),
        "alice moves 0 to 2": lambda: world.move("alice", 0, 2),
        "alice moves 0 to 4": lambda: world.move("alice", 0, 4),
        "alice moves 0 to 4 by its booking with a key": lambda: world.move("alice", 0, 4, named, "key"),
        "alice moves 1 to 0": lambda: world.move("alice", 1, 0),
        "dana moves 0 to 1": lambda: world.move("dana", 0, 1),
    }


def _links(world: Visits) -> Runs:
    """Return what the link of Alice's booking can do. It was made when the booking was at slot 0."""
    link = world.link_in(world.picture)
    to = {"to": world.slot(1).id}
    return {
        "alice confirms 0 by its link": lambda: world.by_link(link, "confirm"),
        "alice cancels 0 by its link": lambda: world.by_link(link, "cancel"),
        "alice moves 0 to 1 by its link": lambda: world.by_link(link, "reschedule", to),
    }


def _events(world: Visits) -> Runs:
    """Return what providers, the sweeper, TTL and time do, and what deletes a client or a provider."""
    dana = USERS["dana"]
    return {
        "dana closes 1": lambda: world.close(1, 2),
        "dana closes 2": lambda: world.close(2, 3),
        "dana opens 1": lambda: world.open(1, 2),
        "dana opens 3": lambda: world.open(3, 4),
        "dana changes her zone": lambda: dana.put(f"/api/providers/{world.provider}", KATHMANDU),
        "holds expire": lambda: invoke("expire_holds", load_event("expire_holds")),
        "TTL deletes 0": lambda: world.time_to_live(0),
        "TTL deletes 1": lambda: world.time_to_live(1),
        "TTL deletes 2": lambda: world.time_to_live(2),
        "TTL deletes 3": lambda: world.time_to_live(3),
        "TTL deletes 4": lambda: world.time_to_live(4),
        "TTL deletes 5": lambda: world.time_to_live(5),
        "time passes": world.pass_a_hold_period,
        "alice deletes her client": lambda: USERS["alice"].delete(f"/api/clients/{world.clients['alice']}"),
        "dana deletes herself": lambda: dana.delete(f"/api/providers/{world.provider}"),
    }


def _booking_at_0(world: Visits) -> int:
    """Return the id of the booking at slot 0 before the operations. Without one, no booking has the id."""
    first = world.picture.heads.get(world.slot(0))
    return first.booking_id or 1 if first else 1


def _told(run: Callable[[], Any]) -> Callable[[], Any]:
    """Make an operation return only what its caller needs from the response."""

    def told() -> Any:
        response = run()
        return Told.of(response) if isinstance(response, Response) else response

    return told


def beginnings(world: Visits) -> dict[str, Callable[[], Any]]:
    """Map the name of each initial state to a function that brings the world into that state."""

    def held(service: str = "2") -> None:
        assert world.reserve("alice", 0, service, "key").status == 201

    def confirmed(service: str = "2") -> None:
        held(service)
        assert world.confirm("alice", 0).status == 200

    def lapsed() -> None:
        held()
        world.pass_a_hold_period()

    def moved() -> None:
        confirmed()
        assert world.move("alice", 0, 1).status == 200

    def held_and_closed() -> None:
        held()
        assert world.close(0, OPEN).status == 200

    def two_bookings() -> None:
        for who, number in (("alice", 0), ("bob", 2)):
            assert world.reserve(who, number).status == 201
            assert world.confirm(who, number).status == 200

    return {
        "free": lambda: None,
        "held": held,
        "confirmed": confirmed,
        "held with a buffer": lambda: held("1"),
        "confirmed with a buffer": lambda: confirmed("1"),
        "lapsed": lapsed,
        "moved": moved,
        "held and closed": held_and_closed,
        "two bookings": two_bookings,
    }
