"""Let tests control every call that the handlers make to DynamoDB."""

from collections.abc import Callable, Iterator

import pytest

from testkit import moto_speed
from tests.simulation import engine, matrix
from tests.simulation.world import World

moto_speed.install()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, socket_disabled: None) -> Iterator[World]:
    with engine.running(monkeypatch) as running:
        world = World(running)
        world.found()
        yield world


@pytest.fixture(scope="session", autouse=True)
def _count_faults(say: Callable[[str], None]) -> Iterator[None]:
    yield
    if matrix.tried:
        say(f"{matrix.tried.total()} faults in {len(matrix.tried)} operations")
