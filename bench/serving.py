"""Measures the CPU time that a function needs for its first request and for later requests."""

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.builds import SHIPPED, Built, functions, reference
from bench.recording import Recording
from bench.report import Row, microseconds, milliseconds, ratio, ratio_of_pairs
from bench.runtime_api import PYTHON, Function, variables_of
from bench.stubs import stub
from local.template import ROOT

_PROCESSES = 6
_WARM_UP = 30
_ROUNDS = 10
_CODE_ROUNDS = 40
_CODE_BATCH = 100
_LIST_WARM_UP = 3
_LIST_ROUNDS = 40
_BATCH = 20
_FIRSTS = 15


def rows(recording: Recording) -> Iterator[Row]:
    ours = functions(SHIPPED)["AppointmentsFunction"]
    with stub(recording.responses) as variables:
        yield from _warm(ours, recording, variables)
        yield _own_code(ours, recording, variables)
        yield from _lists(recording, variables)
    with stub(recording.responses, tls=True) as variables:
        yield _first(ours, recording, variables)


def _warm(ours: Built, recording: Recording, variables: Mapping[str, str]) -> Iterator[Row]:
    batches: list[list[float]] = [[], [], []]
    singles: list[list[float]] = [[], [], []]
    for _ in range(_PROCESSES):
        with (
            Function(*ours, variables) as function,
            Function(*reference("router"), variables) as by_hand,
            _Loop("plain_calls.py", reference("router"), recording, variables) as loop,
        ):
            calls = (
                lambda: _reserved(function, recording),
                lambda: by_hand.invoke(recording.event).cpu,
                lambda: loop("reservation 1"),
            )
            _in_turn(calls, _WARM_UP, [[], [], []])
            for _ in range(_ROUNDS):
                _in_turn(calls, _BATCH, batches)
                _in_turn(calls, 1, singles)
    reserve, router, plain = batches
    ours_took = f"reserve, warm: {milliseconds(reserve)}"
    yield Row(
        ours_took, f"its DynamoDB calls, plain botocore: {milliseconds(plain)}", ratio(reserve, plain), 1.25
    )
    yield Row(ours_took, f"REF-warm, which makes one call: {milliseconds(router)}", ratio(reserve, router))
    reserve, _, plain = singles
    after = f"reserve, after another process used the caches: {milliseconds(reserve)}"
    yield Row(after, f"its DynamoDB calls, likewise: {milliseconds(plain)}", ratio(reserve, plain))


def _in_turn(calls: Iterable[Callable[[], float]], times: int, series: list[list[float]]) -> None:
    """Make each call `times` times in a row, and append its results to its series."""
    for call, measured in zip(calls, series, strict=True):
        measured += [call() for _ in range(times)]


def _reserved(function: Function, recording: Recording) -> float:
    response, cpu = function.invoke(recording.event)
    if response["statusCode"] != HTTPStatus.CREATED:
        raise RuntimeError(response)
    return cpu


def _own_code(ours: Built, recording: Recording, variables: Mapping[str, str]) -> Row:
    own: list[float] = []
    call: list[float] = []
    with (
        _Loop("own_code.py", ours, recording, variables) as handler,
        _Loop("plain_calls.py", reference("router"), recording, variables) as botocore,
    ):
        handler(str(_WARM_UP))
        botocore(f"one {_WARM_UP}")
        for _ in range(_CODE_ROUNDS):
            own.append(handler(str(_CODE_BATCH)))
            call.append(botocore(f"one {_CODE_BATCH}"))
    what = f"our own code for a request: {milliseconds(own)}"
    return Row(what, f"one call of botocore: {milliseconds(call)}", ratio(own, call), 0.15)


def _lists(recording: Recording, variables: Mapping[str, str]) -> Iterator[Row]:
    """Compare listing a slot, from the decoded row on, with making its JSON text."""
    everybody: list[float] = []
    one: list[float] = []
    text: list[float] = []
    ours = functions(SHIPPED)["AppointmentsReadFunction"]
    with _Loop("listing.py", ours, recording, variables) as loop:
        calls = (lambda: loop("everybody 1"), lambda: loop("one 3"), lambda: loop("text 1"))
        _in_turn(calls, _LIST_WARM_UP, [[], [], []])
        for _ in range(_LIST_ROUNDS):
            _in_turn(calls, 1, [everybody, one, text])
    beside = f"its JSON text alone: {microseconds(text)}"
    day = f"our own code for a slot, in the list of 100 providers' day: {microseconds(everybody)}"
    yield Row(day, beside, ratio(everybody, text))
    month = f"our own code for a slot, in the list of one provider's 31 days: {microseconds(one)}"
    yield Row(month, beside, ratio(one, text))


def _first(ours: Built, recording: Recording, variables: Mapping[str, str]) -> Row:
    """Compare the first request with later requests of the same process."""
    first: list[float] = []
    later: list[float] = []
    for _ in range(_FIRSTS):
        with Function(*ours, variables) as function:
            first.append(_reserved(function, recording))
            took = [_reserved(function, recording) for _ in range(2 * _WARM_UP)]
            later.append(median(took[_WARM_UP:]))
    what = f"first reserve over TLS: {milliseconds(first)}"
    return Row(what, f"a later request: {milliseconds(later)}", ratio_of_pairs(first, later), 4)


class _Loop:
    """A running script of bench/loops. `__call__` sends it a line, and returns the number that it prints."""

    def __init__(self, name: str, built: Built, recording: Recording, variables: Mapping[str, str]) -> None:
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(TemporaryDirectory()))
        (folder / "recording.json").write_text(json.dumps(recording._asdict()), "utf-8")
        path = os.pathsep.join([str(built.layer / "python"), str(built.code)])
        figures = subprocess.PIPE
        self._process = subprocess.Popen(
            [PYTHON, ROOT / "bench/loops" / name, folder / "recording.json"],
            env={**variables_of(), "PYTHONPATH": path, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL if name == "own_code.py" else figures,
            stderr=figures if name == "own_code.py" else None,
            text=True,
        )
        self._figures = self._process.stderr if name == "own_code.py" else self._process.stdout

    def __call__(self, line: str) -> float:
        assert self._process.stdin
        assert self._figures
        print(line, file=self._process.stdin, flush=True)
        return float(self._figures.readline())

    def __enter__(self) -> "_Loop":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._stack.close()
