"""What is built for Lambda starts in Lambda's own runtime, with nothing left to compile."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.builds import functions
from bench.runtime_api import PYTHON, Function
from bench.starting import compiled_modules
from bench.stubs import stub
from local.template import ROOT
from tests.events import load_event
from tools.check_build import problems
from tools.finish_build import finish

ARCHITECTURE = platform.machine().replace("aarch64", "arm64")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make build` makes, for this machine."""
    if not PYTHON.exists() or not shutil.which("python3.13"):
        pytest.skip("python3.13 is not installed")
    folder = tmp_path_factory.mktemp("build")
    command = [str(ROOT / ".venv/bin/sam"), "build", "--build-dir", str(folder)]
    platforms = f"manylinux2014_{platform.machine()}"
    subprocess.run(
        [*command, "--parameter-overrides", f"Architecture={ARCHITECTURE}"],
        cwd=ROOT,
        env=os.environ | {"PIP_ONLY_BINARY": ":all:", "PIP_PLATFORM": platforms},
        check=True,
    )
    finish(folder)
    return folder


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    with stub({"Query": '{"Items": [], "Count": 0}'}) as variables:
        yield variables


def test_the_build_is_fit_for_lambda(build: Path) -> None:
    assert list(problems(build, ARCHITECTURE)) == []


def test_a_cold_start_compiles_nothing(build: Path, variables: dict[str, str]) -> None:
    assert {name: compiled_modules(one, variables) for name, one in functions(build).items()} == {
        "AppointmentsFunction": [],
        "AvailabilityFunction": [],
        "ClientsFunction": [],
        "ExpireHoldsFunction": [],
        "ProvidersFunction": [],
    }


def test_a_function_serves_in_lambdas_runtime(build: Path, variables: dict[str, str]) -> None:
    with Function(*functions(build)["AppointmentsFunction"], variables) as function:
        answer, _ = function.invoke(load_event("appointments_list_open"))
    assert (answer["statusCode"], answer["body"]) == (200, '{"items":[],"next_cursor":null}')


def test_a_sweep_runs_in_lambdas_runtime(build: Path, variables: dict[str, str]) -> None:
    with Function(*functions(build)["ExpireHoldsFunction"], variables) as function:
        answer, _ = function.invoke(load_event("expire_holds"))
    assert answer["finished"] is True
