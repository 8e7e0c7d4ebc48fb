"""Run the benchmarks on the current code, without the environment variables of the tests."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.runtime_api import variables_of
from local.template import ROOT
from testkit import dynamodb_local

RECORD = """
import json
from bench import recording
from testkit import environment
environment.isolate()
print(json.dumps(recording.reservation()._asdict()))
"""


@pytest.fixture(scope="module")
def recorded() -> str:
    if missing := dynamodb_local.missing():
        pytest.skip(f"DynamoDB Local cannot run: {missing}")
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "")}
    return _run([sys.executable, "-c", RECORD], bare).stdout


def test_a_reservation_is_recorded_with_its_calls(recorded: str) -> None:
    calls = [operation for operation, _ in json.loads(recorded)["calls"]]

    assert calls == ["batch_get_item", "transact_write_items"]


def test_the_loop_over_our_own_code_serves_the_recorded_event(recorded: str, tmp_path: Path) -> None:
    recording = tmp_path / "recording.json"
    recording.write_text(recorded, "utf-8")
    path = os.pathsep.join(["layers/common", "functions/appointments"])
    # Nothing listens on port 9. The functions try to connect when they start, and ignore the failure.
    variables = {**variables_of(), "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9", "PYTHONPATH": path}

    loop = [sys.executable, "bench/loops/own_code.py", str(recording)]
    done = _run(loop, variables, "2\n")

    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == [201, 201]
    assert float(done.stderr) > 0


def _run(command: list[str], variables: dict[str, str], given: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, cwd=ROOT, env=variables, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done
