"""Simulation: the real handlers over an engine whose every call is scheduled, and may go wrong."""

from collections.abc import Iterator

import pytest

from tests.simulation import engine
from tests.simulation.world import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, socket_disabled: None) -> Iterator[World]:
    with engine.running(monkeypatch) as running:
        world = World(running)
        world.found()
        yield world
