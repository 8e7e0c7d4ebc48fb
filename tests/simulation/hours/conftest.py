"""Give tests a provider with working hours, which are written one day at a time."""

from collections.abc import Iterator

import pytest

from holdfast.dynamodb import index_keys
from holdfast.schedule import walk
from tests.simulation import engine
from tests.simulation.hours.world import Calendar


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch, socket_disabled: None) -> Iterator[Calendar]:
    with engine.running(monkeypatch) as running:
        world = Calendar(running)
        world.found()
        monkeypatch.setattr(walk, "DAYS_AT_ONCE", 1)
        # The other partitions are empty. To query them too would only make each run longer.
        monkeypatch.setattr(index_keys, "all_hours_pks", lambda: [index_keys.hours_pk(world.provider)])
        yield world
