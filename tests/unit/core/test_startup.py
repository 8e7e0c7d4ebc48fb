"""What is done before the first request, in Lambda and nowhere else."""

import gc
import importlib.util
from collections.abc import Iterator
from types import ModuleType

import pytest

from holdfast import startup
from holdfast.dynamodb import connection
from testkit.interference import Raising, client_error


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []
    monkeypatch.setattr(connection, "warm_up", lambda: opened.append("connection"))
    return opened


def imported() -> ModuleType:
    """Import it once more, as it is in the environment of now."""
    assert startup.__spec__
    module = importlib.util.module_from_spec(startup.__spec__)
    assert startup.__spec__.loader
    startup.__spec__.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("kind", "opened"),
    [("on-demand", ["connection"]), ("provisioned-concurrency", ["connection"]), ("snap-start", [])],
)
def test_in_lambda_garbage_is_looked_for_only_afterwards(
    monkeypatch: pytest.MonkeyPatch, connections: list[str], kind: str, opened: list[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", kind)

    module = imported()
    assert not gc.isenabled()
    module.finish_startup()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert connections == opened


def test_elsewhere_nothing_happens(connections: list[str]) -> None:
    module = imported()
    assert gc.isenabled()
    module.finish_startup()

    assert connections == []
    assert gc.get_freeze_count() == 0


def test_a_connection_opens_without_the_right_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "client", lambda: Raising(client_error("AccessDeniedException")))

    connection.warm_up()
