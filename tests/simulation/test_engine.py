"""The engine itself: what it lets through happens once, and what it does not let through never."""

from typing import Any

from botocore.awsrequest import AWSResponse

from tests.simulation.engine import Send
from tests.simulation.faults import FAULTS
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
