"""Check the engine itself: which calls take effect, and which ids it makes."""

from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from tests.simulation.engine import Send
from tests.simulation.faults import FAULTS
from tests.simulation.interleavings.explorer import Explorer
from tests.simulation.schedule import Operation
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


def test_an_operation_remembers_its_steps(world: World) -> None:
    runs = 0

    def counted() -> Any:
        nonlocal runs
        runs += 1
        return world.reserve("alice", "key")

    both = [Operation("alice reserves", counted), world.operations()["bob reserves"]]
    first = Explorer(world.engine, both, lambda *_: None, lambda _: None).explore()
    seen = runs
    second = Explorer(world.engine, both, lambda *_: None, lambda _: None).explore()

    assert first.situations == second.situations > seen
    assert runs == seen


def test_an_operation_must_repeat_itself(world: World) -> None:
    calls = iter([True, False])
    flaky = Operation("flaky", lambda: world.reserve("alice") if next(calls) else None)

    with pytest.raises(AssertionError, match="flaky did not repeat itself"):
        Explorer(world.engine, [flaky], lambda *_: None, lambda _: None).explore()


def test_one_schedule_makes_the_same_ids_twice(world: World) -> None:
    def stored_after() -> Any:
        world.engine.restore(start)
        both = [world.operations()[name] for name in ("alice reserves without a key", "bob reserves")]
        Explorer(world.engine, both, lambda *_: None, lambda _: None).replay([0, 1, 0, 1])
        return world.engine.items

    start = world.engine.snapshot()

    assert stored_after() == stored_after()
