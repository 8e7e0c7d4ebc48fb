"""A clock for tests. It stands still until the test moves it."""

from dataclasses import dataclass

HOLD = 1800  # how many seconds a hold lasts, as in template.yaml


@dataclass
class Clock:
    """The time that the code under test sees, in epoch seconds."""

    now: int = 1_796_112_000  # 2026-12-01T08:00:00Z

    def advance(self, seconds: int) -> None:
        self.now += seconds
