"""The terminal shows short lines. The log file has every log line in full."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest

from local import log
from local.errors import CannotRunError
from local.intrinsics import resolved
from local.template import ROOT

LINE = '{"level":"INFO","message":"served"}\n'
OTHER = '{"level":"INFO","message":"refused"}\n'


@pytest.fixture(autouse=True)
def _no_other_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])


def read(folder: Path) -> list[Any]:
    return [json.loads(line) for line in log.file(folder).read_text("utf-8").splitlines()]


def fail() -> None:
    try:
        resolved({"Ref": "Nothing"}, {})
    except CannotRunError:
        logging.getLogger("local").exception("%s failed", "ClientsFunction")


def test_log_lines_go_to_the_file_and_what_a_developer_prints_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.to_terminal()
    with log.to_file(tmp_path):
        sys.stdout.write(LINE)
        sys.stdout.write("here\n")
    sys.stdout.write("stopped\n")

    assert capsys.readouterr().out.split("\n") == ["here", "stopped", ""]
    assert read(tmp_path) == [json.loads(LINE)]


def test_an_error_is_one_line_in_the_terminal_and_has_its_traceback_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.to_terminal()
    with log.to_file(tmp_path):
        fail()

    (shown,) = capsys.readouterr().err.splitlines()
    (line,) = read(tmp_path)
    clock, _, said = shown.partition(" ")
    assert len(clock) == len("09:00:00")
    assert said.startswith(
        "ClientsFunction failed: CannotRunError: template.yaml: nothing is known locally about Nothing "
        "(local/intrinsics.py:"
    )
    assert (line["level"], line["message"]) == ("ERROR", "ClientsFunction failed")
    assert line["traceback"].startswith("Traceback (most recent call last):\n")
    assert f'{ROOT / "local/intrinsics.py"}", line ' in line["traceback"]


def test_a_warning_without_an_error_is_shown_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.to_terminal()
    with log.to_file(tmp_path):
        logging.getLogger("local").warning("slow")
        logging.getLogger("local").info("fine")

    assert capsys.readouterr().err.endswith(" slow\n")
    assert [line["message"] for line in read(tmp_path)] == ["slow"]


def test_the_next_server_appends_to_the_file(tmp_path: Path) -> None:
    for text in (LINE, OTHER):
        with log.to_file(tmp_path):
            sys.stdout.write(text)

    assert read(tmp_path) == [json.loads(LINE), json.loads(OTHER)]


def test_a_file_that_is_too_large_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_MOST_BYTES", 3 * len(LINE))
    for text in (LINE, LINE, LINE, LINE, OTHER):
        with log.to_file(tmp_path):
            sys.stdout.write(text)

    assert read(tmp_path) == [json.loads(OTHER)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["log.jsonl", "log.jsonl.1"]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 6 * len(LINE)
