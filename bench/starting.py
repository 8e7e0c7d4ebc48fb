"""Measures cold starts, which end when the function asks for its first event.

The figures are the CPU time, and the number of modules that Python compiles.
"""

import re
from collections.abc import Iterator, Mapping
from statistics import median
from tempfile import TemporaryFile

from bench.builds import PLAIN, SHIPPED, Built, functions, reference
from bench.report import Row, milliseconds, ratio
from bench.runtime_api import Function
from tools.check_build import zipped_size

_ROUNDS = 15
_ROUNDS_TO_CHOOSE = 7
_COMPILED = re.compile(r"^# code object from (/.*\.py)$", re.MULTILINE)


def rows(variables: Mapping[str, str]) -> Iterator[Row]:
    ours = functions(SHIPPED)
    slowest = _slowest(ours, variables)
    cases = {
        "reference": reference("client_only"),
        "shipped": ours[slowest],
        "plain": functions(PLAIN)[slowest],
    }
    starts = _starts(cases, variables, _ROUNDS)
    shipped = starts["shipped"]
    what = f"init of {slowest}: {milliseconds(shipped)}"
    beside = f"REF-init: {milliseconds(starts['reference'])}"
    yield Row(what, beside, ratio(shipped, starts["reference"]), 1.1)
    beside = f"as `sam build` makes it: {milliseconds(starts['plain'])}"
    yield Row(what, beside, ratio(shipped, starts["plain"]), 0.3)
    compiled = sum(len(compiled_modules(built, variables)) for built in ours.values())
    yield Row("modules compiled from source during init, of all functions", "", compiled, 0)
    layer = ours[slowest].layer
    yield Row("size of the layer, zipped, in MB", "", round(zipped_size(layer) / 1e6, 1), 12)


def _slowest(built: Mapping[str, Built], variables: Mapping[str, str]) -> str:
    """Return the name of the function that starts slowest."""
    starts = _starts(built, variables, _ROUNDS_TO_CHOOSE)
    return max(starts, key=lambda name: median(starts[name]))


def compiled_modules(built: Built, variables: Mapping[str, str]) -> list[str]:
    """Return the files that Python compiles during a cold start."""
    with TemporaryFile("w+") as log:
        with Function(*built, {**variables, "PYTHONVERBOSE": "1"}, log):
            pass
        log.seek(0)
        return _COMPILED.findall(log.read())


def _starts(cases: Mapping[str, Built], variables: Mapping[str, str], rounds: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, built in cases.items():
            with Function(*built, variables) as function:
                seconds[name].append(function.init_cpu)
    return seconds
