"""The built functions run in Lambda's own runtime, and compile no Python code when they start."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.builds import functions
from bench.runtime_api import Function
from bench.starting import compiled_modules
from bench.stubs import stub
from testkit.events import called_by, load_event
from tests.e2e.builds import ARCHITECTURE
from tools.check_build import problems


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    with stub({"Query": '{"Items": [], "Count": 0}'}) as variables:
        yield variables


def test_the_build_is_fit_for_lambda(build: Path) -> None:
    assert list(problems(build, ARCHITECTURE)) == []


def test_a_cold_start_compiles_nothing(build: Path, variables: dict[str, str]) -> None:
    compiled = {name: compiled_modules(one, variables) for name, one in functions(build).items()}

    assert "AppointmentsFunction" in compiled
    assert not any(compiled.values()), compiled


def test_a_function_serves_in_lambdas_runtime(build: Path, variables: dict[str, str]) -> None:
    event = load_event("appointments_list_open")
    with Function(*functions(build)[called_by(event)], variables) as function:
        response, _ = function.invoke(event)
    assert (response["statusCode"], response["body"]) == (200, '{"items":[],"next_cursor":null}')


def test_a_sweep_runs_in_lambdas_runtime(build: Path, variables: dict[str, str]) -> None:
    with Function(*functions(build)["ExpireHoldsFunction"], variables) as function:
        response, _ = function.invoke(load_event("expire_holds"))
    assert response["finished"] is True
