"""The rows of the table that `make bench` prints and writes to a file."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.runtime_api import PYTHON

_PACKAGES = ("botocore", "aws-lambda-powertools", "pydantic")


class Row(NamedTuple):
    """A measurement. Its `value` should be at most `goal`, or at least `goal` if `least` is True."""

    what: str
    beside: str
    value: float
    goal: float | None = None
    least: bool = False

    @property
    def met(self) -> bool:
        if self.goal is None:
            return True
        return self.value >= self.goal if self.least else self.value <= self.goal


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """Return the median of `ours` divided by the median of `theirs`."""
    return round(median(ours) / median(theirs), 2)


def ratio_of_pairs(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """Divide each figure of `ours` by its partner in `theirs`, and return the median of the ratios.

    Both figures of a pair were measured shortly after each other, so other load on the machine slowed both.
    """
    return round(median(one / other for one, other in zip(ours, theirs, strict=True)), 2)


def milliseconds(seconds: Iterable[float]) -> str:
    return f"{median(seconds) * 1000:.3g} ms"


def microseconds(seconds: Iterable[float]) -> str:
    return f"{median(seconds) * 1e6:.3g} µs"


def table(rows: Iterable[Row]) -> str:
    lines = ["| measurement | reference or detail | value | goal | |", "|---|---|---|---|---|"]
    for row in rows:
        goal = "" if row.goal is None else f"{row.goal:g} or {'more' if row.least else 'less'}"
        mark = "" if row.goal is None else "met" if row.met else "**missed**"
        lines.append(f"| {row.what} | {row.beside} | {row.value:g} | {goal} | {mark} |")
    return "\n".join(lines)


def machine() -> str:
    python = subprocess.run(
        [PYTHON, "--version"], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {_processor()}, {platform.system()} on "
        f"{platform.machine()}; {python}, {packages}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")
