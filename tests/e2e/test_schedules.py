"""A local timer calls the functions that template.yaml schedules."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from local import schedules
from local.errors import CannotRunError
from local.runner import Runner
from local.template import Function

SWEEP = Function("Sweep", Path(), "app.handler", timeout=1, memory=128, schedules=("rate(1 minute)",))


class Failing(Runner):
    """Fails on every call. The third call sets `third`."""

    def __init__(self) -> None:
        self.events: list[Mapping[str, Any]] = []
        self.third = threading.Event()

    def call(self, name: str, event: Mapping[str, Any]) -> Any:
        self.events.append(event)
        if len(self.events) == 3:
            self.third.set()
        raise RuntimeError(name)


def test_a_schedule_keeps_firing_after_failures(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(schedules, "seconds", lambda _: 0.01)
    runner = Failing()
    with schedules.fired([SWEEP], runner):
        assert runner.third.wait(10)
    fired = len(runner.events)
    time.sleep(0.05)
    assert len(runner.events) == fired
    assert caplog.messages == ["Sweep failed"] * fired
    assert runner.events[0]["detail-type"] == "Scheduled Event"


@pytest.mark.parametrize(
    ("schedule", "expected"), [("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(2 hours)", 7200)]
)
def test_a_rate_is_converted_to_seconds(schedule: str, expected: int) -> None:
    assert schedules.seconds(schedule) == expected


def test_an_unsupported_schedule_is_reported() -> None:
    with pytest.raises(CannotRunError, match="cron"):
        schedules.seconds("cron(0 12 * * ? *)")
