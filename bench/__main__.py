"""`make bench`: run every benchmark, print one table and write it to bench/RESULTS.md."""

from collections.abc import Iterator
from pathlib import Path

from bench import (
    builds,
    contention,
    feeds,
    first_view,
    growth,
    lag,
    lists,
    recording,
    rush,
    serving,
    starting,
    starts,
    told_cost,
    units,
)
from bench.report import Row, machine, table
from bench.stubs import stub
from testkit import environment

_RESULTS = Path(__file__).parent / "RESULTS.md"
_ABOUT = """# Results of `make bench`

{machine}

CPU times are medians, measured in the function's process. Figures side by side were measured in turn.
Capacity units are computed from item sizes by AWS's rules.

{table}
"""


def main() -> None:
    environment.isolate()
    builds.make()
    results = _ABOUT.format(machine=machine(), table=table(_rows()))
    _RESULTS.write_text(results, "utf-8")
    print(results)


def _rows() -> Iterator[Row]:
    with stub({}) as variables:
        yield from starting.rows(variables)
    yield from serving.rows(recording.reservation())
    yield from units.rows()
    for measured in (lists, starts, growth, contention, rush, lag, feeds, told_cost, first_view):
        yield from measured.rows()


if __name__ == "__main__":
    main()
