"""Warm requests, and the first one of an environment: CPU time of the function's process."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.builds import SHIPPED, Built, functions, reference
from bench.recording import Recording
from bench.report import Row, milliseconds, ratio
from bench.runtime_api import PYTHON, Function, variables_of
from bench.stubs import stub
from local.template import ROOT

_PROCESSES = 3
_WARM_UP = 30
_ROUNDS = 100
_BATCH = 20
_FIRSTS = 6


def rows(recording: Recording) -> Iterator[Row]:
    ours = functions(SHIPPED)["AppointmentsFunction"]
    with stub(recording.answers) as variables:
        yield from _warm(ours, recording, variables)
        yield _own_code(ours, recording, variables)
    with stub(recording.answers, tls=True) as variables:
        yield _first(ours, recording, variables)


def _warm(ours: Built, recording: Recording, variables: Mapping[str, str]) -> Iterator[Row]:
    reserve: list[float] = []
    router: list[float] = []
    plain: list[float] = []
    for _ in range(_PROCESSES):
        with (
            Function(*ours, variables) as function,
            Function(*reference("router"), variables) as by_hand,
            _Loop("plain_calls.py", reference("router"), recording, variables) as loop,
        ):
            # One each in turn: whoever comes next finds the caches as the others left them.
            for turn in range(_WARM_UP + _ROUNDS):
                took = (
                    _reserved(function, recording),
                    by_hand.invoke(recording.event).cpu,
                    loop("reservation 1"),
                )
                if turn >= _WARM_UP:
                    for series, cpu in zip((reserve, router, plain), took, strict=True):
                        series.append(cpu)
    ours_took = f"reserve, warm: {milliseconds(reserve)}"
    yield Row(
        ours_took, f"its DynamoDB calls, plain botocore: {milliseconds(plain)}", ratio(reserve, plain), 1.25
    )
    yield Row(ours_took, f"REF-warm, which makes one call: {milliseconds(router)}", ratio(reserve, router))


def _reserved(function: Function, recording: Recording) -> float:
    answer, cpu = function.invoke(recording.event)
    if answer["statusCode"] != HTTPStatus.CREATED:
        raise RuntimeError(answer)
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
        for _ in range(_ROUNDS):
            own.append(handler(str(_BATCH)))
            call.append(botocore(f"one {_BATCH}"))
    what = f"our own code for a request: {milliseconds(own)}"
    return Row(what, f"one call of botocore: {milliseconds(call)}", ratio(own, call), 0.15)


def _first(ours: Built, recording: Recording, variables: Mapping[str, str]) -> Row:
    first: list[float] = []
    warm: list[float] = []
    for _ in range(_FIRSTS):
        with Function(*ours, variables) as function:
            first.append(_reserved(function, recording))
            took = [_reserved(function, recording) for _ in range(2 * _WARM_UP)]
            warm += took[_WARM_UP:]
    what = f"first reserve over TLS: {milliseconds(first)}"
    return Row(what, f"a later one: {milliseconds(warm)}", ratio(first, warm), 4)


class _Loop:
    """One of bench/loops in the functions' own Python; called with a line, it returns a figure."""

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
