"""Give tests a provider with three open slots instead of one."""

from collections.abc import Iterator

import pytest

from tests.simulation import engine
from tests.simulation.visits.world import LATE, Visits


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch, socket_disabled: None) -> Iterator[Visits]:
    with engine.running(monkeypatch) as running:
        world = Visits(running)
        world.found()
        yield world


@pytest.fixture
def late_visits(monkeypatch: pytest.MonkeyPatch, socket_disabled: None) -> Iterator[Visits]:
    """Yield a world whose open time ends at midnight."""
    with engine.running(monkeypatch) as running:
        world = Visits(running, LATE)
        world.found()
        yield world
