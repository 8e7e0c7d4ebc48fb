"""Send random requests to Holdfast over months of simulated time. Each response must match the model."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.stateful import run_state_machine_as_test

from holdfast.core import telemetry
from holdfast.queries import slot_pages, starts
from holdfast.queries.obstacles import Reason
from tests.simulation import engine
from tests.simulation.engine import Engine
from tests.simulation.practice.beginning import Beginning
from tests.simulation.practice.desk import Seen
from tests.simulation.practice.reading import ReadingRules
from tests.simulation.practice.time import TimeRules

ALL_RESPONSES = {
    "200",
    "201",
    "403 forbidden",
    "404 not_found",
    "409 already_exists",
    "409 already_started",
    "409 client_limit",
    "409 in_use",
    "409 not_confirmed",
    "409 slot_withdrawn",
    "409 taken",
    "409 too_late",
    "409 too_short",
    "410 hold_expired",
    "412 stale",
    "422 invalid",
    "422 key_reused",
    "422 off_grid",
    "422 too_soon",
    "429 hold_limit",
}


Say = Callable[[str], None]


class Machine(Beginning, TimeRules, ReadingRules):
    pass


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch, socket_disabled: None, tmp_path: Path) -> Iterator[Engine]:
    """Yield an engine with limits so low that random requests reach them. Turn off logging."""
    set_hypothesis_home_dir(tmp_path)  # keeps hypothesis from writing into the work tree
    for name in ("MAX_HOLDS_PER_CLIENT", "MAX_CLIENTS_PER_OWNER"):
        monkeypatch.setenv(name, "3")
    monkeypatch.setenv("INDEX_SHARDS", "2")
    monkeypatch.setattr(slot_pages, "_MOST_ROWS", 100)
    monkeypatch.setattr(starts, "_FEW", 1)  # a service of two providers is listed like one of hundreds
    monkeypatch.setattr(telemetry, "_write", lambda _line, _context: None)
    with engine.running(monkeypatch) as running:
        yield running
    set_hypothesis_home_dir(None)


def test_a_practice_does_what_the_model_says(running: Engine, rng: random.Random, say: Say) -> None:
    say(said(run(running, rng, histories=20, steps=50)))


@pytest.mark.long
def test_a_long_practice_gets_every_response_and_does_what_the_model_says(
    running: Engine, rng: random.Random, say: Say
) -> None:
    seen = run(running, rng, histories=150, steps=80)
    say(said(seen))
    assert seen.responses.keys() == ALL_RESPONSES
    assert seen.reasons.keys() == {*get_args(Reason)}


def said(seen: Seen) -> str:
    responses, reasons = (dict(sorted(counts.items())) for counts in (seen.responses, seen.reasons))
    return f"A practice: {seen.responses.total()} requests: {responses}; reasons why not: {reasons}"


def run(running: Engine, rng: random.Random, histories: int, steps: int) -> Seen:
    """Run random histories, and count each kind of response and each reason why not.

    Let hypothesis simplify a failed history only if HOLDFAST_SEED is set, because this takes minutes.
    """
    empty, seen = running.snapshot(), Seen()
    shrink = [Phase.shrink] if os.environ.get("HOLDFAST_SEED") else []
    run_state_machine_as_test(
        seed(rng.getrandbits(64))(lambda: Machine(running, empty, seen)),  # type: ignore[arg-type] # any factory will do
        settings=settings(
            max_examples=histories,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, *shrink],
        ),
    )
    return seen
