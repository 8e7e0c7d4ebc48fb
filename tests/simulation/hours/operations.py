"""All operations on a calendar with working hours, and the states of the calendar in which they begin."""

from collections.abc import Callable
from typing import Any

from testkit.api import Response
from tests.simulation.faults import Saboteur
from tests.simulation.hours import model
from tests.simulation.hours.model import KATHMANDU, Effect
from tests.simulation.hours.world import Calendar
from tests.simulation.matrix import attempt
from tests.simulation.schedule import Operation
from tests.simulation.visits.told import Told
from tests.simulation.visits.world import USERS

FIRST_WRITE = 3  # the provider, its hours and its days are read before


def effects(world: Calendar) -> dict[str, Effect]:
    """Return what each operation does in the model, by its name."""
    return {
        "dana sets the same hours": model.setting("first"),
        "dana sets other hours": model.setting("other"),
        "dana deletes her hours": model.deleting,
        "dana opens by hand": model.opening(world.starts(1, 4)),
        "dana closes what is open": model.closing(world.starts(0, 2)),
        "dana closes what is not open": model.closing(world.starts(2, 4)),
        "the schedule extends calendars": model.unchanged,
        "dana changes her zone": model.moving(KATHMANDU),
        "alice reserves": model.booking("held"),
        "alice confirms": model.booking("confirmed"),
        "dana deletes herself": model.leaving,
        "a day passes": model.a_day_later,
    }


def operations(world: Calendar) -> dict[str, Operation]:
    dana, path = USERS["dana"], f"/api/providers/{world.provider}"
    runs: dict[str, Callable[[], Any]] = {
        "dana sets the same hours": lambda: world.set_hours("first"),
        "dana sets other hours": lambda: world.set_hours("other"),
        "dana deletes her hours": world.delete_hours,
        "dana opens by hand": lambda: world.open(1, 4),
        "dana closes what is open": lambda: world.close(0, 2),
        "dana closes what is not open": lambda: world.close(2, 4),
        "the schedule extends calendars": world.extend,
        "dana changes her zone": lambda: dana.put(path, {"name": "Dana", "time_zone": KATHMANDU}),
        "alice reserves": lambda: world.reserve("alice", 0, key="key"),
        "alice confirms": lambda: world.confirm("alice", 0),
        "dana deletes herself": lambda: dana.delete(path),
        "a day passes": world.pass_a_day,
    }
    return {name: Operation(name, _told(run)) for name, run in runs.items()}


def _told(run: Callable[[], Any]) -> Callable[[], Any]:
    def told() -> Any:
        response = run()
        return Told.of(response) if isinstance(response, Response) else response

    return told


def beginnings(world: Calendar) -> dict[str, Callable[[], Any]]:
    """Map the name of each initial state to a function that brings the calendar, and its model, there."""

    def after(*names: str, killed: str = "") -> Callable[[], None]:
        def begin() -> None:
            world.state = world.first_state
            some, model_of = operations(world), effects(world)
            for name in names:
                told = some[name].run()
                assert told is None or told.http in {200, 201}, told
                world.state = model_of[name](world.state)
            if killed:
                assert attempt(world.engine, some[killed].run, Saboteur("killed after", FIRST_WRITE)) is None
                assert world.hours_item, "nothing was left to do"
                assert world.hours_item["by_kind_sk"] <= world.engine.now, "nothing was left to do"
                world.state = model_of[killed](world.state)

        return begin

    hours, hand = "dana sets the same hours", "dana opens by hand"
    return {
        "no hours": after(),
        "hours": after(hours),
        "hours half written": after(killed=hours),
        "hours half changed": after(hours, killed="dana sets other hours"),
        "hours being deleted": after(hours, killed="dana deletes her hours"),
        "zone half changed": after(hours, killed="dana changes her zone"),
        "hand-opened time and hours": after(hand, hours, "dana closes what is open"),
        "held": after(hours, "alice reserves"),
        "confirmed": after(hours, "alice reserves", "alice confirms"),
        "calendar due": after(hours, "a day passes"),
    }
