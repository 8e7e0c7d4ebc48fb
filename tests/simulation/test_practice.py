"""A whole practice over months, at random, beside a plain model of it: what it answers and what it lists."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.stateful import run_state_machine_as_test

from holdfast import listing
from tests.simulation import engine
from tests.simulation.engine import Engine
from tests.simulation.practice_reading import ReadingRules
from tests.simulation.practice_rules import SlotRules
from tests.simulation.practice_time import TimeRules


class Machine(SlotRules, TimeRules, ReadingRules):
    pass


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch, socket_disabled: None, tmp_path: Path) -> Iterator[Engine]:
    """With limits so low that they are met, and pages that end early."""
    set_hypothesis_home_dir(tmp_path)  # it notes constants of the code there, by default in the work tree
    for name in ("MAX_HOLDS_PER_CLIENT", "MAX_CLIENTS_PER_OWNER"):
        monkeypatch.setenv(name, "3")
    monkeypatch.setenv("INDEX_SHARDS", "2")
    monkeypatch.setattr(listing, "_READING", 100)
    logging.disable(logging.INFO)  # each sweep says a line
    with engine.running(monkeypatch) as running:
        yield running
    logging.disable(logging.NOTSET)
    set_hypothesis_home_dir(None)


@pytest.mark.parametrize(("histories", "steps"), [(16, 50), pytest.param(500, 80, marks=pytest.mark.long)])
def test_a_practice_does_what_the_model_says(
    running: Engine, rng: random.Random, say: Callable[[str], None], histories: int, steps: int
) -> None:
    empty, counts = running.snapshot(), Counter[str]()
    run_state_machine_as_test(
        seed(rng.getrandbits(64))(lambda: Machine(running, empty, counts)),  # type: ignore[arg-type] # it takes any factory
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.generate, Phase.shrink],
        ),
    )
    say(f"{histories} histories of a practice, {counts.total()} requests: {dict(sorted(counts.items()))}")
