"""Check the engine itself: which calls take effect, and which ids it makes."""

from typing import Any

from botocore.awsrequest import AWSResponse

from tests.simulation.engine import Send
from tests.simulation.faults import FAULTS
from tests.simulation.interleavings.explorer import Explorer
from tests.simulation.world import World


def test_a_call_is_applied_once(world: World) -> None:
    world.operations()["alice is renamed"].run()

    client = world.client(world.clients["alice"])
    assert client
    assert client.version == 2


def test_a_refused_call_is_not_applied(world: World) -> None:
    def refuse_writes(operation: str, request: Any, send: Send) -> AWSResponse:
        return FAULTS["throttled"](request, send) if operation == "TransactWriteItems" else send()

    stored = world.engine.items
    world.engine.intercept = refuse_writes

    assert world.operations()["alice reserves"].run() == (503, "unavailable")
    assert world.engine.items == stored


def test_one_schedule_makes_the_same_ids_twice(world: World) -> None:
    def stored_after() -> Any:
        world.engine.restore(start)
        both = [world.operations()[name] for name in ("alice reserves without a key", "bob reserves")]
        Explorer(world.engine, both, lambda *_: None, lambda _: None).replay([0, 1, 0, 1])
        return world.engine.items

    start = world.engine.snapshot()

    assert stored_after() == stored_after()
