"""A skipped test proves nothing, so CI must not count it as passed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.template import ROOT

SKIPPED = "import pytest\n\n@pytest.mark.skip(reason='for once')\ndef test_it(): ...\n"
PASSED = "def test_it(): ...\n"


def pytest_run(folder: Path, source: str, **environment: str) -> int:
    (folder / "test_it.py").write_text(source)
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    command = [sys.executable, "-m", "pytest", "-q", "-c", "pyproject.toml", "-p", "tests.conftest"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", str(folder)],
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": "layers/common", **environment},
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("source", "environment", "code"),
    [
        (SKIPPED, {"CI": "true"}, pytest.ExitCode.TESTS_FAILED),
        (PASSED, {"CI": "true"}, pytest.ExitCode.OK),
        (SKIPPED, {}, pytest.ExitCode.OK),
    ],
)
def test_a_skipped_test_fails_only_in_ci(
    tmp_path: Path, source: str, environment: dict[str, str], code: pytest.ExitCode
) -> None:
    assert pytest_run(tmp_path, source, **environment) == code
